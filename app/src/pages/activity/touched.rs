//! The people whom a change touched.

use crate::paths;
use crate::ui::{Card, Column, Dash, LinkButton, Name, Person, Row, Slot, Sub, Table, people};
use forecourt_model::Revision;
use forecourt_service::activity::{Touched, TouchedPage, What};
use leptos::prelude::*;

/// The first of them, and a way to the file with all.
pub(super) fn touched(revision: Revision, page: &TouchedPage) -> Option<AnyView> {
    if page.people.is_empty() {
        return None;
    }
    let columns = vec![
        Column::name("Person"),
        Column::text("Before"),
        Column::text("After"),
    ];
    let rows: Vec<_> = page.people.iter().map(row).collect();
    let shown = u64::try_from(page.people.len()).unwrap_or(u64::MAX);
    let desc = if shown < page.total {
        format!(
            "The first {} of {}.",
            crate::ui::number(shown),
            people(page.total)
        )
    } else {
        format!("{}.", people(page.total))
    };
    let aside = view! { <LinkButton href=paths::change_people(revision)>"Download as CSV"</LinkButton> };
    let card = view! {
        <Card id="people" title="People it touched" desc aside divided=true>
            <Table caption="People it touched" columns rows />
        </Card>
    };
    Some(card.into_any())
}

fn row(touched: &Touched) -> Row {
    let who: Slot = match &touched.name {
        Some((name, address)) => {
            let (name, address, href) = (name.clone(), address.clone(), paths::user(touched.person));
            view! { <Person name id=address href /> }.into()
        }
        None => {
            let id = touched.person.to_string();
            view! { <span>{id}<Sub>"Not in the directory any more"</Sub></span> }.into()
        }
    };
    let policy = |name: &Option<String>| match name {
        Some(name) => view! { <Name text=name.clone() /> }.into_any(),
        None => view! { <Dash meaning="none assigned" /> }.into_any(),
    };
    let (before, after) = match &touched.what {
        What::Assigned { before, after } => (policy(before), policy(after)),
        What::Joined => (
            view! { <Dash meaning="no member" /> }.into_any(),
            "Member".into_any(),
        ),
        What::Left => (
            "Member".into_any(),
            view! { <Dash meaning="no member" /> }.into_any(),
        ),
    };
    Row::new().cell(who.into_option()).cell(before).cell(after)
}
