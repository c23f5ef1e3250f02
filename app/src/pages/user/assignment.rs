//! Assigning a policy to the person.

use super::{access_words, policy_name};
use crate::pages::exceptions::{ExceptionFields, exception_fields};
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::{
    Button, ButtonKind, Card, HiddenFields, MessageBar, MessageKind, Moment, Name, Note, SelectField,
    SelectOption, TextField, visible,
};
use forecourt_model::access::Access;
use forecourt_model::policy::PolicyKind;
use forecourt_model::{PolicyId, Revision};
use forecourt_service::people::PersonView;
use leptos::prelude::*;
use time::OffsetDateTime;

/// Somebody else changed the person in between.
#[derive(Clone, Debug)]
pub struct ConflictNote {
    /// Who.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
}

/// The form as it was sent, or as it is offered.
#[derive(Clone, Debug, Default)]
pub struct AssignmentForm {
    /// What is picked when it is not what is stored: a policy, or none. `None`: nothing was picked yet.
    pub picked: Option<Option<PolicyId>>,
    /// Why, as it was typed.
    pub reason: String,
    /// What makes it an exception, as it was typed.
    pub exception: ExceptionFields,
    /// The sentence about the policy that was not accepted.
    pub error: Option<String>,
    /// Why nothing was changed: the stored assignment is another one by now.
    pub conflict: Option<ConflictNote>,
    /// Why the one who looks cannot assign; `None` when they can.
    pub read_only: Option<String>,
    /// What is stored, as it is typed elsewhere.
    pub shown_as: ShownAs,
}

fn after(view: &PersonView, policy: Option<PolicyId>) -> Access {
    let policy = view.snapshot.policy(policy.unwrap_or(PolicyId::GLOBAL));
    let switches = policy.map(|policy| policy.settings.switches());
    let situation = forecourt_model::access::Situation {
        policy: switches.unwrap_or(forecourt_model::access::Switches {
            access: false,
            inbound: false,
        }),
        ..view.situation
    };
    Access::of(situation)
}

fn short(access: Access) -> &'static str {
    match (access.chat, access.inbound) {
        (true, true) => "both ways",
        (true, false) => "can start only",
        (false, _) => "neither",
    }
}

fn options(view: &PersonView) -> Vec<SelectOption> {
    let none = format!("None: Global counts ({})", short(after(view, None)));
    let mut options = vec![SelectOption::new("none", none)];
    let assignable = view
        .snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::Global);
    options.extend(assignable.map(|policy| {
        let name = policy.display_name();
        let label = format!("{} ({})", visible(&name), short(after(view, Some(policy.id))));
        SelectOption::new(policy.id.to_string(), label)
    }));
    options
}

/// What stands now beside what was picked.
fn conflict_bar(view: &PersonView, note: &ConflictNote, picked: Option<PolicyId>) -> impl IntoView + use<> {
    let name = |policy: Option<PolicyId>| {
        policy.map_or_else(|| "None".to_owned(), |policy| policy_name(&view.snapshot, policy))
    };
    let (stored, yours) = (name(view.person.direct_policy), name(picked));
    let (who, at) = (note.changed_by.clone(), note.changed_at);
    view! {
        <MessageBar kind=MessageKind::Warning alert=true>
            <strong>"Not saved. "</strong> <Name text=who /> " changed this person in between, " <Moment at /> ". "
            "Stored now: " <strong><Name text=stored /></strong> ". You picked: "
            <strong><Name text=yours /></strong> ". Assign again to replace what is stored."
        </MessageBar>
    }
}

pub(super) fn assignment(view: &PersonView, form: &AssignmentForm) -> impl IntoView + use<> {
    let stored = view.person.direct_policy;
    let picked = form.picked.unwrap_or(stored);
    let value = picked.map_or_else(|| "none".to_owned(), |policy| policy.to_string());
    let conflict = form
        .conflict
        .as_ref()
        .map(|note| conflict_bar(view, note, picked));
    let revision: Revision = view.person.revision;
    let fields = vec![("revision".to_owned(), revision.to_string())];
    let disabled = form.read_only.is_some();
    let note = if picked == stored {
        format!("Now: {}.", access_words(view.access))
    } else {
        format!("After saving: {}.", access_words(after(view, picked)))
    };
    let read_only = form
        .read_only
        .clone()
        .map(|reason| view! { <Note icon=crate::ui::Icon::Lock>{reason}</Note> });
    let error = form.error.clone();
    let reason = form.reason.clone();
    let exception = exception_fields(&form.exception, disabled);
    let shown_as = show_as(&form.shown_as);
    let (action, options) = (paths::user(view.person.id), options(view));
    let remove = (stored.is_some() && !disabled).then(|| {
        view! { <Button block=true name="do" value="remove">"Remove direct assignment"</Button> }
    });
    view! {
        <Card
            id="assign" title="Assign a policy directly"
            desc="It decides alone: no other policy is mixed in. Takes effect immediately."
        >
            <form class="fc-card__body fc-stack fc-stack--4" method="post" action=action>
                {conflict}
                <HiddenFields fields />
                <SelectField id="policy" label="Policy" options value error disabled />
                <TextField
                    id="reason" label="Reason" optional=true hint="Kept in Activity." value=reason disabled
                    autocomplete="off"
                />
                {exception}
                <Note>{note}</Note>
                {read_only}
                <Button kind=ButtonKind::Primary block=true name="do" value="assign" disabled>"Assign policy"</Button>
                {remove}
                {shown_as}
            </form>
        </Card>
    }
}
