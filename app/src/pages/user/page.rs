//! The page.

use super::access_words;
use super::assignment::{AssignmentForm, assignment};
use super::conversation::{ConversationForm, conversation};
use super::details::details;
use super::evidence::evidence;
use super::exception::exception;
use super::groups::groups;
use super::history::history;
use super::policy_name;
use super::remedies::remedies;
use super::verdicts::verdicts;
use crate::islands::Modal;
use crate::pages::exceptions::{ExceptionFields, hidden_exception_fields};
use crate::pages::impact::{Review, acknowledge, impact_review};
use crate::pages::live::live_notice;
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, CardBody, Columns, ColumnsKind, Crumb, Dialog, Gap, MessageBar, MessageKind, Name, PageHead,
    PersonHead, Slot, Stack, Tab, Tabs, visible,
};
use forecourt_model::access::{Access, Impact, Situation, Switches};
use forecourt_model::{AdministratorId, PolicyId};
use forecourt_service::impact::AffectedPerson;
use forecourt_service::people::PersonView;
use leptos::prelude::*;

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserTab {
    /// What they may do and why.
    #[default]
    Access,
    /// What the directory knows.
    Details,
}

/// What the page shows.
pub struct UserPage<'p> {
    /// The person with everything that decides for them.
    pub view: &'p PersonView,
    /// Which part.
    pub tab: UserTab,
    /// The form that assigns.
    pub assignment: AssignmentForm,
    /// Another end for the exception, as it was typed.
    pub end: ExceptionFields,
    /// The form that tests a conversation.
    pub conversation: ConversationForm,
    /// Whether the one who looks may open changes.
    pub may_open_changes: bool,
    /// Who looks.
    pub own: AdministratorId,
    /// What was not done, and why.
    pub problem: Option<String>,
    /// Whether to ask if what it does is meant.
    pub confirm: Option<AssignReview>,
}

/// A direct assignment that waits for its confirmation.
#[derive(Clone, Debug)]
pub struct AssignReview {
    /// The policy that was picked; `None` takes the direct assignment away.
    pub policy: Option<PolicyId>,
    /// What it does.
    pub impact: Impact,
    /// The person, when their answers change.
    pub affected: Vec<AffectedPerson>,
    /// Whether it has to be acknowledged.
    pub acknowledge: bool,
    /// What was not accepted.
    pub error: Option<String>,
    /// The same change as it is typed elsewhere.
    pub shown_as: ShownAs,
}

fn confirmation(data: &UserPage<'_>, review: &AssignReview) -> impl IntoView + use<> {
    let (view, picked) = (data.view, review.policy);
    // Without a direct assignment a group may decide: what is listed for the person knows.
    let listed = review.affected.first().map(|affected| affected.after.clone());
    let effective = picked.unwrap_or(PolicyId::GLOBAL);
    let off = Switches {
        access: false,
        inbound: false,
    };
    let switches = view
        .snapshot
        .policy(effective)
        .map_or(off, |policy| policy.settings.switches());
    let after = Access::of(Situation {
        policy: switches,
        ..view.situation
    });
    let who = visible(view.person.shown_name()).into_owned();
    let title = if !review.impact.takes_something() {
        format!("Assign the policy to {who}?")
    } else if review.impact.chat.lose > 0 {
        format!("Turn off chat with personal accounts for {who}?")
    } else {
        format!("Stop personal accounts from finding and contacting {who}?")
    };
    let policy = picked.map_or_else(|| "none".to_owned(), |policy| policy.to_string());
    let mut fields = vec![
        ("revision".to_owned(), view.person.revision.to_string()),
        ("policy".to_owned(), policy),
        ("reason".to_owned(), data.assignment.reason.clone()),
        ("do".to_owned(), "assign".to_owned()),
    ];
    fields.extend(hidden_exception_fields(&data.assignment.exception));
    let after = listed.as_ref().map_or(after, |listed| listed.access);
    let name = listed.map_or_else(|| policy_name(&view.snapshot, effective), |listed| listed.policy);
    let confirm = if picked.is_some() {
        "Assign policy"
    } else {
        "Remove direct assignment"
    };
    let here = paths::user(view.person.id);
    let words = format!(" {}.", access_words(after));
    let danger = review.impact.takes_something();
    let acknowledge = review
        .acknowledge
        .then(|| acknowledge(&review.impact, review.error.clone()));
    let csv = paths::user_impact_csv(view.person.id);
    let numbers = impact_review(Review {
        impact: &review.impact,
        people: &review.affected,
        csv: &csv,
    });
    let shown_as = show_as(&review.shown_as).into_any();
    view! {
        <Modal>
            <Dialog
                id="confirm" title action=here.clone() fields cancel=here confirm danger wide=true
                confirm_field=("confirmed".to_owned(), "true".to_owned())
            >
                <p>"With " <strong><Name text=name /></strong> " " <Name text=who /> {words}</p>
                <p>"Takes effect immediately, for 1 person. It can be undone in Activity."</p>
                {numbers}
                {shown_as}
                {acknowledge}
            </Dialog>
        </Modal>
    }
}

