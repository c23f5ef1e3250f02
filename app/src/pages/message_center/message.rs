//! One message beside the list.

use super::answer_form::{AnswerForm, answer_form};
use super::confirm::{Confirm, confirm_dialog};
use super::dates_form::{DatesForm, dates_form};
use super::folder::{filters, folders, link, query_of};
use super::list::{LEAD, empty, status};
use super::when::when_section;
use crate::pages::live::live_notice;
use crate::pages::rollout_banner::{answer_badge, state_badge};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, Card, Columns, ColumnsKind, DefList, Facts, Glyph, HiddenFields, Icon, IconButton, IconLink,
    IconSize, MessageBar, MessageItem, MessageKind, MessageList as List, Moment, MomentStyle, PageHead,
    Panel, PanelSection, Slot,
};
use forecourt_model::{AdministratorId, Revision};
use forecourt_service::message::{Mark, Message, MessageFilter, MessageList, MessageView};
use leptos::prelude::*;

/// Something about the page that has to be said above it.
pub struct Problem {
    /// How grave it is.
    pub kind: MessageKind,
    /// What it is, and what to do.
    pub sentence: String,
}

/// What the page shows.
pub struct MessagePage {
    /// The list beside the message.
    pub list: MessageList,
    /// Which messages are in the list.
    pub filter: MessageFilter,
    /// The message.
    pub view: MessageView,
    /// Why the role cannot answer.
    pub refusal: Option<String>,
    /// The answer as it stands in the form.
    pub answer: AnswerForm,
    /// The dates as they stand in the form.
    pub dates: DatesForm,
    /// A conflict, or a draft that came back.
    pub problem: Option<Problem>,
    /// What is to be confirmed.
    pub confirm: Option<Confirm>,
    /// Who looks, and as of which change.
    pub viewer: (AdministratorId, Revision),
}

/// One message of the message center.
pub fn message_page(frame: Frame, page: MessagePage) -> impl IntoView {
    let back = link(&paths::messages(), &page.filter);
    let dialog = Slot::maybe(page.confirm.as_ref().map(confirm_dialog));
    let problem = page.problem.as_ref().map(|problem| {
        let (kind, sentence) = (problem.kind, problem.sentence.clone());
        view! { <MessageBar kind alert=true>{sentence}</MessageBar> }
    });
    let (own, revision) = page.viewer;
    let reload = link(&paths::message(&page.view.message.id), &page.filter);
    let live = live_notice(own, revision, &["rollout", "settings", "message"], reload);
    let list = list_card(&page);
    let panel = panel(page);
    view! {
        <Shell frame dialog>
            <PageHead title="Message center" lead=LEAD />
            {live}
            {problem}
            <Columns kind=ColumnsKind::Split>
                <a class="fc-columns__back" href=back>
                    <Glyph icon=Icon::ArrowLeft size=IconSize::Small class="fc-icon--mirror" />
                    "All messages"
                </a>
                {list}
                {panel}
            </Columns>
        </Shell>
    }
}

fn list_card(page: &MessagePage) -> AnyView {
    let open = &page.view.message.id;
    let items: Vec<_> = page
        .list
        .rows
        .iter()
        .map(|row| {
            let message = &row.message;
            let when = message.modified.or(message.published);
            let when = Slot::maybe(when.map(|at| view! { <Moment at=at style=MomentStyle::Date /> }));
            view! {
                <MessageItem
                    href=link(&paths::message(&message.id), &page.filter)
                    title=message.title.clone()
                    number=message.id.clone()
                    when=when
                    badges=status(row)
                    unread=!row.view_point.is_read
                    selected=&message.id == open
                />
            }
        })
        .collect();
    let content = if items.is_empty() {
        empty(&page.filter).into_any()
    } else {
        view! { <List>{items}</List> }.into_any()
    };
    let (folders, filters) = (folders(&page.list, &page.filter), filters(&page.filter));
    view! {
        <Card id="messages" title="Messages" title_hidden=true>
            {folders}
            {filters}
            {content}
        </Card>
    }
    .into_any()
}

