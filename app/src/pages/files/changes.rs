//! What a file would change, as lists.

use crate::ui::{Card, CardBody, Column, Diff, Gap, Item, ItemList, Row, Stack, Table, count, number};
use forecourt_model::policy::PolicyName;
use forecourt_model::rollout::Answer;
use forecourt_service::change::FieldChange;
use forecourt_service::exception::end_words;
use forecourt_service::files::{ExceptionSide, FilePlan, RankedName};
use leptos::prelude::*;

/// How many people are listed; the rest is counted.
const SHOWN: usize = 50;

fn diffs(fields: &[FieldChange]) -> Vec<impl IntoView + use<>> {
    fields
        .iter()
        .map(|field| {
            let (name, before, after) = (field.name.clone(), field.before.clone(), field.after.clone());
            view! { <Diff name before=before after=after /> }
        })
        .collect()
}

/// The settings that differ.
pub(super) fn settings(plan: &FilePlan) -> Option<AnyView> {
    plan.settings.as_ref()?;
    let lines = diffs(&plan.setting_fields);
    Some(
        view! {
            <Card id="settings" title="Organization settings" divided=true>
                <CardBody gap=Gap::Two>{lines}</CardBody>
            </Card>
        }
        .into_any(),
    )
}

/// The policies that come, change and go.
pub(super) fn policies(plan: &FilePlan) -> Option<AnyView> {
    let changed = plan.policies.iter().map(|change| {
        let fields = diffs(&change.fields);
        let what = if change.before.is_some() {
            "Changed"
        } else {
            "Added"
        };
        let name = change.after.display_name();
        Row::new()
            .cell(view! { <bdi>{name}</bdi> })
            .cell(what)
            .cell(view! { <Stack gap=Gap::One>{fields}</Stack> })
    });
    let removed = plan.removed.iter().map(|policy| {
        let name = policy.display_name();
        Row::new()
            .cell(view! { <bdi>{name}</bdi> })
            .cell("Deleted")
            .cell("Not in the file.")
    });
    let rows: Vec<_> = changed.chain(removed).collect();
    if rows.is_empty() {
        return None;
    }
    let columns = vec![
        Column::name("Policy"),
        Column::text("What happens"),
        Column::long("Before and after"),
    ];
    let table = view! { <Table caption="Policies that differ from the file" columns rows top=true /> };
    Some(view! { <Card id="policies" title="Policies" divided=true>{table}</Card> }.into_any())
}

/// The order of the groups with a policy, before and after.
pub(super) fn groups(plan: &FilePlan) -> Option<AnyView> {
    let (before, after) = plan.ranking.as_ref()?;
    let place = |rows: &[RankedName], row: &RankedName| {
        rows.iter()
            .position(|other| other.group == row.group)
            .map(|place| place + 1)
    };
    let words = |rows: &[RankedName], row: &RankedName| {
        place(rows, row).and_then(|rank| {
            let found = rows.get(rank - 1)?;
            Some(format!("{}, rank {rank}", found.policy))
        })
    };
    let gone = before.iter().filter(|row| place(after, row).is_none());
    let rows: Vec<_> = after
        .iter()
        .chain(gone)
        .map(|row| {
            let name = row.group_name.clone();
            let side = |rows: &[RankedName]| words(rows, row).unwrap_or_else(|| "No policy".to_owned());
            Row::new()
                .cell(view! { <bdi>{name}</bdi> })
                .cell(side(before))
                .cell(side(after))
        })
        .collect();
    let columns = vec![
        Column::name("Group"),
        Column::text("Before"),
        Column::text("After"),
    ];
    let table = view! { <Table caption="Policies of groups, before and after" columns rows /> };
    Some(view! { <Card id="groups" title="Groups" divided=true>{table}</Card> }.into_any())
}

fn side(policy: Option<&PolicyName>, exception: Option<&ExceptionSide>) -> String {
    let name = policy.map_or_else(|| "None".to_owned(), ToString::to_string);
    match exception {
        None => name,
        Some(exception) => {
            let end = exception
                .expires
                .map_or_else(|| "no end".to_owned(), |end| format!("ends {}", end_words(end)));
            format!("{name} (exception of {}, {end})", exception.owner)
        }
    }
}

/// The people whose direct assignment changes.
pub(super) fn assignments(plan: &FilePlan) -> Option<AnyView> {
    if plan.assignments.is_empty() {
        return None;
    }
    let rows: Vec<_> = plan
        .assignments
        .iter()
        .take(SHOWN)
        .map(|change| {
            let name = change.person.user_principal_name.clone();
            let before = side(change.before.as_ref(), change.exception_before.as_ref());
            let after = side(change.after.as_ref(), change.exception_after.as_ref());
            Row::new()
                .cell(view! { <bdi>{name}</bdi> })
                .cell(view! { <bdi>{before}</bdi> })
                .cell(view! { <bdi>{after}</bdi> })
        })
        .collect();
    let columns = vec![
        Column::name("Person"),
        Column::text("Before"),
        Column::text("After"),
    ];
    let desc = format!(
        "{} change.",
        count(
            plan.assignments.len() as u64,
            "direct assignment",
            "direct assignments"
        )
    );
    let rest = plan.assignments.len().saturating_sub(SHOWN);
    let foot = crate::ui::Slot::maybe((rest > 0).then(|| format!("and {} more", number(rest as u64))));
    let table = view! { <Table caption="Direct assignments, before and after" columns rows /> };
    Some(view! { <Card id="assignments" title="People" desc foot divided=true>{table}</Card> }.into_any())
}

/// Other answers to rollouts.
pub(super) fn answers(plan: &FilePlan) -> Option<AnyView> {
    if plan.rollouts.is_empty() {
        return None;
    }
    let words = |answer: Option<Answer>| answer.map(|answer| answer.label().to_owned());
    let lines: Vec<_> = plan
        .rollouts
        .iter()
        .map(|change| {
            let (name, before, after) = (change.message.clone(), words(change.before), words(change.after));
            view! { <Diff name before=before after=after /> }
        })
        .collect();
    Some(
        view! {
            <Card id="answers" title="Answers to rollouts" divided=true>
                <CardBody gap=Gap::Two>{lines}</CardBody>
            </Card>
        }
        .into_any(),
    )
}

/// Everything else worth saying.
pub(super) fn notes(plan: &FilePlan) -> Option<AnyView> {
    if plan.notes.is_empty() {
        return None;
    }
    let items: Vec<_> = plan
        .notes
        .iter()
        .take(SHOWN)
        .cloned()
        .map(|name| view! { <Item name /> })
        .collect();
    Some(
        view! {
            <Card id="notes" title="Worth knowing" divided=true>
                <CardBody><ItemList label="Worth knowing">{items}</ItemList></CardBody>
            </Card>
        }
        .into_any(),
    )
}
