//! One administrator: role and access, password, removal.

use super::list::MadeUp;
use super::{made_up, restored, state};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Aside, Button, ButtonKind, Card, CardBody, Checkbox, Choice, Choices, Columns, ColumnsKind, Crumb,
    DefList, Dialog, Gap, HiddenFields, InputKind, LinkButton, MessageBar, MessageKind, Moment, Note,
    PageHead, PersonHead, Slot, TextField,
};
use forecourt_model::authority::Role;
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::administrator::Administrator;
use leptos::prelude::*;

/// What was entered.
#[derive(Clone, Debug)]
pub struct EditForm {
    /// Their name.
    pub name: String,
    /// The code of their role.
    pub role: String,
    /// Whether they may sign in.
    pub enabled: bool,
    /// The revision that the form was made from.
    pub revision: Revision,
}

impl EditForm {
    /// What is stored.
    pub fn of(administrator: &Administrator) -> Self {
        Self {
            name: administrator.display_name.clone(),
            role: administrator.role.code().to_owned(),
            enabled: !administrator.disabled,
            revision: administrator.revision,
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AdministratorView {
    /// What is stored.
    pub administrator: Administrator,
    /// Whether it is who looks at the page.
    pub is_own: bool,
    /// Why who looks cannot change anything.
    pub refusal: Option<String>,
    /// What was entered.
    pub form: EditForm,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// Somebody else saved in between: what is stored stands beside what was entered.
    pub conflict: bool,
    /// The password that was made up just now.
    pub made_up: Option<MadeUp>,
    /// The form came back after a session had ended.
    pub restored: bool,
    /// Whether the removal is to be confirmed.
    pub confirm_removal: bool,
}

/// The page.
pub fn administrator_page(frame: Frame, view: AdministratorView) -> impl IntoView {
    let who = view.administrator.clone();
    let crumbs = vec![Crumb::new(paths::administrators(), "Administrators")];
    let detail = format!("{}{}", who.role.label(), if view.is_own { ", you" } else { "" });
    let subject = view! { <PersonHead name=who.display_name.clone() id=who.email.clone() detail=detail /> };
    let notice = view.made_up.as_ref().map(|new| made_up(&new.name, &new.password));
    let back = view.restored.then(restored);
    let problem = view.problem.clone().map(|problem| {
        let stored = view.conflict.then(|| stored_words(&who));
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem} {stored}</MessageBar> }
    });
    let dialog = view.confirm_removal.then(|| removal(&who).into_any());
    let dialog = dialog.map_or_else(Slot::default, Slot::from);
    view! {
        <Shell frame dialog>
            <PageHead title=who.display_name.clone() crumbs subject />
                {notice} {problem} {back} <Columns kind=ColumnsKind::WideAside>
                {edit_card(&view)} <Aside label="About this administrator">
                    {facts(&who)} {password_card(&view)} {remove_card(&view)}
                </Aside>
            </Columns>
        </Shell>
    }
}

fn stored_words(who: &Administrator) -> String {
    let may = if who.disabled {
        "may not sign in"
    } else {
        "may sign in"
    };
    format!(" Stored now: {}, {}, {may}.", who.display_name, who.role.label())
}

fn facts(who: &Administrator) -> impl IntoView + use<> {
    let last: Slot = match who.last_sign_in_at {
        Some(at) => view! { <Moment at /> }.into_any().into(),
        None => "Never".into(),
    };
    let pairs: Vec<(String, Slot)> = vec![
        ("State".to_owned(), state(who.disabled).into_any().into()),
        ("Last sign-in".to_owned(), last),
        (
            "Password set".to_owned(),
            view! { <Moment at=who.password_changed_at /> }.into_any().into(),
        ),
        (
            "Added".to_owned(),
            view! { <Moment at=who.created_at /> }.into_any().into(),
        ),
    ];
    view! {
        <Card id="facts" title="About">
            <CardBody>
                <DefList pairs />
            </CardBody>
        </Card>
    }
}

fn edit_card(view: &AdministratorView) -> impl IntoView + use<> {
    let AdministratorView {
        administrator,
        form,
        errors,
        refusal,
        ..
    } = view.clone();
    let disabled = refusal.is_some();
    let choices: Vec<_> = Role::ALL
        .into_iter()
        .map(|role| {
            let checked = form.role == role.code();
            view! { <Choice name="role" value=role.code() title=role.label() desc=role.description() checked disabled /> }
        })
        .collect();
    let revision = vec![("revision".to_owned(), form.revision.to_string())];
    let reason = refusal.clone().map(|reason| view! { <Note>{reason}</Note> });
    view! {
        <Card id="edit" title="Role and access" desc="When the role or the access changes, all sessions of this administrator end.">
            <CardBody gap=Gap::Four>
                {reason}
                <form class="fc-stack fc-stack--4" action=paths::administrator(administrator.id) method="post">
                    <HiddenFields fields=revision />
                    <TextField
                        id="name"
                        label="Name"
                        value=form.name
                        error=errors.message("name").map(str::to_owned)
                        autocomplete="off"
                        prose=false
                        required=true
                        disabled
                    />
                    <Choices legend="Role">{choices}</Choices>
                    <Checkbox name="enabled" checked=form.enabled disabled hint="Without it the account stays, and nobody can use it.">
                        "May sign in"
                    </Checkbox>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary name="action" value="save" reason=refusal>
                            "Save"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}

fn password_card(view: &AdministratorView) -> impl IntoView + use<> {
    let (id, refusal) = (view.administrator.id, view.refusal.clone());
    let error = view.errors.message("password").map(str::to_owned);
    let disabled = refusal.is_some();
    view! {
        <Card id="password-card" title="Password" desc="A new password ends all sessions of this administrator.">
            <CardBody>
                <form class="fc-stack fc-stack--4" action=paths::administrator(id) method="post">
                    <TextField
                        id="password"
                        label="New password"
                        kind=InputKind::Password
                        hint="Leave it empty and one is made up, shown once."
                        error
                        autocomplete="new-password"
                        prose=false
                        optional=true
                        disabled
                    />
                    <div class="fc-cluster">
                        <Button name="action" value="reset_password" reason=refusal>
                            "Reset password"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}

fn remove_card(view: &AdministratorView) -> impl IntoView + use<> {
    let confirm = paths::with_query(
        &paths::administrator(view.administrator.id),
        &[("confirm", "remove")],
    );
    let reason = view.refusal.clone();
    view! {
        <Card id="remove" title="Remove" desc="What this administrator did stays in Activity under their name.">
            <CardBody>
                <LinkButton href=confirm reason>"Remove administrator"</LinkButton>
            </CardBody>
        </Card>
    }
}

fn removal(who: &Administrator) -> impl IntoView + use<> {
    let here = paths::administrator(who.id);
    view! {
        <Dialog
            id="remove-title"
            title=format!("Remove {}?", who.display_name)
            action=here.clone()
            cancel=here
            confirm="Remove administrator"
            confirm_field=("action".to_owned(), "remove".to_owned())
            danger=true
        >
            <p>"They are signed out everywhere and cannot sign in again. This cannot be undone; you can add them anew."</p>
        </Dialog>
    }
}
