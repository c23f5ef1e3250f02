//! The page.

use super::address::href;
use super::assign_dialog::{AssignDialog, assign_dialog};
use super::filters::filters;
use super::row::{SELECTION, row};
use crate::islands::RowSelection;
use crate::pages::live::live_notice;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, Column, CommandBar, Empty, Icon, LinkButton, MessageBar, MessageKind, PageHead,
    RowCheckbox, Slot, SortDirection, Table, count, number, people, visible,
};
use forecourt_model::AdministratorId;
use forecourt_service::people::{Filter, Order, PeoplePage, SortKey};
use leptos::prelude::*;

/// What the page shows.
pub struct UsersPage<'p> {
    /// The people.
    pub page: &'p PeoplePage,
    /// Which people they are.
    pub filter: &'p Filter,
    /// In which order.
    pub order: Order,
    /// Where in the list the page begins, as its address has it.
    pub cursor: Option<&'p str>,
    /// The departments that the filter offers.
    pub departments: &'p [String],
    /// Who looks at it.
    pub own: AdministratorId,
    /// Why the one who looks cannot assign policies; `None` when they can.
    pub read_only: Option<String>,
    /// What was not done, and why.
    pub problem: Option<String>,
    /// The rows that were ticked.
    pub ticked: &'p [forecourt_model::PersonId],
    /// The question that is asked about them.
    pub dialog: Option<AssignDialog>,
}

fn sortable(column: Column, key: SortKey, data: &UsersPage<'_>) -> Column {
    let current = data.order.key == key;
    let descending = current && !data.order.descending;
    let direction = current.then_some(if data.order.descending {
        SortDirection::Descending
    } else {
        SortDirection::Ascending
    });
    let href = href(&paths::users(), data.filter, Order { key, descending }, None);
    column.sortable(href, direction)
}

fn columns(data: &UsersPage<'_>) -> Vec<Column> {
    let shown = u64::try_from(data.page.rows.len()).unwrap_or_default();
    let label = format!("Select the {} on this page", people(shown));
    vec![
        // Without script there is nothing that ticks all rows, so the box comes with it.
        Column::select(view! { <span data-select-all="" hidden><RowCheckbox label /></span> }),
        sortable(Column::name("Name"), SortKey::Name, data),
        sortable(Column::text("Department"), SortKey::Department, data),
        sortable(Column::text("Policy"), SortKey::Policy, data),
        sortable(Column::text("Source"), SortKey::Source, data),
        sortable(Column::text("Can start chats"), SortKey::Chat, data),
        sortable(Column::text("Can be found and contacted"), SortKey::Inbound, data),
    ]
}

fn order_words(order: Order) -> &'static str {
    match (order.key, order.descending) {
        (SortKey::Name, false) => "sorted by name",
        (SortKey::Name, true) => "sorted by name, last first",
        (SortKey::SignInName, false) => "sorted by sign-in name",
        (SortKey::SignInName, true) => "sorted by sign-in name, last first",
        (SortKey::Department, false) => "sorted by department",
        (SortKey::Department, true) => "sorted by department, last first",
        (SortKey::Policy, false) => "sorted by policy",
        (SortKey::Policy, true) => "sorted by policy, last first",
        (SortKey::Chat, false) => "those who cannot start chats first",
        (SortKey::Chat, true) => "those who can start chats first",
        (SortKey::Inbound, false) => "those who cannot be contacted first",
        (SortKey::Inbound, true) => "those who can be contacted first",
        (SortKey::Source, false) => "sorted by source, direct assignments first",
        (SortKey::Source, true) => "sorted by source, groups first",
    }
}

fn commands(data: &UsersPage<'_>) -> impl IntoView + use<> {
    let reason = data.read_only.clone();
    let data_reason = reason.clone();
    let all = href(&paths::new_operation(), data.filter, Order::default(), None);
    let all = format!("{all}{}all=true", if all.contains('?') { '&' } else { '?' });
    let all_words = if data.filter.is_empty() {
        format!("Change all {}", people(data.page.total))
    } else {
        format!("Change all {} who match", people(data.page.total))
    };
    let action = href(&paths::users(), data.filter, data.order, data.cursor);
    view! {
        <form id=SELECTION method="post" action=action></form>
        <CommandBar selection=true>
            <RowSelection />
            <Button
                kind=ButtonKind::Primary icon=Icon::PersonAdd form=SELECTION name="do" value="assign"
                reason=reason.clone()
            >
                "Assign policy"
            </Button>
            <Button
                kind=ButtonKind::Subtle icon=Icon::PersonRemove form=SELECTION name="do" value="unassign" reason
            >
                "Remove direct assignment"
            </Button>
            <LinkButton href=all reason=data_reason>{all_words}</LinkButton>
        </CommandBar>
    }
}

