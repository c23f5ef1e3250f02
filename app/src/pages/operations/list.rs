//! The list of operations.

use super::{count, state_badge};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    ButtonKind, Card, Column, Empty, Icon, LinkButton, Moment, NameLink, PageHead, Row, Table, number,
};
use forecourt_service::operation::{Operation, OperationPage, title};
use leptos::prelude::*;

/// The page. `next` is the address of the one after it; `read_only` says why none can be started.
pub fn operations_page(
    frame: Frame,
    page: &OperationPage,
    next: Option<String>,
    read_only: Option<String>,
) -> impl IntoView + use<> {
    let rows: Vec<_> = page.operations.iter().map(row).collect();
    let list = if rows.is_empty() {
        view! {
            <Empty
                title="No operation yet"
                text="Change many people at once: from a list of addresses, or from a filter of the list of users."
            />
        }
        .into_any()
    } else {
        let columns = vec![
            Column::name("Operation"),
            Column::text("State"),
            Column::number("Changed"),
            Column::number("Unchanged"),
            Column::number("Failed"),
            Column::text("Prepared"),
        ];
        view! { <Table caption="Operations, newest first" columns rows /> }.into_any()
    };
    let next = next.map(|href| {
        view! { <nav class="fc-card__foot" aria-label="Pages"><LinkButton href>"Older operations"</LinkButton></nav> }
    });
    let actions = view! {
        <LinkButton href=paths::new_operation() kind=ButtonKind::Primary icon=Icon::PersonAdd reason=read_only>
            "Change many people"
        </LinkButton>
    };
    view! {
        <Shell frame>
            <PageHead
                title="Operations"
                lead="Changes to the direct assignments of many people, with a result for each of them."
                actions
            />
            <Card id="operations" title="Operations" title_hidden=true>
                {list}
                {next}
            </Card>
        </Shell>
    }
}

fn row(operation: &Operation) -> Row {
    let href = paths::operation(operation.id);
    let (name, by) = (title(operation), operation.actor_name.clone());
    let at = operation.created_at;
    Row::new()
        .cell(view! { <NameLink href name sub=by /> })
        .cell(state_badge(operation))
        .cell(number(count(operation.succeeded)))
        .cell(number(count(operation.unchanged)))
        .cell(number(count(operation.failed)))
        .cell(view! { <Moment at /> })
}
