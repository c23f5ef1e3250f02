//! Every group of the directory.

use super::list_page::GroupsView;
use super::pager::pager;
use super::policy_name;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_service::group::ListedGroup;
use leptos::prelude::*;

/// The card with search, table and pages.
pub(super) fn all_card(page: &GroupsView) -> AnyView {
    let value = Some(page.search.clone()).filter(|text| !text.is_empty());
    let search = view! {
        <Search
            action=paths::groups() landmark="Groups" label="Search groups by name" placeholder="Search by name" value
        />
    };
    let status = count(page.page.total, "group", "groups");
    let here =
        |after: &str| paths::with_query(&paths::groups(), &[("q", page.search.as_str()), ("after", after)]);
    let body = if page.page.groups.is_empty() {
        empty(page)
    } else {
        let columns = vec![
            Column::name("Name"),
            Column::text("Kind"),
            Column::number("Members"),
            Column::text("Policy"),
        ];
        let rows = page.page.groups.iter().map(|listed| row(page, listed)).collect();
        let summary = format!(
            "{} of {}, by name",
            number(page.page.groups.len() as u64),
            count(page.page.total, "group", "groups")
        );
        let first = page.later.then(|| here(""));
        let next = page.page.next.map(|group| here(&group.to_string()));
        view! {
            <Table caption="All groups, sorted by name" columns rows />
            {pager("Pages of groups", summary, first, next)}
        }
        .into_any()
    };
    view! {
        <Card id="all-h" title="All groups">
            <CommandBar end=search><span class="fc-commandbar__status">{status}</span></CommandBar>
            {body}
        </Card>
    }
    .into_any()
}

fn empty(page: &GroupsView) -> AnyView {
    let all = view! { <LinkButton href=paths::groups()>"Show every group"</LinkButton> };
    if !page.search.is_empty() {
        let text = format!("No group has “{}” in its name.", visible(&page.search));
        return view! { <Empty title="Nothing matches" text=text actions=all /> }.into_any();
    }
    if page.later {
        return view! { <Empty title="No more groups" text="The list ended before this page." actions=all /> }
            .into_any();
    }
    let text = "Add a group by hand, or import groups from files.";
    view! { <Empty title="There are no groups" text=text icon=Icon::Group /> }.into_any()
}

fn row(page: &GroupsView, listed: &ListedGroup) -> Row {
    let group = &listed.group;
    let sub = Slot::maybe(group.mail.clone().map(|mail| view! { <Name text=mail /> }));
    let policy = match &listed.assignment {
        None => view! { <Dash meaning="no policy" /> }.into_any(),
        Some(row) => {
            let name = policy_name(&page.page.snapshot, row.assignment.policy);
            let rank = format!("Rank {}", row.assignment.rank);
            view! { <Name text=name /> <Sub>{rank}</Sub> }.into_any()
        }
    };
    let name = visible(&group.display_name).into_owned();
    Row::new()
        .cell(view! { <NameLink href=paths::group(group.id) name sub /> })
        .cell(group.kind.clone())
        .cell(number(group.people))
        .cell(policy)
}