/// How many match. What was estimated says so, and is rounded to two digits.
fn total(page: &PeoplePage) -> String {
    if page.total_is_exact {
        return people(page.total);
    }
    let unit = 10_u64.pow(page.total.max(1).ilog10().saturating_sub(1));
    format!("about {}", people(page.total / unit * unit))
}

fn pages(data: &UsersPage<'_>) -> impl IntoView + use<> {
    let page = data.page;
    let last = page.first
        + u64::try_from(page.rows.len())
            .unwrap_or_default()
            .saturating_sub(1);
    let mut summary = format!("{} to {} of {}", number(page.first), number(last), total(page));
    if page.total != page.everybody {
        summary = format!("{summary}, {} in all", number(page.everybody));
    }
    let step = |cursor: &Option<String>, words: &'static str| {
        cursor.as_deref().map(|cursor| {
            let href = href(&paths::users(), data.filter, data.order, Some(cursor));
            view! { <LinkButton href kind=ButtonKind::Plain>{words}</LinkButton> }
        })
    };
    let (previous, next) = (
        step(&page.previous, "Previous page"),
        step(&page.next, "Next page"),
    );
    view! {
        <nav class="fc-pagination" aria-label="Pages">
            <span>{summary}</span>
            <div class="fc-cluster">{previous}{next}</div>
        </nav>
    }
}

fn empty(data: &UsersPage<'_>) -> AnyView {
    if data.page.everybody == 0 {
        let actions = view! { <LinkButton href=paths::import()>"Import people"</LinkButton> };
        return view! {
            <Empty
                title="Nobody is in the directory yet"
                text="People come from a file that your tenant exports."
                actions
            />
        }
        .into_any();
    }
    let text = if data.filter.search.is_empty() {
        "Nobody fits all of these filters.".to_owned()
    } else {
        format!(
            "Nobody has “{}” in name, sign-in name, address or department and fits the filters.",
            visible(&data.filter.search)
        )
    };
    let actions = view! { <LinkButton href=paths::users()>"Show everybody"</LinkButton> };
    view! { <Empty title="Nobody matches" text actions /> }.into_any()
}

/// The list of people.
pub fn users_page(frame: Frame, mut data: UsersPage<'_>) -> impl IntoView + use<> {
    let dialog = data.dialog.take();
    let dialog =
        Slot::maybe(dialog.map(|dialog| assign_dialog(dialog, data.filter, data.order, data.cursor)));
    let page = data.page;
    let list = if page.rows.is_empty() {
        empty(&data)
    } else {
        let rows = page
            .rows
            .iter()
            .map(|listed| {
                let ticked = data.ticked.contains(&listed.person.id);
                row(&page.snapshot, listed, data.filter, data.order, ticked)
            })
            .collect();
        let caption = format!("{}, {}", total(page), order_words(data.order));
        view! { {commands(&data)} <Table caption columns=columns(&data) rows /> {pages(&data)} }.into_any()
    };
    let export = href(&paths::users_export(), data.filter, data.order, None);
    let words = format!("Export {}", total(page));
    let actions = view! { <LinkButton href=export icon=Icon::Download>{words}</LinkButton> };
    let bar = |kind: MessageKind, text: String| view! { <MessageBar kind alert=true>{text}</MessageBar> };
    let problem = data.problem.clone().map(|text| bar(MessageKind::Danger, text));
    let notice = page.notice.map(|text| bar(MessageKind::Warning, text.to_owned()));
    let lead = "Everyone in the directory, with the policy that decides for them and what it comes to today.";
    let here = href(&paths::users(), data.filter, data.order, data.cursor);
    let live = live_notice(
        data.own,
        page.revision,
        &["settings", "policy", "person", "directory", "rollout"],
        here,
    );
    let filters = filters(data.filter, data.order, &page.snapshot, data.departments);
    view! {
        <Shell frame dialog>
            <PageHead title="Users" lead actions />
            {live}
            {problem}
            {notice}
            <Card id="people" title="People" title_hidden=true>
                {filters}
                {list}
            </Card>
        </Shell>
    }
}

/// How many, for a button: "3 people".
pub(super) fn selected(n: usize) -> String {
    count(u64::try_from(n).unwrap_or_default(), "person", "people")
}
