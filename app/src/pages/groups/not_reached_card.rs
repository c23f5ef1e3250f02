//! The members for whom the group's policy does not count, and why.

use super::group_page::{GroupPageView, GroupTab};
use super::members_card::source;
use super::pager::pager;
use super::policy_name;
use crate::paths;
use crate::ui::prelude::*;
use leptos::prelude::*;

/// The card with counts, reasons and the list.
pub(super) fn not_reached_card(page: &GroupPageView) -> AnyView {
    let (group, reached) = (&page.view.group, &page.view.reached);
    let direct_only = page.tab == GroupTab::Direct;
    if page.view.assignment.is_none() {
        let text = "A group without a policy gives nothing, so nothing stands in its way.";
        let card = view! {
            <Card id="conflicts-h" title="Not reached by this policy">
                <Empty title="The group has no policy" text=text icon=Icon::Group />
            </Card>
        };
        return card.into_any();
    }
    let list = if page.people.people.is_empty() {
        let text = if direct_only {
            "No member has a direct assignment."
        } else {
            "The policy of the group counts for every member."
        };
        view! { <Empty title="Nobody is left out" text=text icon=Icon::CheckCircle /> }.into_any()
    } else {
        rows(page)
    };
    let part = |tab: GroupTab| paths::group_part(group.id, tab.code(), "");
    let (shown, other) = if direct_only {
        ("Only direct assignments", view! { <LinkButton href=part(GroupTab::NotReached)>"Show everybody who is not reached"</LinkButton> }.into_any())
    } else if reached.by_direct > 0 {
        (
            "Everybody who is not reached",
            view! { <LinkButton href=part(GroupTab::Direct)>"Show the direct assignments"</LinkButton> }
                .into_any(),
        )
    } else {
        ("Everybody who is not reached", ().into_any())
    };
    let remove = (reached.by_direct > 0).then(|| {
        let words = format!(
            "Remove {}",
            count(reached.by_direct, "direct assignment", "direct assignments")
        );
        let (action, reason) = (page.here(), page.locked.clone());
        view! {
            <form method="post" action=action>
                <Button name="do" value="remove-masking" icon=Icon::PersonRemove reason>{words}</Button>
            </form>
        }
    });
    let counts = reasons(page);
    view! {
        <Card id="conflicts-h" title="Not reached by this policy" desc=shown>
            <CardBody gap=Gap::Four>
                {counts}
                <Cluster>{other}{remove}</Cluster>
            </CardBody>
            {list}
        </Card>
    }
    .into_any()
}

fn reasons(page: &GroupPageView) -> AnyView {
    let reached = &page.view.reached;
    let snapshot = &page.view.snapshot;
    let mut rows = vec![(
        "Reached by this policy".to_owned(),
        vec![Slot::from(number(reached.by_group))],
    )];
    rows.push((
        "Direct assignment, which comes first".to_owned(),
        vec![Slot::from(number(reached.by_direct))],
    ));
    for (group, people) in &reached.by_other {
        let row = snapshot.ranking.iter().find(|row| row.assignment.group == *group);
        let words = row.map_or_else(
            || "Another group".to_owned(),
            |row| format!("Group {}, rank {}", visible(&row.group_name), row.assignment.rank),
        );
        rows.push((words, vec![Slot::from(number(*people))]));
    }
    let columns = ["Members by where their policy comes from", "People"]
        .map(str::to_owned)
        .to_vec();
    view! { <Compare caption="Members by where their policy comes from" columns rows /> }.into_any()
}

fn rows(page: &GroupPageView) -> AnyView {
    let group = &page.view.group;
    let columns = vec![
        Column::name("Name"),
        Column::text("Why"),
        Column::text("Policy that counts"),
    ];
    let rows = page
        .people
        .people
        .iter()
        .map(|member| {
            let (name, id) = (member.shown_name().to_owned(), member.user_principal_name.clone());
            let policy = policy_name(&page.view.snapshot, member.effective_policy);
            Row::new()
                .cell(view! { <Person name id href=paths::user(member.id) /> })
                .cell(source(page, member))
                .cell(view! { <Name text=policy /> })
        })
        .collect();
    let part = |after: &str| paths::group_part(group.id, page.tab.code(), after);
    let first = (!page.after.is_empty()).then(|| part(""));
    let next = page.people.next.as_deref().map(part);
    let reached = &page.view.reached;
    let total = if page.tab == GroupTab::Direct {
        reached.by_direct
    } else {
        reached.elsewhere()
    };
    let shown = page.people.people.len() as u64;
    let summary = format!("{} of {}, by name", number(shown), people(total));
    view! {
        <Table caption="Members whom the policy does not reach, sorted by name" columns rows />
        {pager("Pages of people", summary, first, next)}
    }
    .into_any()
}
