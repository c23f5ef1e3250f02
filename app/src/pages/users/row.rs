//! One person of the list.

use super::address::href;
use super::source_label;
use crate::paths;
use crate::ui::{Badge, Dash, Mark, Name, Person, QuietLink, Row, RowCheckbox, Slot, Sub, visible};
use forecourt_model::access::Switches;
use forecourt_service::Snapshot;
use forecourt_service::people::{Filter, ListedPerson, Order};
use leptos::prelude::*;

/// The id of the form that the ticked rows belong to.
pub(super) const SELECTION: &str = "selection";

/// Yes or no, and what the policy says where that is something else.
fn answer(allowed: bool, stored: bool) -> impl IntoView + use<> {
    let differs = (!allowed && stored).then(|| view! { <Sub>"Policy: On"</Sub> });
    view! { <span><Mark yes=allowed />{differs}</span> }
}

fn policy_cell(snapshot: &Snapshot, listed: &ListedPerson) -> AnyView {
    match snapshot.policy(listed.person.effective_policy) {
        Some(policy) => {
            let href = paths::policy(&policy.name);
            let name = policy.display_name();
            view! { <QuietLink href><Name text=name /></QuietLink> }.into_any()
        }
        None => view! { <Badge kind=crate::ui::BadgeKind::Danger>"Missing"</Badge> }.into_any(),
    }
}

/// Where the policy comes from; a group by its name.
fn source(snapshot: &Snapshot, listed: &ListedPerson) -> AnyView {
    let person = &listed.person;
    let group = snapshot
        .ranking
        .iter()
        .find(|row| Some(row.assignment.group) == person.effective_group);
    match group {
        None => source_label(person.effective_source).into_any(),
        Some(row) => {
            let (href, name) = (paths::group(row.assignment.group), row.group_name.clone());
            view! { <QuietLink href><Name text=name /></QuietLink><Sub>"Group"</Sub> }.into_any()
        }
    }
}

/// The cells of a row, in the order of the columns.
pub(super) fn row(
    snapshot: &Snapshot,
    listed: &ListedPerson,
    filter: &Filter,
    order: Order,
    ticked: bool,
) -> Row {
    let person = &listed.person;
    let name = person.shown_name().to_owned();
    let label = format!("Select {}", visible(&name));
    let disabled = (!person.account_enabled).then(|| view! { <Badge>"Disabled"</Badge> });
    let id = person.user_principal_name.clone();
    let department = match person.department.as_deref().map(str::trim) {
        None | Some("") => view! { <Dash meaning="no department" /> }.into_any(),
        Some(department) => {
            let filtered = Filter {
                department: Some(department.to_owned()),
                ..filter.clone()
            };
            let href = href(&paths::users(), &filtered, order, None);
            let department = department.to_owned();
            view! { <QuietLink href><Name text=department /></QuietLink> }.into_any()
        }
    };
    let stored = snapshot.policy(person.effective_policy).map_or(
        Switches {
            access: false,
            inbound: false,
        },
        |policy| policy.settings.switches(),
    );
    let access = listed.access;
    Row::new()
        .cell(view! { <RowCheckbox label name="user" value=person.id.to_string() form=SELECTION checked=ticked /> })
        .cell(view! { <Person name id href=paths::user(person.id) badge=Slot::maybe(disabled) /> })
        .cell(department)
        .cell(policy_cell(snapshot, listed))
        .cell(source(snapshot, listed))
        .cell(answer(access.chat, stored.access))
        .cell(answer(access.inbound, stored.access && stored.inbound))
}
