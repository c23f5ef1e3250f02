//! Asking who is meant, and what happens to them.

use crate::pages::exceptions::{ExceptionFields, exception_fields};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Crumb, Gap, InputKind, LinkButton, MessageBar, MessageKind, PageHead,
    SelectField, SelectOption, TextArea, TextField, people,
};
use forecourt_model::FieldErrors;
use leptos::prelude::*;

/// What the form holds.
#[derive(Clone, Debug, Default)]
pub struct NewOperationForm {
    /// Everybody whom a filter lets through: how many, and the fields of the filter. `None` asks for a list.
    pub matching: Option<(u64, Vec<(String, String)>)>,
    /// Policies that can be assigned: identifier and name.
    pub policies: Vec<(String, String)>,
    /// The one that is picked; `none` takes direct assignments away, `list` gives each person the policy of their line.
    pub policy: String,
    /// The one that people must have; empty for any.
    pub from: String,
    /// What was pasted.
    pub list: String,
    /// Why.
    pub reason: String,
    /// What makes the assignments exceptions, as it was typed.
    pub exception: ExceptionFields,
    /// What makes sending the form twice the same as sending it once.
    pub key: String,
    /// What was not accepted.
    pub errors: FieldErrors,
    /// What was refused as a whole.
    pub problem: Option<String>,
}

/// The page.
pub fn new_operation_page(frame: Frame, form: NewOperationForm) -> impl IntoView + use<> {
    let error = |field: &str| form.errors.message(field).map(str::to_owned);
    let known = [
        "people",
        "policy",
        "from",
        "reason",
        "owner",
        "expires",
        "expires_time",
    ];
    let exception = exception_fields(&form.exception, false);
    let other = form
        .errors
        .0
        .iter()
        .find(|error| !known.contains(&error.field.as_str()));
    let problem = form.problem.or(other.map(|error| error.message.clone()));
    let problem =
        problem.map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let targets = targets(&form.policies, form.matching.is_none());
    let mut sources = vec![SelectOption::new("", "Whatever they have")];
    sources.extend(
        form.policies
            .iter()
            .map(|(id, name)| SelectOption::new(id.clone(), format!("Only who has {name} directly"))),
    );
    let (policy_error, from_error) = (error("policy"), error("from"));
    let reason_error = error("reason");
    let who = who(form.matching, form.list, error("people"));
    let crumbs = vec![Crumb::new(paths::operations(), "Operations")];
    view! {
        <Shell frame>
            <PageHead
                title="Change many people" crumbs
                lead="The next page shows whom it reaches and what it does. Nothing is changed before you start it there."
            />
            <form class="fc-stack" method="post" action=paths::operations() enctype="multipart/form-data">
                {problem}
                <input type="hidden" name="key" value=form.key />
                <Card id="who" title="Who" divided=true>
                    <CardBody gap=Gap::Four>{who}</CardBody>
                </Card>
                <Card id="what" title="What happens" divided=true>
                    <CardBody gap=Gap::Four>
                        <SelectField id="target" name="target" label="Direct assignment" options=targets value=form.policy error=policy_error />
                        <SelectField id="from" name="from" label="For whom of them" options=sources value=form.from error=from_error />
                        <TextField
                            id="reason" label="Reason" optional=true hint="Kept in Activity." value=form.reason
                            autocomplete="off" max_length=500_u32 error=reason_error
                        />
                        {exception}
                        <p class="fc-muted">"People who have the policy already keep it as they have it, without an end."</p>
                    </CardBody>
                </Card>
                <div class="fc-cluster">
                    <LinkButton href=paths::users()>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary>"Preview"</Button>
                </div>
            </form>
        </Shell>
    }
}

/// What can be assigned to them.
fn targets(policies: &[(String, String)], is_list: bool) -> Vec<SelectOption> {
    let mut targets: Vec<_> = policies
        .iter()
        .map(|(id, name)| SelectOption::new(id.clone(), name.clone()))
        .collect();
    targets.push(SelectOption::new(
        "none",
        "No direct assignment: groups or Global decide",
    ));
    if is_list {
        targets.push(SelectOption::new(
            "list",
            "The policy that the list names for each",
        ));
    }
    targets
}

/// Everybody whom a filter lets through, in hidden fields, or the fields of a list.
fn who(matching: Option<(u64, Vec<(String, String)>)>, list: String, error: Option<String>) -> AnyView {
    match matching {
        Some((count, fields)) => {
            let hidden: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect();
            let bar = error
                .map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
            view! {
                {bar}
                <input type="hidden" name="all" value="true" />
                {hidden}
                <p>"All " <strong>{people(count)}</strong> " whom the filter of the list shows now."</p>
            }
            .into_any()
        }
        None => view! {
            <TextArea
                id="list" label="People" rows=8 value=list error=error prose=false optional=true
                hint="Sign-in names, addresses or object ids, one on each line or with commas between them."
            />
            <TextField
                id="file" name="file" label="Or a file" kind=InputKind::File optional=true
                hint="Text or CSV with a column UserPrincipalName, Mail, SipAddress or Identity. At most 64 MB and 1,000,000 people. A column ExternalAccessPolicy gives each person a policy of their own when you choose that below; blank or Global takes their direct assignment away."
            />
        }
        .into_any(),
    }
}
