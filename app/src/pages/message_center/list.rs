//! The list alone, with all its columns.

use super::add_form::{AddForm, add_form};
use super::folder::{filters, folders, link};
use crate::pages::rollout_banner::{answer_badge, state_badge};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Card, Cluster, Column, Dash, Empty, Glyph, Icon, IconSize, LinkButton, Moment,
    MomentStyle, NameLink, PageHead, Row, Table, count,
};
use forecourt_model::rollout::RolloutState;
use forecourt_service::message::{Folder, MessageFilter, MessageList, MessageRow};
use leptos::prelude::*;

/// The line under the title of every page of the message center.
pub(super) const LEAD: &str = "What is going to change for your organization, when, and what you decided.";

/// What the page shows.
pub struct MessagesPage {
    /// The messages.
    pub list: MessageList,
    /// Which were wanted.
    pub filter: MessageFilter,
    /// The form for a new one.
    pub add: AddForm,
}

/// The message center.
pub fn messages_page(frame: Frame, page: MessagesPage) -> impl IntoView {
    let MessagesPage { list, filter, add } = page;
    let unread = u64::try_from(list.unread).unwrap_or_default();
    let unread = match unread {
        0 => "You have read everything.".to_owned(),
        _ => format!("{} not read.", count(unread, "message is", "messages are")),
    };
    let foot = format!("{unread} Reading, archiving and favorites are yours alone.");
    let content = if list.rows.is_empty() {
        empty(&filter).into_any()
    } else {
        table(&list, &filter).into_any()
    };
    let (folders, filters) = (folders(&list, &filter), filters(&filter));
    view! {
        <Shell frame>
            <PageHead title="Message center" lead=LEAD />
            <div class="fc-stack">
                <Card id="messages" title="Messages" title_hidden=true foot=foot>
                    {folders}
                    {filters}
                    {content}
                </Card>
                {add_form(add)}
            </div>
        </Shell>
    }
}

fn table(list: &MessageList, filter: &MessageFilter) -> impl IntoView + use<> {
    let columns = vec![
        Column::name("Message title"),
        Column::text("Message ID"),
        Column::text("Service"),
        Column::text("Last updated"),
        Column::text("Category"),
        Column::text("Tags"),
        Column::text("Act by"),
        Column::text("Status for your org"),
    ];
    let rows = list.rows.iter().map(|row| cells(row, filter)).collect();
    view! { <Table caption="Messages, the one updated last first" columns rows top=true /> }
}

fn cells(row: &MessageRow, filter: &MessageFilter) -> Row {
    let message = &row.message;
    let href = link(&paths::message(&message.id), filter);
    let title = if row.view_point.is_read {
        view! { <a href=href>{message.title.clone()}</a> }.into_any()
    } else {
        let unread = view! { <span class="fc-visually-hidden">"Not read"</span> };
        view! { <NameLink href name=message.title.clone() /> {unread} }.into_any()
    };
    let star = row.view_point.is_favorite.then(|| {
        view! { <Glyph icon=Icon::Star size=IconSize::Small /><span class="fc-visually-hidden">"Favorite"</span> }
    });
    let updated = match message.modified.or(message.published) {
        Some(at) => view! { <Moment at=at style=MomentStyle::Date /> }.into_any(),
        None => view! { <Dash meaning="not known" /> }.into_any(),
    };
    let act_by = match message.act_by {
        Some(at) => view! { <Moment at=at style=MomentStyle::Date /> }.into_any(),
        None => view! { <Dash meaning="no date" /> }.into_any(),
    };
    Row::new()
        .cell(view! { {title} " " {star} })
        .cell(message.id.clone())
        .cell(message.services.join(", "))
        .cell(updated)
        .cell(message.category_words().to_owned())
        .cell(message.tags.join(", "))
        .cell(act_by)
        .cell(status(row))
}

/// Where this organization stands, for a message that announces a rollout here; else how grave the message is.
pub(super) fn status(row: &MessageRow) -> AnyView {
    match row.state {
        Some(state) => {
            let activated = state != RolloutState::Scheduled;
            let answer = answer_badge(row.answer, activated);
            view! { <Cluster>{state_badge(state)}{answer}</Cluster> }.into_any()
        }
        None if matches!(row.message.severity.as_str(), "high" | "critical") => {
            let words = if row.message.severity == "high" {
                "High severity"
            } else {
                "Critical"
            };
            view! { <Badge kind=BadgeKind::Warning>{words}</Badge> }.into_any()
        }
        None => view! { <Dash meaning="announces no rollout here" /> }.into_any(),
    }
}

pub(super) fn empty(filter: &MessageFilter) -> impl IntoView + use<> {
    let narrowed = !filter.text.is_empty() || !filter.states.is_empty() || filter.unread || filter.updated;
    let (title, text) = match (narrowed, filter.folder) {
        (true, _) => (
            "No message matches",
            "Nothing in this folder matches the search and the filters.",
        ),
        (false, Folder::Inbox) => ("Your inbox is empty", "You have archived every message."),
        (false, Folder::Archive) => (
            "Nothing archived",
            "Messages that you archive go here, for you only.",
        ),
        (false, Folder::Favorites) => (
            "No favorites",
            "Open a message and press its star to find it here.",
        ),
    };
    let plain = MessageFilter {
        folder: filter.folder,
        ..MessageFilter::default()
    };
    let (words, folder) = match (narrowed, filter.folder) {
        (true, _) => ("Clear search and filters", plain),
        (false, Folder::Inbox) => (
            "Open the archive",
            MessageFilter {
                folder: Folder::Archive,
                ..plain
            },
        ),
        (false, _) => (
            "Open the inbox",
            MessageFilter {
                folder: Folder::Inbox,
                ..plain
            },
        ),
    };
    let href = link(&paths::messages(), &folder);
    view! {
        <Empty title text icon=Icon::Megaphone actions=view! { <LinkButton href>{words}</LinkButton> } />
    }
}
