//! Message bars: a fact about the page that stays until it is solved.
use super::class::{class_list, when};
use super::{Glyph, Icon, Slot};
use leptos::prelude::*;

/// What a message bar says about its fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageKind {
    /// Good to know.
    #[default]
    Info,
    /// Somebody has to look.
    Warning,
    /// Failed.
    Danger,
    /// Done, and stays true.
    Success,
}

impl MessageKind {
    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Error,
            Self::Success => Icon::CheckCircle,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Info => "",
            Self::Warning => "fc-messagebar--warning",
            Self::Danger => "fc-messagebar--danger",
            Self::Success => "fc-messagebar--success",
        }
    }
}

/// A fact about the page: a paragraph, its strong words first.
#[component]
pub fn MessageBar(
    /// What it says about the fact.
    #[prop(optional)]
    kind: MessageKind,
    /// Appears as the answer to a post, so it is announced.
    #[prop(optional)]
    alert: bool,
    /// Buttons under the words.
    #[prop(optional, into)]
    actions: Slot,
    /// One button at the end.
    #[prop(optional, into)]
    end: Slot,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=class_list("fc-messagebar", [kind.class()]) role=alert.then_some("alert")>
            <Glyph icon=kind.icon() />
            <div class="fc-messagebar__body">
                <p>{children()}</p>
                {actions.map(|actions| view! { <div class="fc-messagebar__actions">{actions}</div> })}
            </div>
            {end.into_option()}
        </div>
    }
}

/// A message bar with an answer: a title with badges, words, and what can be answered.
#[component]
pub fn Notice(
    /// The id of the title, which names the notice.
    #[prop(into)]
    id: String,
    /// The title.
    #[prop(into)]
    title: String,
    /// Badges after the title.
    #[prop(optional, into)]
    badges: Slot,
    /// What it says about the fact.
    #[prop(default = MessageKind::Warning)]
    kind: MessageKind,
    /// Which icon.
    #[prop(default = Icon::Megaphone)]
    icon: Icon,
    /// At the end of the first line: the form that hides it.
    #[prop(optional, into)]
    end: Slot,
    /// Paragraphs, facts and a form with class `fc-messagebar__actions`.
    children: Children,
) -> impl IntoView {
    let labelled_by = id.clone();
    view! {
        <section
            class=class_list("fc-messagebar", [when(true, "fc-messagebar--notice"), kind.class()])
            aria-labelledby=labelled_by
        >
            <Glyph icon />
            <div class="fc-messagebar__body">
                <h2 class="fc-messagebar__title" id=id>{title}" "{badges.into_option()}</h2>
                {children()}
            </div>
            {end.into_option()}
        </section>
    }
}
