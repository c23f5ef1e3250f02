//! One operation: its preview, its progress, its result.

use super::counts::{draft_counts, result_counts};
use super::lines::lines_card;
use super::state_badge;
use crate::pages::impact::{impact_panel, impact_words};
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Acknowledge, Button, ButtonKind, Card, CardBody, Crumb, DefList, Gap, LinkButton, MessageBar,
    MessageKind, Moment, PageHead, QuietLink, Slot, people,
};
use forecourt_service::exception::end_words;
use forecourt_service::operation::{FateFilter, LinePage, Operation, OperationView, State, title};
use leptos::prelude::*;

/// What the page shows.
pub struct OperationPageData<'p> {
    /// The operation with its numbers.
    pub view: &'p OperationView,
    /// Some of its lines.
    pub lines: &'p LinePage,
    /// Which lines.
    pub filter: FateFilter,
    /// Why the one who looks cannot do anything with it; `None` when they can.
    pub read_only: Option<String>,
    /// What was not accepted: the acknowledgement.
    pub acknowledge_error: Option<String>,
    /// What was refused.
    pub problem: Option<String>,
    /// The same as it is typed elsewhere.
    pub shown_as: ShownAs,
}

/// The page.
pub fn operation_page(frame: Frame, data: &OperationPageData<'_>) -> impl IntoView + use<> {
    let operation = &data.view.operation;
    let bar = |kind, text| view! { <MessageBar kind alert=true>{text}</MessageBar> };
    let refused = data.problem.clone().map(|text| bar(MessageKind::Danger, text));
    let ended = operation
        .problem
        .clone()
        .map(|text| bar(MessageKind::Danger, text));
    let body = if operation.state == State::Draft {
        let counts = draft_counts(operation, &data.view.counts);
        let start = start_card(data);
        view! { {counts} {start} }.into_any()
    } else {
        let counts = result_counts(operation, &data.view.counts);
        let actions = actions(data);
        view! { {counts} {actions} }.into_any()
    };
    let lines = lines_card(data.lines, data.filter);
    let crumbs = vec![Crumb::new(paths::operations(), "Operations")];
    let facts = facts(data);
    let heading = title(operation);
    view! {
        <Shell frame>
            <PageHead title=heading crumbs />
            <div class="fc-stack">
                {refused}
                {ended}
                {body}
                {lines}
                {facts}
            </div>
        </Shell>
    }
}

/// What starting does to people, and the two ways on.
fn start_card(data: &OperationPageData<'_>) -> impl IntoView + use<> {
    let operation = &data.view.operation;
    let here = paths::operation(operation.id);
    let changing = data.view.counts.change;
    let impact = data.view.impact.clone().unwrap_or_default();
    let words = format!("{}.", impact_words(&impact));
    let panel = impact_panel(&impact);
    let nobody = (changing == 0).then(|| {
        if operation.is_being_read() {
            "The people are still being read, or reading them was broken off. Load this page again in a moment.".to_owned()
        } else {
            "Nobody's assignment would change.".to_owned()
        }
    });
    let reason = data.read_only.clone().or(nobody);
    let acknowledge = data.view.acknowledge.then(|| {
        let error = data.acknowledge_error.clone();
        view! { <Acknowledge error>"I know how many people this changes"</Acknowledge> }
    });
    let kind = if impact.takes_something() {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let policies = policies(data.view);
    let ends = ends_words(operation).map(|text| view! { <p>{text}</p> });
    let read_only = data.read_only.clone();
    let shown_as = show_as(&data.shown_as).into_any();
    let button = format!("Start for {}", people(changing));
    view! {
        <Card id="impact" title="What it does" divided=true>
            <CardBody gap=Gap::Four>
                <p><strong>{words}</strong></p>
                {policies}
                {panel}
                {ends}
                {shown_as}
                <form class="fc-stack" method="post" action=here>
                    {acknowledge}
                    <div class="fc-cluster">
                        <Button kind name="do" value="start" reason>{button}</Button>
                        <Button name="do" value="discard" reason=read_only>"Discard"</Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}

/// How many people get which policy, when a list says so.
fn policies(view: &OperationView) -> Option<impl IntoView + use<>> {
    let with_people = view.policies.iter().filter(|stretch| stretch.people > 0);
    let pairs: Vec<(String, Slot)> = with_people
        .map(|stretch| {
            let name = match stretch.policy {
                Some(_) => stretch.policy_name.clone(),
                None => "No direct assignment".to_owned(),
            };
            (name, people(super::count(stretch.people)).into())
        })
        .collect();
    view.operation.is_by_line().then(|| view! { <DefList pairs /> })
}

/// What makes the assignments of a draft exceptions.
fn ends_words(operation: &Operation) -> Option<String> {
    let owner = operation.owner.as_ref()?;
    let ends = operation.expires_at.map_or_else(
        || "The assignments do not end by themselves.".to_owned(),
        |end| {
            format!(
                "The assignments end by themselves: {}. What was assigned before counts again then.",
                end_words(end)
            )
        },
    );
    Some(format!(
        "{ends} {owner} answers for them. Whoever has the policy already keeps what they have."
    ))
}

fn actions(data: &OperationPageData<'_>) -> impl IntoView + use<> {
    let operation = &data.view.operation;
    let here = paths::operation(operation.id);
    let read_only = data.read_only.clone();
    let buttons = if !operation.state.is_over() {
        view! {
            <Button name="do" value="cancel" reason=read_only>"Cancel the rest"</Button>
            <LinkButton href=here.clone()>"Refresh"</LinkButton>
        }
        .into_any()
    } else if operation.failed > 0 {
        let words = format!("Try the {} again", people(super::count(operation.failed)));
        view! { <Button name="do" value="retry" reason=read_only>{words}</Button> }.into_any()
    } else {
        return None;
    };
    let shown_as = show_as(&data.shown_as);
    Some(view! {
        <form class="fc-cluster" method="post" action=here>{buttons}</form>
        {shown_as}
    })
}

fn facts(data: &OperationPageData<'_>) -> impl IntoView + use<> {
    let operation = &data.view.operation;
    let mut pairs: Vec<(String, Slot)> = vec![
        ("State".to_owned(), state_badge(operation).into()),
        ("People from".to_owned(), operation.source_words.clone().into()),
        ("By".to_owned(), operation.actor_name.clone().into()),
    ];
    let mut moment = |label: &str, at: Option<time::OffsetDateTime>| {
        if let Some(at) = at {
            pairs.push((label.to_owned(), view! { <Moment at /> }.into()));
        }
    };
    moment("Prepared", Some(operation.created_at));
    moment("Started", operation.started_at);
    moment("Ended", operation.finished_at);
    if let Some(end) = operation.expires_at {
        pairs.push(("Assignments end".to_owned(), end_words(end).into()));
    }
    if let Some(owner) = &operation.owner {
        pairs.push(("Owner".to_owned(), owner.clone().into()));
    }
    if let Some(reason) = &operation.reason {
        pairs.push(("Reason".to_owned(), reason.clone().into()));
    }
    if let Some(revision) = operation.revision {
        let link =
            view! { <QuietLink href=paths::change(revision)>{format!("Change {revision}")}</QuietLink> };
        pairs.push(("In Activity".to_owned(), link.into()));
    }
    if let Some(before) = operation.retry_of {
        let link = view! { <QuietLink href=paths::operation(before)>"The operation before"</QuietLink> };
        pairs.push(("Tries again".to_owned(), link.into()));
    }
    view! {
        <Card id="facts" title="About this operation" divided=true>
            <CardBody><DefList pairs /></CardBody>
        </Card>
    }
}
