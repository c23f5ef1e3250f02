//! The people whose answers change, one by one.

use super::words::{person_words, source_words};
use crate::paths;
use crate::ui::{Column, Name, NameLink, Row, Slot, Sub, Table, visible};
use forecourt_service::impact::AffectedPerson;
use leptos::prelude::*;

/// A table of affected people: who, their policy, where it comes from, and what changes for them.
pub fn affected_people(people: &[AffectedPerson], caption: String) -> impl IntoView + use<> {
    let columns = vec![
        Column::name("Name"),
        Column::text("Policy"),
        Column::text("Source"),
        Column::long("What changes"),
    ];
    let rows = people.iter().map(row).collect();
    view! { <Table caption columns rows top=true /> }
}

fn row(affected: &AffectedPerson) -> Row {
    let AffectedPerson {
        person,
        before,
        after,
    } = affected;
    let name = visible(person.shown_name()).into_owned();
    let sub = Slot::from(view! { <Name text=person.user_principal_name.clone() /> });
    let moved = before.policy != after.policy;
    let policy = before.policy.clone();
    let next = moved.then(|| {
        let next = after.policy.clone();
        view! { <Sub>"Then " <Name text=next /></Sub> }
    });
    let then = source_words(after.source).to_lowercase();
    let elsewhere = (before.source != after.source).then(|| view! { <Sub>"Then " {then}</Sub> });
    Row::new()
        .cell(view! { <NameLink href=paths::user(person.id) name sub /> })
        .cell(view! { <Name text=policy /> {next} })
        .cell(view! { {source_words(before.source)} {elsewhere} })
        .cell(person_words(before.access, after.access))
}
