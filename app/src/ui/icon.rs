//! Icons: one stroke, 20 by 20, in the colour of the text beside them.
//!
//! An icon is a reference to a symbol in the sprite at the top of the page. [`sprite`] writes only the symbols that a
//! page refers to, so that a page carries no picture it does not show.
use super::class::class_list;
use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])+ $variant:ident, $name:literal, $shape:literal;)+) => {
        /// The name of an icon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])+ $variant,)+ }

        impl Icon {
            /// Every icon, in the order of their names.
            pub const ALL: &'static [Icon] = &[$(Icon::$variant,)+];

            /// The name in the sprite: `fc-i-` and this make the id of the symbol.
            pub const fn name(self) -> &'static str {
                match self { $(Icon::$variant => $name,)+ }
            }

            const fn reference(self) -> &'static str {
                match self { $(Icon::$variant => concat!(r##"<use href="#fc-i-"##, $name, r#""/>"#),)+ }
            }

            const fn symbol(self) -> &'static str {
                match self {
                    $(Icon::$variant => concat!(
                        r#"<symbol id="fc-i-"#, $name, r#"" viewBox="0 0 20 20">"#, $shape, "</symbol>"
                    ),)+
                }
            }
        }
    };
}

/// How large an icon is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// 20 px, beside a title.
    #[default]
    Regular,
    /// 16 px, inside controls and beside text.
    Small,
    /// 12 px, inside badges.
    Tiny,
}

/// What the colour of an icon says; always beside a word that says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconTone {
    /// The colour of the text.
    #[default]
    Text,
    /// Done, intact, allowed.
    Success,
    /// Somebody has to look.
    Warning,
    /// Refused, failed.
    Danger,
    /// In the background.
    Muted,
}

/// A decorative icon: hidden from assistive technology, the words beside it say it.
#[component]
pub fn Glyph(
    /// Which icon.
    icon: Icon,
    /// How large.
    #[prop(optional)]
    size: IconSize,
    /// In which colour.
    #[prop(optional)]
    tone: IconTone,
    /// One more class of the block it stands in, such as `fc-disclosure__chevron`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let size = match size {
        IconSize::Regular => "",
        IconSize::Small => "fc-icon--16",
        IconSize::Tiny => "fc-icon--12",
    };
    let tone = match tone {
        IconTone::Text => "",
        IconTone::Success => "fc-icon--success",
        IconTone::Warning => "fc-icon--warning",
        IconTone::Danger => "fc-icon--danger",
        IconTone::Muted => "fc-icon--muted",
    };
    let mirror = match icon {
        Icon::ArrowLeft | Icon::ArrowRight => "fc-icon--mirror",
        _ => "",
    };
    view! { <svg class=class_list("fc-icon", [size, tone, mirror, class]) aria-hidden="true" inner_html=icon.reference()></svg> }
}

/// Icons that scripts in the browser may add to any page, so every sprite has them.
const ALWAYS: [Icon; 6] = [
    Icon::Check,
    Icon::CheckCircle,
    Icon::Dismiss,
    Icon::Error,
    Icon::Info,
    Icon::Warning,
];

/// The symbols of all icons that `html` refers to, to stand inside the sprite of the page.
pub fn sprite(html: &str) -> String {
    let mut used: Vec<&str> = html
        .split("href=\"#fc-i-")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .chain(ALWAYS.iter().map(|icon| icon.name()))
        .collect();
    used.sort_unstable();
    used.dedup();
    Icon::ALL
        .iter()
        .filter(|icon| used.binary_search(&icon.name()).is_ok())
        .map(|icon| icon.symbol())
        .collect()
}