fn panel(page: MessagePage) -> AnyView {
    let close = link(&paths::messages(), &page.filter);
    let actions = marks(&page, close);
    let MessagePage {
        view,
        refusal,
        answer,
        dates,
        ..
    } = page;
    let message = view.message;
    let badges = if let Some(rollout) = &view.rollout {
        let given = rollout.answer.as_ref().map(|given| given.answer);
        Slot::from(view! { {state_badge(rollout.state)} {answer_badge(given, rollout.activated)} })
    } else {
        let category = message.category_words().to_owned();
        Slot::from(view! { <Badge>{category}</Badge> })
    };
    let rollout = view.rollout.map(|rollout| {
        view! {
            {when_section(&rollout)}
            {answer_form(&rollout, answer, refusal.clone())}
            {dates_form(&rollout, dates, refusal)}
        }
    });
    let (body, facts, details) = (message.body(), facts(&message), details(&message));
    view! {
        <Panel id="message" title=message.title badges actions facts>
            <PanelSection>
                {details}
                <div class="fc-prose" inner_html=body></div>
            </PanelSection>
            {rollout}
        </Panel>
    }
    .into_any()
}

/// The buttons of the head: one form, each button says which it was.
fn marks(page: &MessagePage, close: String) -> impl IntoView + use<> {
    let (id, view_point) = (&page.view.message.id, page.view.view_point);
    let star = if view_point.is_favorite {
        (Icon::Star, Mark::Unfavorite, "Take out of favorites")
    } else {
        (Icon::Star, Mark::Favorite, "Add to favorites")
    };
    let archive = if view_point.is_archived {
        (Icon::Reset, Mark::Unarchive, "Put back into the inbox")
    } else {
        (Icon::Archive, Mark::Archive, "Archive")
    };
    let buttons: Vec<_> = [star, archive, (Icon::Eye, Mark::Unread, "Mark as not read")]
        .into_iter()
        .map(|(icon, mark, label)| view! { <IconButton icon label name="mark" value=mark.code() /> })
        .collect();
    let favorite = view_point
        .is_favorite
        .then(|| view! { <Badge icon=Icon::Star>"Favorite"</Badge> });
    view! {
        {favorite}
        <form class="fc-cluster" method="post" action=paths::message_mark(id)>
            <HiddenFields fields=query_of(&page.filter) />
            {buttons}
        </form>
        <IconLink icon=Icon::Dismiss label="Close message" href=close />
    }
}

fn facts(message: &Message) -> impl IntoView + use<> {
    let mut facts = vec![Slot::from(message.id.clone())];
    facts.extend(
        message
            .roadmap_ids()
            .into_iter()
            .map(|id| Slot::from(format!("Roadmap {id}"))),
    );
    let moment =
        |words: &'static str, at| Slot::from(view! { {words} " " <Moment at=at style=MomentStyle::Date /> });
    facts.extend(message.published.map(|at| moment("Published", at)));
    let changed = message.modified.filter(|_| message.modified != message.published);
    facts.extend(changed.map(|at| moment("Updated", at)));
    facts.extend(message.act_by.map(|at| moment("Act by", at)));
    view! { <Facts facts /> }
}

fn details(message: &Message) -> impl IntoView + use<> {
    let text = |name: &str| message.detail(name).map(str::to_owned);
    let list = |words: &[String]| Some(words.join(", ")).filter(|words| !words.is_empty());
    let pairs = [
        ("Default", text("DefaultState")),
        ("Platforms", text("Platforms")),
        ("Control", text("Control")),
        ("Timing", text("Timing")),
        ("Service", list(&message.services)),
        ("Category", Some(message.category_words().to_owned())),
        ("Tags", list(&message.tags)),
    ];
    let mut pairs: Vec<_> = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Slot::from(value?))))
        .collect();
    if let Some(link) = message.external_link() {
        let (href, words) = (link.to_owned(), link.to_owned());
        let link = view! { <a href=href rel="noopener noreferrer"><bdi>{words}</bdi></a> };
        pairs.push(("More".to_owned(), link.into()));
    }
    view! { <DefList pairs /> }
}
