//! What an import would change, as lists.

use crate::ui::{Card, CardBody, Column, Diff, Gap, Item, ItemList, Row, Stack, Table, count, number};
use forecourt_service::import::{Comparison, GroupFate, PersonFate};
use leptos::prelude::*;

/// How many people and problems are listed; the rest is counted.
const SHOWN: usize = 50;

/// The settings that differ.
pub(super) fn settings(comparison: &Comparison) -> Option<AnyView> {
    comparison.settings.as_ref()?;
    let lines: Vec<_> = comparison
        .setting_fields
        .iter()
        .map(|field| {
            let (name, before, after) = (field.name.clone(), field.before.clone(), field.after.clone());
            view! { <Diff name before=before after=after /> }
        })
        .collect();
    let same = lines
        .is_empty()
        .then_some("The settings are as the file says already.");
    Some(
        view! {
            <Card id="settings" title="Organization settings" divided=true>
                <CardBody gap=Gap::Two>{lines}{same}</CardBody>
            </Card>
        }
        .into_any(),
    )
}

/// The policies that are added or changed.
pub(super) fn policies(comparison: &Comparison) -> Option<AnyView> {
    if comparison.policies.is_empty() && comparison.policies_same == 0 {
        return None;
    }
    let rows: Vec<_> = comparison
        .policies
        .iter()
        .map(|change| {
            let name = change.after.display_name();
            let what = if change.before.is_some() {
                "Changed"
            } else {
                "Added"
            };
            let fields: Vec<_> = change
                .fields
                .iter()
                .map(|field| {
                    let (name, before, after) =
                        (field.name.clone(), field.before.clone(), field.after.clone());
                    view! { <Diff name before=before after=after /> }
                })
                .collect();
            let fields = view! { <Stack gap=Gap::One>{fields}</Stack> };
            Row::new()
                .cell(view! { <bdi>{name}</bdi> })
                .cell(what)
                .cell(fields)
        })
        .collect();
    let columns = vec![
        Column::name("Policy"),
        Column::text("What happens"),
        Column::long("Before and after"),
    ];
    let desc = format!(
        "{} stay as they are.",
        count(comparison.policies_same as u64, "policy", "policies")
    );
    let list = if rows.is_empty() {
        ().into_any()
    } else {
        view! { <Table caption="Policies of the file" columns rows top=true /> }.into_any()
    };
    Some(view! { <Card id="policies" title="Policies" desc divided=true>{list}</Card> }.into_any())
}

/// The people who are added or changed, and how many there are.
pub(super) fn people(comparison: &Comparison) -> Option<AnyView> {
    if comparison.people.is_empty() && comparison.problems.is_empty() {
        return None;
    }
    let touched: Vec<_> = comparison
        .people
        .iter()
        .filter(|change| change.changes_anything())
        .collect();
    let rows: Vec<_> = touched
        .iter()
        .take(SHOWN)
        .map(|change| {
            let what = match change.fate {
                PersonFate::Added => "Added",
                PersonFate::Changed => "Changed",
                PersonFate::Same if change.reassigned => "Policy only",
                PersonFate::Same => "Phone numbers only",
            };
            let name = change.read.display_name.clone();
            let address = change.read.user_principal_name.clone();
            let policy = change
                .direct
                .as_ref()
                .map_or_else(|| "None".to_owned(), |direct| direct.name.clone());
            let policy = if change.reassigned {
                policy
            } else {
                format!("{policy} (as it is)")
            };
            Row::new()
                .cell(view! { <bdi>{name}</bdi> })
                .cell(view! { <bdi>{address}</bdi> })
                .cell(what)
                .cell(view! { <bdi>{policy}</bdi> })
        })
        .collect();
    let columns = vec![
        Column::name("Name"),
        Column::text("Sign-in name"),
        Column::text("What happens"),
        Column::text("Direct assignment"),
    ];
    let desc = format!(
        "{} added, {} changed, {} as they are, {} changed, {} with other phone numbers, {} left out.",
        number(comparison.people_with(PersonFate::Added) as u64),
        number(comparison.people_with(PersonFate::Changed) as u64),
        number(comparison.people_with(PersonFate::Same) as u64),
        count(
            comparison.reassigned() as u64,
            "direct assignment",
            "direct assignments"
        ),
        number(comparison.renumbered() as u64),
        count(comparison.rows_left_out() as u64, "row", "rows"),
    );
    let rest = touched.len().saturating_sub(SHOWN);
    let foot = (rest > 0).then(|| format!("and {} more", number(rest as u64)));
    let foot = crate::ui::Slot::maybe(foot);
    let list = if rows.is_empty() {
        ().into_any()
    } else {
        view! { <Table caption="People of the file who are added or changed" columns rows /> }.into_any()
    };
    Some(view! { <Card id="people" title="People" desc foot divided=true>{list}</Card> }.into_any())
}

/// Groups that come or change, who joins and leaves, and the order of those with a policy.
pub(super) fn groups(comparison: &Comparison) -> Option<AnyView> {
    let nothing =
        comparison.groups.is_empty() && comparison.memberships.is_empty() && comparison.ranking.is_none();
    if nothing {
        return None;
    }
    let rows: Vec<_> = comparison
        .groups
        .iter()
        .filter(|group| group.added || group.changed)
        .take(SHOWN)
        .map(|group| {
            let (name, kind) = (group.display_name.clone(), group.kind.clone());
            Row::new()
                .cell(view! { <bdi>{name}</bdi> })
                .cell(kind)
                .cell(if group.added { "Added" } else { "Changed" })
        })
        .collect();
    let columns = vec![
        Column::name("Group"),
        Column::text("Kind"),
        Column::text("What happens"),
    ];
    let list = if rows.is_empty() {
        ().into_any()
    } else {
        view! { <Table caption="Groups of the file that are added or changed" columns rows /> }.into_any()
    };
    let counted = |wanted: fn(&GroupFate) -> bool| {
        number(comparison.groups.iter().filter(|group| wanted(group)).count() as u64)
    };
    let desc = format!(
        "{} added, {} changed. {} memberships begin, {} end.",
        counted(|group| group.added),
        counted(|group| group.changed),
        number(comparison.joining() as u64),
        number(comparison.leaving() as u64),
    );
    let ranking = comparison.ranking.as_ref().map(|ranking| {
        let words = format!(
            "{} will have a policy, in the order of the file.",
            count(ranking.len() as u64, "group", "groups")
        );
        view! { <CardBody><p>{words}</p></CardBody> }
    });
    Some(view! { <Card id="groups" title="Groups" desc divided=true>{list}{ranking}</Card> }.into_any())
}

/// Rows that are left out, and everything else worth saying.
pub(super) fn remarks(comparison: &Comparison) -> Option<AnyView> {
    let problems = comparison
        .problems
        .iter()
        .map(|problem| format!("Line {}: {}", problem.line, problem.message));
    let all: Vec<_> = problems.chain(comparison.notes.iter().cloned()).collect();
    if all.is_empty() {
        return None;
    }
    let rest = all.len().saturating_sub(SHOWN);
    let items: Vec<_> = all
        .into_iter()
        .take(SHOWN)
        .map(|text| view! { <Item name=text /> })
        .collect();
    let more =
        (rest > 0).then(|| view! { <p class="fc-muted">{format!("and {} more", number(rest as u64))}</p> });
    Some(
        view! {
            <Card id="remarks" title="Left out and worth knowing" divided=true>
                <CardBody gap=Gap::Two><ItemList label="Left out and worth knowing">{items}</ItemList>{more}</CardBody>
            </Card>
        }
        .into_any(),
    )
}
