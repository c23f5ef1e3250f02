//! The list of administrators, and adding one.

use super::{made_up, restored, role_options, state};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Card, CardBody, Column, Gap, InputKind, MessageBar, MessageKind,
    Moment, Note, PageHead, Person, Row, SelectField, Table, TextField,
};
use forecourt_model::authority::Role;
use forecourt_model::{AdministratorId, FieldErrors};
use forecourt_service::administrator::Administrator;
use leptos::prelude::*;

/// What was entered for a new administrator.
#[derive(Clone, Debug)]
pub struct AddForm {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The code of their role.
    pub role: String,
}

impl Default for AddForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            email: String::new(),
            role: Role::GlobalReader.code().to_owned(),
        }
    }
}

/// A password that was made up for somebody.
#[derive(Clone, Debug)]
pub struct MadeUp {
    /// Whose it is.
    pub name: String,
    /// The password.
    pub password: String,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AdministratorsView {
    /// Every administrator, by name.
    pub administrators: Vec<Administrator>,
    /// Who looks at the page.
    pub own: AdministratorId,
    /// Why who looks cannot change anything.
    pub refusal: Option<String>,
    /// What was entered.
    pub form: AddForm,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// The password that was made up just now.
    pub made_up: Option<MadeUp>,
    /// The form came back after a session had ended.
    pub restored: bool,
}

/// The page.
pub fn administrators_page(frame: Frame, view: AdministratorsView) -> impl IntoView {
    let columns = vec![
        Column::name("Name"),
        Column::text("Role"),
        Column::text("Last sign-in"),
        Column::text("State"),
    ];
    let own = view.own;
    let rows: Vec<_> = view.administrators.iter().map(|who| row(who, own)).collect();
    let notice = view.made_up.as_ref().map(|new| made_up(&new.name, &new.password));
    let back = view.restored.then(restored);
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    view! {
        <Shell frame>
            <PageHead title="Administrators" lead="Who signs in to Forecourt, and what each may do." />
                {notice} {problem} {back} <Card id="list" title="Administrators" title_hidden=true>
                    <Table caption="Administrators, by name" columns rows />
                </Card> {add_card(view)}
        </Shell>
    }
}

fn row(who: &Administrator, own: AdministratorId) -> Row {
    let last = match who.last_sign_in_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => "Never".into_any(),
    };
    let person = view! { <Person name=who.display_name.clone() id=who.email.clone() href=paths::administrator(who.id) /> };
    let you = (who.id == own).then(|| view! { <Badge kind=BadgeKind::Brand>"You"</Badge> });
    let role = view! { <span class="fc-cluster">{who.role.label()} {you}</span> };
    Row::new()
        .cell(person)
        .cell(role)
        .cell(last)
        .cell(state(who.disabled))
}

fn add_card(view: AdministratorsView) -> impl IntoView {
    let AdministratorsView {
        form,
        errors,
        refusal,
        ..
    } = view;
    let disabled = refusal.is_some();
    let error = |field: &str| errors.message(field).map(str::to_owned);
    let roles = Role::ALL.into_iter().map(|role| {
        view! { <li><strong>{role.label()}</strong>". "{role.description()}</li> }
    });
    let roles: Vec<_> = roles.collect();
    let name = view! {
        <TextField id="name" label="Name" value=form.name error=error("name") autocomplete="off" prose=false required=true disabled />
    };
    let email = view! {
        <TextField
            id="email"
            label="E-mail address"
            kind=InputKind::Email
            value=form.email
            error=error("email")
            autocomplete="off"
            prose=false
            required=true
            disabled
        />
    };
    let role = view! { <SelectField id="role" label="Role" options=role_options() value=form.role error=error("role") disabled /> };
    let password = view! {
        <TextField
            id="password"
            label="Password"
            kind=InputKind::Password
            hint="Leave it empty and one is made up, shown once."
            error=error("password")
            autocomplete="new-password"
            prose=false
            optional=true
            disabled
        />
    };
    let reason = refusal.clone().map(|reason| view! { <Note>{reason}</Note> });
    view! {
        <Card id="add" title="Add an administrator" desc="They sign in with their e-mail address.">
            <CardBody gap=Gap::Four>
                {reason}
                <form class="fc-stack fc-stack--4" action=paths::administrators() method="post">
                    <div class="fc-grid">{name} {email} {role} {password}</div>
                    <ul class="fc-small fc-muted">{roles}</ul>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary name="action" value="add" reason=refusal>
                            "Add administrator"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}
