//! The direct members of a group.

use super::group_page::GroupPageView;
use super::pager::pager;
use super::policy_name;
use crate::islands::RowSelection;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::access::SourceKind;
use forecourt_service::people::Person as Member;
use leptos::prelude::*;

/// The id of the form that the ticked members belong to.
const SELECTION: &str = "members";

/// The card with the list.
pub(super) fn members_card(page: &GroupPageView) -> AnyView {
    let group = &page.view.group;
    if page.people.people.is_empty() {
        let (title, text) = if page.after.is_empty() {
            (
                "Nobody is a member",
                "Add people above. Groups inside this one count for nobody.",
            )
        } else {
            ("No more members", "The list ended before this page.")
        };
        let card = view! {
            <Card id="members-h" title="Members" title_hidden=true>
                <Empty title text=text icon=Icon::Person />
            </Card>
        };
        return card.into_any();
    }
    let action = page.here();
    let reason = page.locked.clone();
    let commands = view! {
        <form id=SELECTION method="post" action=action></form>
        <CommandBar selection=true>
            <RowSelection />
            <Button
                kind=ButtonKind::Subtle icon=Icon::PersonRemove form=SELECTION name="do" value="remove-members" reason
            >
                "Remove from the group"
            </Button>
        </CommandBar>
    };
    let shown = page.people.people.len() as u64;
    let label = format!("Select the {} on this page", people(shown));
    let columns = vec![
        Column::select(view! { <span data-select-all="" hidden><RowCheckbox label /></span> }),
        Column::name("Name"),
        Column::text("Department"),
        Column::text("Policy that counts"),
    ];
    let rows = page
        .people
        .people
        .iter()
        .map(|member| row(page, member))
        .collect();
    let part = |after: &str| paths::group_part(group.id, page.tab.code(), after);
    let first = (!page.after.is_empty()).then(|| part(""));
    let next = page.people.next.as_deref().map(part);
    let summary = format!(
        "{} of {}, by name",
        number(shown),
        count(group.people, "member", "members")
    );
    view! {
        <Card id="members-h" title="Members" title_hidden=true>
            {commands}
            <Table caption="Direct members, sorted by name" columns rows />
            {pager("Pages of members", summary, first, next)}
        </Card>
    }
    .into_any()
}

fn row(page: &GroupPageView, member: &Member) -> Row {
    let name = member.shown_name().to_owned();
    let label = format!("Select {}", visible(&name));
    let disabled = (!member.account_enabled).then(|| view! { <Badge>"Disabled"</Badge> });
    let id = member.user_principal_name.clone();
    let ticked = page.ticked.contains(&member.id);
    let department = match member.department.as_deref().map(str::trim) {
        None | Some("") => view! { <Dash meaning="no department" /> }.into_any(),
        Some(department) => view! { <Name text=department.to_owned() /> }.into_any(),
    };
    let policy = policy_name(&page.view.snapshot, member.effective_policy);
    let source = source(page, member);
    Row::new()
        .cell(view! {
            <RowCheckbox label name="member" value=member.id.to_string() form=SELECTION checked=ticked />
        })
        .cell(view! { <Person name id href=paths::user(member.id) badge=Slot::maybe(disabled) /> })
        .cell(department)
        .cell(view! { <Name text=policy /> <Sub>{source}</Sub> })
}

/// Where the policy of a member comes from, in words.
pub(super) fn source(page: &GroupPageView, member: &Member) -> String {
    match (member.effective_source, member.effective_group) {
        (SourceKind::Direct, _) => "Direct assignment".to_owned(),
        (SourceKind::Group, Some(group)) if group == page.view.group.id => "This group".to_owned(),
        (SourceKind::Group, Some(group)) => {
            let ranking = &page.view.snapshot.ranking;
            ranking
                .iter()
                .find(|row| row.assignment.group == group)
                .map_or_else(
                    || "Another group".to_owned(),
                    |row| format!("Group {}, rank {}", visible(&row.group_name), row.assignment.rank),
                )
        }
        _ => "Global policy".to_owned(),
    }
}
