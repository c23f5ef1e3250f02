//! Where one is signed in.

use super::AccountView;
use super::browser::browser_words;
use crate::paths;
use crate::ui::{Badge, BadgeKind, Button, ButtonSize, Card, Column, Moment, Row, Table};
use forecourt_service::session::Session;
use leptos::prelude::*;

pub(super) fn card(view: &AccountView) -> impl IntoView + use<> {
    let columns = vec![
        Column::name("Browser"),
        Column::text("Address"),
        Column::text("Signed in"),
        Column::text("Last used"),
        Column::action("End"),
    ];
    let own = view.signed_in.session.clone();
    let rows: Vec<_> = view
        .sessions
        .iter()
        .map(|(value, session)| row(value, session, session.hash == own))
        .collect();
    let everywhere = view! {
        <form action=paths::account() method="post">
            <Button name="action" value="sign_out_everywhere">
                "Sign out everywhere"
            </Button>
        </form>
    };
    view! {
        <Card
            id="sessions"
            title="Sessions"
            desc="A session ends after 30 minutes without use, and after 12 hours in any case."
            aside=everywhere
            divided=true
        >
            <Table caption="Your sessions, the one used last first" columns rows />
        </Card>
    }
}

fn row(value: &str, session: &Session, is_own: bool) -> Row {
    let words = browser_words(&session.user_agent);
    let name = view! {
        <span class="fc-cluster">
            {words.clone()} {is_own.then(|| view! { <Badge kind=BadgeKind::Brand>"This one"</Badge> })}
        </span>
    };
    let end = if is_own {
        ().into_any()
    } else {
        let label = format!("End the session in {words}, {}", session.address);
        view! {
            <form action=paths::account() method="post">
                <input type="hidden" name="session" value=value.to_owned() />
                <Button size=ButtonSize::Small name="action" value="end_session" attr:aria-label=label>
                    "End"
                </Button>
            </form>
        }
        .into_any()
    };
    Row::new()
        .cell(name)
        .cell(session.address.clone())
        .cell(view! { <Moment at=session.created_at /> })
        .cell(view! { <Moment at=session.seen_at /> })
        .cell(end)
}