icons! {
    /// Put away.
    Archive, "archive", r#"<rect x="3" y="4" width="14" height="3.5" rx=".75"/><path d="M4.25 7.5v7.75a1 1 0 0 0 1 1h9.5a1 1 0 0 0 1-1V7.5M8 10.5h4"/>"#;
    /// Lower.
    ArrowDown, "arrow-down", r#"<path d="M10 4v11.5M5 11l5 5 5-5"/>"#;
    /// Back; mirrored in right-to-left pages.
    ArrowLeft, "arrow-left", r#"<path d="M16 10H4M9 5l-5 5 5 5"/>"#;
    /// From before to after; mirrored in right-to-left pages.
    ArrowRight, "arrow-right", r#"<path d="M4 10h12M11 5l5 5-5 5"/>"#;
    /// Higher.
    ArrowUp, "arrow-up", r#"<path d="M10 16V4.5M5 9l5-5 5 5"/>"#;
    /// News.
    Bell, "bell", r#"<path d="M10 3a4.5 4.5 0 0 0-4.5 4.5c0 4-1.5 5.25-2 6h13c-.5-.75-2-2-2-6A4.5 4.5 0 0 0 10 3ZM8.25 16a1.9 1.9 0 0 0 3.5 0"/>"#;
    /// Refused.
    Block, "block", r#"<circle cx="10" cy="10" r="7"/><path d="M5.1 5.1l9.8 9.8"/>"#;
    /// The software itself.
    Bot, "bot", r#"<rect x="4" y="7" width="12" height="9" rx="2"/><path d="M10 7V4M7.5 11v1M12.5 11v1"/>"#;
    /// The organization.
    Building, "building", r#"<path d="M4 17V4.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1V17M12 8h3a1 1 0 0 1 1 1v8M2.75 17h14.5M6.75 7h2.5M6.75 10h2.5M6.75 13h2.5"/>"#;
    /// A date.
    Calendar, "calendar", r#"<rect x="3.5" y="4.5" width="13" height="12" rx="1.5"/><path d="M3.5 8.5h13M7 3v3M13 3v3"/>"#;
    /// Yes.
    Check, "check", r#"<path d="M4.5 10.5l3.75 3.75 7.25-8"/>"#;
    /// Done, allowed.
    CheckCircle, "check-circle", r#"<circle cx="10" cy="10" r="7"/><path d="M6.75 10.25 9 12.5l4.25-4.75"/>"#;
    /// Opens below.
    ChevronDown, "chevron-down", r#"<path d="M5 7.75 10 12.75l5-5"/>"#;
    /// Previous.
    ChevronLeft, "chevron-left", r#"<path d="M12.25 5l-5 5 5 5"/>"#;
    /// Next.
    ChevronRight, "chevron-right", r#"<path d="M7.75 5l5 5-5 5"/>"#;
    /// Time.
    Clock, "clock", r#"<circle cx="10" cy="10" r="7"/><path d="M10 6v4.25l2.75 1.5"/>"#;
    /// Columns of a table.
    Columns, "columns", r#"<rect x="3" y="4" width="14" height="12" rx="1.5"/><path d="M8 4v12M12.5 4v12"/>"#;
    /// Duplicate, copy.
    Copy, "copy", r#"<rect x="7" y="7" width="9.5" height="9.5" rx="1.5"/><path d="M13 7V5a1.5 1.5 0 0 0-1.5-1.5H5A1.5 1.5 0 0 0 3.5 5v6.5A1.5 1.5 0 0 0 5 13h2"/>"#;
    /// Close, remove, clear.
    Dismiss, "dismiss", r#"<path d="M5 5l10 10M15 5 5 15"/>"#;
    /// A policy.
    Doc, "doc", r#"<path d="M5.5 3h6l4 4v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM11.5 3v4h4M7.5 10.5h5M7.5 13.5h5"/>"#;
    /// Export.
    Download, "download", r#"<path d="M10 3.5v9M6.5 9.25 10 12.75l3.5-3.5M4 16.25h12"/>"#;
    /// Edit.
    Edit, "edit", r#"<path d="M4 16l.75-3.25L13.5 4a1.6 1.6 0 0 1 2.4 2.4l-8.75 8.85L4 16ZM12 5.5 14.5 8"/>"#;
    /// Nothing here.
    Empty, "empty", r#"<path d="M3.5 11.5 6 4.5h8l2.5 7v4a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-4ZM3.5 11.5h4l1 2h3l1-2h4"/>"#;
    /// Failed.
    Error, "error", r#"<circle cx="10" cy="10" r="7"/><path d="M7.25 7.25l5.5 5.5M12.75 7.25l-5.5 5.5"/>"#;
    /// Look at.
    Eye, "eye", r#"<path d="M2.5 10c1.8-3.3 4.3-5 7.5-5s5.7 1.7 7.5 5c-1.8 3.3-4.3 5-7.5 5s-5.7-1.7-7.5-5Z"/><circle cx="10" cy="10" r="2.25"/>"#;
    /// Narrow down.
    Filter, "filter", r#"<path d="M3.5 5.5h13M6 10h8M8.5 14.5h3"/>"#;
    /// Outside.
    Globe, "globe", r#"<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.4 2 3.4 4.4 3.4 7s-1 5-3.4 7c-2.4-2-3.4-4.4-3.4-7s1-5 3.4-7Z"/>"#;
    /// Can be dragged.
    Grip, "grip", r#"<path d="M7.5 5.5v.01M12.5 5.5v.01M7.5 10v.01M12.5 10v.01M7.5 14.5v.01M12.5 14.5v.01" stroke-width="2.25" stroke-linecap="round"/>"#;
    /// A group.
    Group, "group", r#"<circle cx="10" cy="7" r="2.5"/><circle cx="4.5" cy="8.5" r="1.75"/><circle cx="15.5" cy="8.5" r="1.75"/><path d="M5.5 16.5c.2-2.9 1.9-4.5 4.5-4.5s4.3 1.6 4.5 4.5M1.75 14.5c.1-1.7 1-2.7 2.4-3M18.25 14.5c-.1-1.7-1-2.7-2.4-3"/>"#;
    /// Help.
    Help, "help", r#"<circle cx="10" cy="10" r="7"/><path d="M7.9 8a2.15 2.15 0 1 1 3.2 1.9c-.75.4-1.1.8-1.1 1.6"/><circle cx="10" cy="13.75" r=".5" fill="currentColor" stroke="none"/>"#;
    /// What happened.
    History, "history", r#"<path d="M3.6 8.9a6.5 6.5 0 1 1-.1 2.2M3.25 5v4h4M10 6.5V10l2.5 1.5"/>"#;
    /// The dashboard.
    Home, "home", r#"<path d="M3 9.2 10 3l7 6.2M4.75 8v8.25h10.5V8M8 16.25V11.5h4v4.75"/>"#;
    /// Good to know.
    Info, "info", r#"<circle cx="10" cy="10" r="7"/><path d="M10 9.25v4.25"/><circle cx="10" cy="6.6" r=".5" fill="currentColor" stroke="none"/>"#;
    /// Credentials.
    Key, "key", r#"<circle cx="7" cy="13" r="3.25"/><path d="M9.3 10.7 16 4M13.25 6.75l2 2"/>"#;
    /// Linked.
    Link, "link", r#"<path d="M8.5 11.5l3-3M9.5 6.5l1.75-1.75a2.9 2.9 0 0 1 4 4L13.5 10.5M10.5 13.5l-1.75 1.75a2.9 2.9 0 0 1-4-4L6.5 9.5"/>"#;
    /// Cannot be changed here.
    Lock, "lock", r#"<rect x="4.5" y="9" width="11" height="7.5" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>"#;
    /// An announcement.
    Megaphone, "megaphone", r#"<path d="M3.5 8.25v3.5h2.25L14 15.5v-11L5.75 8.25H3.5ZM6.25 12l1 4.25h2l-.75-3.3M16.5 8.5v3"/>"#;
    /// Navigation.
    Menu, "menu", r#"<path d="M3 5.5h14M3 10h14M3 14.5h14"/>"#;
    /// Less.
    Minus, "minus", r#"<path d="M4 10h12"/>"#;
    /// Background work.
    Operations, "operations", r#"<path d="M3.5 5h9M3.5 9.5h4.5M3.5 14h3.5"/><circle cx="13.5" cy="13" r="3.5"/><path d="M13.5 11.25V13l1.25.9"/>"#;
    /// One person.
    Person, "person", r#"<circle cx="10" cy="6.75" r="3"/><path d="M4 16.75c.4-3.3 2.8-5 6-5s5.6 1.7 6 5"/>"#;
    /// Give to people.
    PersonAdd, "person-add", r#"<circle cx="8" cy="6.75" r="2.75"/><path d="M2.75 16c.3-3 2.4-4.5 5.25-4.5 1 0 1.9.2 2.7.55M14.75 12v5M12.25 14.5h5"/>"#;
    /// Take from people.
    PersonRemove, "person-remove", r#"<circle cx="8" cy="6.75" r="2.75"/><path d="M2.75 16c.3-3 2.4-4.5 5.25-4.5 1 0 1.9.2 2.7.55M12.25 14.5h5"/>"#;
    /// Add.
    Plus, "plus", r#"<path d="M10 4v12M4 10h12"/>"#;
    /// Back to the default.
    Reset, "reset", r#"<path d="M4 4.5V8h3.5M4.3 7.8A6.25 6.25 0 1 1 3.75 10.5"/>"#;
    /// Search.
    Search, "search", r#"<circle cx="8.75" cy="8.75" r="5"/><path d="M12.5 12.5 17 17"/>"#;
    /// A server.
    Server, "server", r#"<rect x="3.5" y="4" width="13" height="5" rx="1.25"/><rect x="3.5" y="11" width="13" height="5" rx="1.25"/><path d="M6.5 6.5h.01M6.5 13.5h.01"/>"#;
    /// Settings.
    Settings, "settings", r#"<path d="M3.5 6h6M14.5 6h2M3.5 14h2M10.5 14h6"/><circle cx="12" cy="6" r="2.25"/><circle cx="8" cy="14" r="2.25"/>"#;
    /// Administrators, sealing.
    Shield, "shield", r#"<path d="M10 2.75 16 5v4.5c0 3.7-2.4 6.4-6 7.75-3.6-1.35-6-4.05-6-7.75V5l6-2.25ZM7.25 9.75l2 2 3.5-3.75"/>"#;
    /// Sign out.
    SignOut, "sign-out", r#"<path d="M8.5 4H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3.5M12.5 6.5 16 10l-3.5 3.5M16 10H8"/>"#;
    /// Sorted, largest first.
    SortDown, "sort-down", r#"<path d="M10 4v12M5.5 11.5 10 16l4.5-4.5"/>"#;
    /// Sorted, smallest first.
    SortUp, "sort-up", r#"<path d="M10 16V4M5.5 8.5 10 4l4.5 4.5"/>"#;
    /// Favourite.
    Star, "star", r#"<path d="M10 3.25l2.1 4.25 4.65.7-3.4 3.3.8 4.65L10 13.95l-4.15 2.2.8-4.65-3.4-3.3 4.65-.7L10 3.25Z"/>"#;
    /// PowerShell and REST.
    Terminal, "terminal", r#"<path d="M4 5.5 8 9.5l-4 4M9.5 14.5H16"/>"#;
    /// Delete.
    Trash, "trash", r#"<path d="M4 5.5h12M8 5.5V4a.75.75 0 0 1 .75-.75h2.5A.75.75 0 0 1 12 4v1.5M5.25 5.5 6 15.75a1 1 0 0 0 1 1h6a1 1 0 0 0 1-1l.75-10.25M8.5 8.75v4.75M11.5 8.75v4.75"/>"#;
    /// Undo.
    Undo, "undo", r#"<path d="M4 8h8a4 4 0 0 1 0 8H8M7.25 4.5 3.75 8l3.5 3.5"/>"#;
    /// Import.
    Upload, "upload", r#"<path d="M10 12.5V3.5M6 7l4-4 4 4M4 12.5v3a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1v-3"/>"#;
    /// Somebody has to look.
    Warning, "warning", r#"<path d="M10 3.25 17.5 16.5h-15L10 3.25ZM10 8v4"/><circle cx="10" cy="14.1" r=".5" fill="currentColor" stroke="none"/>"#;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn an_icon_is_hidden_from_assistive_technology() {
        let html = fragment(|| view! { <Glyph icon=Icon::Lock size=IconSize::Small /> });
        assert_eq!(
            html,
            r##"<svg aria-hidden="true" class="fc-icon fc-icon--16"><use href="#fc-i-lock"/></svg>"##
        );
    }

    #[test]
    fn the_sprite_has_what_the_page_refers_to_and_nothing_else() {
        let symbols =
            sprite(r##"<use href="#fc-i-lock"/><use href="#fc-i-lock"/><use href="#fc-i-nothing"/>"##);
        assert_eq!(symbols.matches("id=\"fc-i-lock\"").count(), 1);
        assert!(!symbols.contains("fc-i-trash"));
        assert_eq!(symbols.matches("<symbol").count(), ALWAYS.len() + 1);
    }

    #[test]
    fn names_are_unique_and_sorted() {
        let names: Vec<_> = Icon::ALL.iter().map(|icon| icon.name()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
