//! The groups that the person is a direct member of.

use super::policy_name;
use crate::paths;
use crate::ui::{Card, Column, Dash, NameLink, Row, Slot, Table, count, visible};
use forecourt_service::people::PersonView;
use leptos::prelude::*;

pub(super) fn groups(view: &PersonView) -> AnyView {
    if view.groups.is_empty() {
        let body =
            view! { <div class="fc-card__body"><p class="fc-muted">"A direct member of no group."</p></div> };
        return view! { <Card id="groups" title="Groups">{body}</Card> }.into_any();
    }
    let columns = vec![Column::name("Group"), Column::text("Policy")];
    let rows = view
        .groups
        .iter()
        .map(|group| {
            let name = visible(&group.display_name).into_owned();
            let assigned = view
                .snapshot
                .ranking
                .iter()
                .find(|row| row.assignment.group == group.id);
            let policy = match assigned {
                None => view! { <Dash meaning="no policy" /> }.into_any(),
                Some(row) => {
                    let name = policy_name(&view.snapshot, row.assignment.policy);
                    let words = format!("{}, rank {}", visible(&name), row.assignment.rank);
                    words.into_any()
                }
            };
            Row::new()
                .cell(view! { <NameLink href=paths::group(group.id) name /> })
                .cell(policy)
        })
        .collect();
    let foot = Slot::from(count(
        view.groups.len() as u64,
        "direct membership",
        "direct memberships",
    ));
    view! {
        <Card id="groups" title="Groups" desc="Only direct memberships count." foot>
            <Table caption="Groups of the person, sorted by name" columns rows />
        </Card>
    }
    .into_any()
}
