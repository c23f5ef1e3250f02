//! Badges: a state in one to three words.
use super::class::class_list;
use super::{Glyph, Icon, IconSize};
use leptos::prelude::*;

/// What a badge says about its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadgeKind {
    /// Nothing to judge.
    #[default]
    Neutral,
    /// A setting that is on: filled dot.
    On,
    /// A setting that is off: empty dot.
    Off,
    /// Unsaved, selected, in progress, decides.
    Brand,
    /// Done, intact.
    Success,
    /// Somebody has to look.
    Warning,
    /// Refused, failed.
    Danger,
}

/// A state in one to three words.
#[component]
pub fn Badge(
    /// What it says about the state.
    #[prop(optional)]
    kind: BadgeKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        BadgeKind::Neutral => "",
        BadgeKind::On => "fc-badge--on",
        BadgeKind::Off => "fc-badge--off",
        BadgeKind::Brand => "fc-badge--brand",
        BadgeKind::Success => "fc-badge--success",
        BadgeKind::Warning => "fc-badge--warning",
        BadgeKind::Danger => "fc-badge--danger",
    };
    view! {
        <span class=class_list("fc-badge", [kind])>
            {icon.map(|icon| view! { <Glyph icon size=IconSize::Tiny /> })} {children()}
        </span>
    }
}

/// The stored or effective value of a setting: On or Off, without a judgement.
#[component]
pub fn OnOff(
    /// Whether it is on.
    on: bool,
) -> impl IntoView {
    let (kind, word) = if on {
        (BadgeKind::On, "On")
    } else {
        (BadgeKind::Off, "Off")
    };
    view! { <Badge kind>{word}</Badge> }
}
