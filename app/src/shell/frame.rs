//! What a page says about itself: all that stands around its content.
use crate::ui::{Icon, Toast};

/// Everything around the content of a page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The title of the page, without the product's name.
    pub title: String,
    /// The language, as `en`.
    pub lang: Language,
    /// Light, dark, or what the operating system says.
    pub theme: Theme,
    /// How dense the rows of tables are.
    pub density: Density,
    /// The nonce of the response's content security policy.
    pub nonce: String,
    /// The style sheet and the scripts.
    pub assets: Assets,
    /// The name of the organization.
    pub organization: Option<String>,
    /// Who is signed in; nobody on the bare pages.
    pub account: Option<Account>,
    /// The navigation.
    pub nav: Vec<NavItem>,
    /// The dashboard.
    pub home_href: String,
    /// Where everything is searched (GET with `q`).
    pub search_href: String,
    /// What is searched for now.
    pub search: Option<String>,
    /// The message center.
    pub messages_href: String,
    /// How many messages wait for an answer.
    pub unanswered: u32,
    /// PowerShell and REST.
    pub reference_href: Option<String>,
    /// Help and keyboard shortcuts.
    pub help_href: Option<String>,
    /// What was just done.
    pub toasts: Vec<Toast>,
}

/// The language of a page and the direction it runs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The tag, as `en`.
    pub tag: String,
    /// It runs from right to left.
    pub right_to_left: bool,
}

impl Default for Language {
    fn default() -> Self {
        Self {
            tag: "en".to_owned(),
            right_to_left: false,
        }
    }
}

/// Light, dark, or what the operating system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the operating system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The content of the `color-scheme` meta element.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How dense the rows of tables are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// 48 px a row.
    #[default]
    Comfortable,
    /// 36 px a row.
    Compact,
}

/// The addresses of the files that a page needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub stylesheet: String,
    /// The module that starts the islands; none before they are built.
    pub script: Option<String>,
    /// The module that `script` imports, fetched beside it.
    pub glue: Option<String>,
    /// The icon of the page.
    pub icon: String,
    /// The manifest for installing the page as an application.
    pub manifest: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The name.
    pub name: String,
    /// The sign-in name, from which the colour is made.
    pub id: String,
    /// "Teams Administrator".
    pub role_label: String,
    /// The page of the account.
    pub href: String,
}

/// A line of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavItem {
    /// What it is called.
    pub label: String,
    /// Where it leads; not used when it has children.
    pub href: String,
    /// Its icon; none inside a group.
    pub icon: Option<Icon>,
    /// The page shown is this one or below it.
    pub current: bool,
    /// A number that asks for attention, and what it counts: `(1, "not answered")`.
    pub counter: Option<(u32, String)>,
    /// It begins a new section of the navigation.
    pub section: bool,
    /// The lines of a group.
    pub children: Vec<NavItem>,
    /// The group is open wherever one is; others are open where one of their pages is shown.
    pub opens: bool,
}
