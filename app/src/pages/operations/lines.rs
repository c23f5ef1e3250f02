//! The lines of an operation with what becomes of each.

use crate::paths;
use crate::ui::{Card, Column, Dash, Icon, LinkButton, Name, Person, Row, Sub, Tab, Table, Tabs};
use forecourt_service::operation::{FateFilter, Line, LinePage, State, line_sentence};
use leptos::prelude::*;

/// The answers of the filter, with their words.
fn filters(state: State) -> Vec<(&'static str, &'static str)> {
    if state == State::Draft {
        vec![
            ("", "All"),
            ("change", "Would change"),
            ("already", "Have it already"),
            ("left-out", "Left out"),
        ]
    } else {
        vec![
            ("", "All"),
            ("failed", "Failed"),
            ("succeeded", "Changed"),
            ("unchanged", "Unchanged"),
            ("waiting", "Not started"),
            ("left-out", "Left out"),
        ]
    }
}

pub(super) fn lines_card(page: &LinePage, filter: FateFilter) -> impl IntoView + use<> {
    let operation = &page.operation;
    let tabs = filters(operation.state)
        .into_iter()
        .map(|(code, words)| Tab {
            href: paths::operation_lines(operation.id, code, None),
            label: words.to_owned(),
            count: None,
            current: code == filter.code(),
        })
        .collect();
    let rows: Vec<_> = page.lines.iter().map(|line| row(page, line)).collect();
    let list = if rows.is_empty() {
        view! { <p class="fc-card__body fc-muted">"No line is like this."</p> }.into_any()
    } else {
        let mut columns = vec![Column::name("Person"), Column::text("As written")];
        if operation.is_by_line() {
            columns.push(Column::text("Policy"));
        }
        columns.push(Column::long("Outcome"));
        view! { <Table caption="People of this operation" columns rows /> }.into_any()
    };
    let next = page.next.map(|after| {
        let href = paths::operation_lines(operation.id, filter.code(), Some(after));
        view! { <nav class="fc-card__foot" aria-label="Pages"><LinkButton href>"Next page"</LinkButton></nav> }
    });
    let export = paths::operation_csv(operation.id, filter.code());
    let aside = view! { <LinkButton href=export icon=Icon::Download>"Download as CSV"</LinkButton> };
    view! {
        <Card id="people" title="People" aside>
            <Tabs label="Outcome" tabs card=true />
            {list}
            {next}
        </Card>
    }
}

fn row(page: &LinePage, line: &Line) -> Row {
    let sentence = line_sentence(&page.operation, line);
    let person = match (line.person, &line.display_name, &line.user_principal_name) {
        (Some(id), Some(name), Some(sign_in)) => {
            let name = if name.trim().is_empty() { sign_in } else { name };
            view! { <Person name=name.clone() id=sign_in.clone() href=paths::user(id) /> }.into_any()
        }
        (Some(id), _, _) => view! { <Name text=id.to_string() /> }.into_any(),
        (None, _, _) => view! { <Dash meaning="nobody" /> }.into_any(),
    };
    let at = line
        .line
        .map(|line| view! { <Sub>{format!("Line {line}")}</Sub> });
    let written = match &line.text {
        Some(text) => view! { <Name text=text.clone() /> }.into_any(),
        None => view! { <Dash meaning="not from a list" /> }.into_any(),
    };
    let row = Row::new().cell(person).cell(view! { <span>{written}{at}</span> });
    let row = match &line.policy_name {
        None => row,
        Some(name) if name.is_empty() => row.cell(view! { <Dash meaning="no direct assignment" /> }),
        Some(name) => row.cell(name.clone()),
    };
    row.cell(sentence)
}
