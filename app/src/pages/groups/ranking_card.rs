//! The groups with a policy, in the order in which they are asked.

use super::list_page::GroupsView;
use super::policy_name;
use crate::islands::RankDrag;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_service::group::{MAXIMUM_RANKED_GROUPS, RankedGroup, Reached};
use leptos::prelude::*;

/// The card with the table.
pub(super) fn ranking_card(page: &GroupsView) -> AnyView {
    let ranking = &page.page.snapshot.ranking;
    let foot = format!(
        "{} of {MAXIMUM_RANKED_GROUPS} possible groups with a policy.",
        number(ranking.len() as u64)
    );
    let note = view! {
        <div class="fc-card__body fc-stack fc-stack--2">
            <Note icon=Icon::Info>
                "Only direct members count: a group inside a group gives its people nothing. People who join later get \
                 the policy at once, people who leave lose it."
            </Note>
            {page.locked.clone().map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> })}
        </div>
    };
    let body = if ranking.is_empty() {
        let text = "Open a group below and assign a policy to it.";
        view! { <Empty title="No group has a policy" text=text icon=Icon::Group /> }.into_any()
    } else {
        let columns = vec![
            Column::long("Rank"),
            Column::name("Group"),
            Column::text("Policy"),
            Column::number("Members"),
            Column::number("Not reached"),
            Column::text("Assigned"),
        ];
        let rows = ranking.iter().map(|row| ranked_row(page, row)).collect();
        let table = view! { <Table caption="Groups with a policy, best rank first" columns rows /> };
        view! { <RankDrag>{table}</RankDrag> }.into_any()
    };
    view! {
        <Card
            id="ranking-h" title="Groups with a policy"
            desc="Rank 1 is asked first. Move a group with its buttons, by writing a rank, or by dragging its row."
            foot
        >
            {note}
            {body}
        </Card>
    }
    .into_any()
}

fn ranked_row(page: &GroupsView, row: &RankedGroup) -> Row {
    let snapshot = &page.page.snapshot;
    let group = row.assignment.group;
    let rank = row.assignment.rank;
    let place = if page.locked.is_some() {
        rank.to_string().into_any()
    } else {
        let typed = page.typed.as_ref().filter(|(typed, _, _)| *typed == group);
        let fields = vec![
            ("group".to_owned(), group.to_string()),
            ("seen".to_owned(), rank.to_string()),
            ("ranking".to_owned(), snapshot.ranking_revision.to_string()),
        ];
        let last = u32::try_from(snapshot.ranking.len()).unwrap_or(u32::MAX);
        view! {
            <RankMover
                id=format!("rank-{group}") name=visible(&row.group_name).into_owned() action=paths::groups() fields
                rank last typed=typed.map(|(_, text, _)| text.clone())
                error=typed.and_then(|(_, _, error)| error.clone())
            />
        }
        .into_any()
    };
    let policy = match snapshot.policy(row.assignment.policy) {
        Some(policy) => {
            let (href, name) = (paths::policy(&policy.name), policy.display_name());
            view! { <QuietLink href><Name text=name /></QuietLink> }.into_any()
        }
        None => policy_name(snapshot, row.assignment.policy).into_any(),
    };
    let reached = page.reach.of(group);
    let by = row.assigned_by.clone();
    Row::new()
        .cell(place)
        .cell(view! { <NameLink href=paths::group(group) name=visible(&row.group_name).into_owned() /> })
        .cell(policy)
        .cell(number(row.people))
        .cell(not_reached(row, &reached))
        .cell(view! { <Moment at=row.assigned_at /> <Sub>"by " <Name text=by /></Sub> })
}

/// How many are not reached, and why.
fn not_reached(row: &RankedGroup, reached: &Reached) -> AnyView {
    let elsewhere = reached.elsewhere();
    if elsewhere == 0 {
        return view! { <span class="fc-table__zero">"0"</span> }.into_any();
    }
    let direct = (reached.by_direct > 0).then(|| format!("{} direct", number(reached.by_direct)));
    let better: u64 = reached.by_other.iter().map(|(_, people)| *people).sum();
    let better = (better > 0).then(|| format!("{} better rank", number(better)));
    let words: Vec<_> = [direct, better].into_iter().flatten().collect();
    let href = paths::group_part(row.assignment.group, "not-reached", "");
    view! { <QuietLink href>{number(elsewhere)}</QuietLink> <Sub>{words.join(", ")}</Sub> }.into_any()
}
