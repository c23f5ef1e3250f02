//! The numbers of an operation.

use super::count;
use crate::ui::{Card, CardBody, Gap, Progress, Stat, Stats, number};
use forecourt_service::operation::{Counts, Operation, State};
use leptos::prelude::*;

fn stats(entries: Vec<(u64, &'static str)>) -> impl IntoView + use<> {
    let stats: Vec<_> = entries
        .into_iter()
        .map(|(value, label)| view! { <Stat value=number(value) label /> })
        .collect();
    view! { <Stats>{stats}</Stats> }
}

/// Lines that name nobody to work on, by why; those that do not occur are left out.
fn left_out(counts: &Counts) -> Vec<(u64, &'static str)> {
    [
        (counts.not_found, "Not found"),
        (counts.duplicate, "Duplicate"),
        (counts.ambiguous, "Ambiguous"),
        (counts.unreadable, "Unreadable"),
        (counts.policy_unknown, "Unknown policy"),
    ]
    .into_iter()
    .filter(|(lines, _)| *lines > 0)
    .collect()
}

/// What a draft has found.
pub(super) fn draft_counts(operation: &Operation, counts: &Counts) -> impl IntoView + use<> {
    let mut entries = vec![
        (counts.matched(), "Matched"),
        (counts.change, "Would change"),
        (counts.already, "Have it already"),
    ];
    if operation.from_policy.is_some() {
        entries.push((counts.not_from, "Do not have the policy"));
    } else if counts.not_from > 0 {
        entries.push((counts.not_from, "Given something else since"));
    }
    if counts.gone > 0 {
        entries.push((counts.gone, "Deleted since"));
    }
    entries.extend(left_out(counts));
    view! {
        <Card id="found" title="Who was found" divided=true>
            <CardBody>{stats(entries)}</CardBody>
        </Card>
    }
}

/// How far an operation is, and how it went so far.
pub(super) fn result_counts(operation: &Operation, counts: &Counts) -> impl IntoView + use<> {
    let done = counts.succeeded + counts.unchanged + counts.failed;
    let total = count(operation.people);
    let note = if operation.state.is_over() {
        ""
    } else {
        "You can leave this page; the operation goes on. It shows the newest numbers by itself."
    };
    let mut entries = vec![
        (counts.not_started, "Not started"),
        (counts.in_progress, "In progress"),
        (counts.succeeded, "Changed"),
        (counts.unchanged, "Unchanged"),
        (counts.failed, "Failed"),
    ];
    if operation.state == State::Done && operation.problem.is_none() {
        entries.retain(|(_, label)| *label != "Not started" && *label != "In progress");
    }
    entries.extend(left_out(counts));
    view! {
        <Card id="progress" title="Progress" divided=true>
            <CardBody gap=Gap::Four>
                <Progress label="People" done total note />
                {stats(entries)}
            </CardBody>
        </Card>
    }
}