fn tabs(data: &UserPage<'_>) -> impl IntoView + use<> {
    let id = data.view.person.id;
    let tab = |href: String, label: &str, which: UserTab| Tab {
        href,
        label: label.to_owned(),
        count: None,
        current: data.tab == which,
    };
    let tabs = vec![
        tab(paths::user(id), "Effective access", UserTab::Access),
        tab(paths::user_details(id), "Details", UserTab::Details),
    ];
    view! { <Tabs label=visible(data.view.person.shown_name()).into_owned() tabs /> }
}

fn access(data: &UserPage<'_>) -> impl IntoView + use<> {
    let view = data.view;
    let desc = format!("Now, at revision {}.", view.revision);
    let (verdicts, evidence, remedies) = (verdicts(view), evidence(view), remedies(view));
    let history = history(view, data.may_open_changes);
    let groups = groups(view);
    let (assignment, conversation) = (
        assignment(view, &data.assignment),
        conversation(view, &data.conversation),
    );
    let exception = exception(view, &data.end, data.assignment.read_only.is_some());
    view! {
        <Columns kind=ColumnsKind::WideAside>
            <Stack>
                <Card id="access" title="Effective access" desc>
                    <CardBody>{verdicts}</CardBody>
                    {evidence}
                </Card>
                {remedies}
                {history}
            </Stack>
            <Stack gap=Gap::Four>
                {exception}
                {assignment}
                {groups}
                {conversation}
            </Stack>
        </Columns>
    }
}

/// One person.
pub fn user_page(frame: Frame, data: UserPage<'_>) -> impl IntoView + use<> {
    let person = &data.view.person;
    let name = person.shown_name().to_owned();
    let account = if person.account_enabled {
        "Enabled"
    } else {
        "Disabled"
    };
    let department = person
        .department
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let detail = department.map_or_else(
        || account.to_owned(),
        |text| format!("{} · {account}", visible(text)),
    );
    let subject = view! { <PersonHead name=name.clone() id=person.user_principal_name.clone() detail /> };
    let crumbs = vec![Crumb::new(paths::users(), "Users")];
    let title = visible(&name).into_owned();
    let dialog = Slot::maybe(data.confirm.as_ref().map(|review| confirmation(&data, review)));
    let problem = data
        .problem
        .clone()
        .map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let own = format!("person:{}", person.id);
    let kinds = [
        "settings",
        "policy",
        "directory",
        "group",
        "rollout",
        own.as_str(),
    ];
    let live = live_notice(data.own, data.view.revision, &kinds, paths::user(person.id));
    let content = match data.tab {
        UserTab::Access => access(&data).into_any(),
        UserTab::Details => details(data.view, data.assignment.read_only.clone()).into_any(),
    };
    let tabs = tabs(&data);
    view! {
        <Shell frame dialog>
            <PageHead title crumbs subject />
            {live}
            {tabs}
            {problem}
            {content}
        </Shell>
    }
}
