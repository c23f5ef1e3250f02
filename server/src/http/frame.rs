//! What stands around every page.

use super::assets::{asset, assets};
use super::flash::Flash;
use super::state::AppState;
use super::visit::Visit;
use forecourt_app::paths;
use forecourt_app::shell::{Account, Assets, Density, Frame, NavItem, Theme};
use forecourt_app::ui::{Icon, Toast, UndoForm};
use forecourt_model::authority::{Permission, Role};

/// The place of a page in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Dashboard,
    Messages,
    ExternalAccess,
    Import,
    Files,
    Compliance,
    Users,
    Groups,
    Operations,
    Exceptions,
    Review,
    TestAccess,
    Outside,
    Decisions,
    Connectors,
    Activity,
    Administrators,
    Console,
    AccessTokens,
    Webhooks,
    Account,
    Nowhere,
}

fn asset_names() -> Assets {
    let found = assets();
    Assets {
        stylesheet: found.stylesheet.to_owned(),
        script: found.script.map(str::to_owned),
        glue: found.glue.map(str::to_owned),
        icon: found.icon.to_owned(),
        manifest: asset("manifest.webmanifest").map(str::to_owned),
    }
}

/// The frame of a page that nobody is signed in on.
pub fn bare(state: &AppState, nonce: &str, title: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        nonce: nonce.to_owned(),
        assets: asset_names(),
        organization: state
            .services
            .snapshot_if_set_up()
            .map(|snapshot| snapshot.organization.name.clone()),
        home_href: paths::home(),
        ..Frame::default()
    }
}

/// The frame of a page for somebody who is signed in.
pub fn frame(visit: &Visit, title: &str, place: Place) -> Frame {
    let role = visit.signed_in.role;
    let unanswered = unanswered(visit);
    let toasts = visit.flash.iter().map(toast).collect();
    Frame {
        theme: match visit.signed_in.preferences.theme.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        },
        density: match visit.signed_in.preferences.density.as_str() {
            "compact" => Density::Compact,
            _ => Density::Comfortable,
        },
        account: Some(Account {
            name: visit.signed_in.name.clone(),
            id: visit.signed_in.email.clone(),
            role_label: role.label().to_owned(),
            href: paths::account(),
        }),
        nav: navigation(role, place, unanswered),
        search_href: paths::users(),
        messages_href: paths::messages(),
        unanswered,
        toasts,
        ..bare(&visit.state, &visit.nonce.0, title)
    }
}

fn unanswered(visit: &Visit) -> u32 {
    if !visit.context.may(Permission::ReadMessages) {
        return 0;
    }
    let snapshot = visit.services().snapshot_if_set_up();
    let open = snapshot.is_some_and(|s| s.rollout.as_ref().is_some_and(|rollout| rollout.answer.is_none()));
    u32::from(open)
}

fn toast(flash: &Flash) -> Toast {
    let undo = flash.undo.map(|revision| UndoForm {
        action: paths::undo(revision),
        fields: vec![("quick".to_owned(), "true".to_owned())],
        label: String::new(),
    });
    let link = match (&flash.link, flash.undo) {
        (Some((words, path)), _) => Some((path.clone(), words.clone())),
        (None, Some(revision)) => Some((paths::change(revision), "See in Activity".to_owned())),
        (None, None) => None,
    };
    Toast {
        title: flash.text.clone(),
        undo,
        link,
        ..Toast::default()
    }
}

fn navigation(role: Role, place: Place, unanswered: u32) -> Vec<NavItem> {
    let item = |label: &str, href: String, icon: Option<Icon>, here: Place| NavItem {
        label: label.to_owned(),
        href,
        icon,
        current: place == here,
        ..NavItem::default()
    };
    let mut items = vec![item(
        "Dashboard",
        paths::home(),
        Some(Icon::Home),
        Place::Dashboard,
    )];
    if role.grants(Permission::ReadMessages) {
        let mut messages = item(
            "Message center",
            paths::messages(),
            Some(Icon::Megaphone),
            Place::Messages,
        );
        messages.counter = (unanswered > 0).then(|| (unanswered, "not answered".to_owned()));
        items.push(messages);
    }
    let external = item(
        "External access",
        paths::organization_settings(),
        None,
        Place::ExternalAccess,
    );
    let mut children = vec![external];
    if role.grants(Permission::Import) {
        children.push(item("Import", paths::import(), None, Place::Import));
    }
    children.push(item("Configuration file", paths::files(), None, Place::Files));
    items.push(NavItem {
        label: "External collaboration".to_owned(),
        icon: Some(Icon::Globe),
        section: true,
        opens: true,
        children,
        ..NavItem::default()
    });
    items.push(item("Users", paths::users(), Some(Icon::Person), Place::Users));
    items.push(item("Groups", paths::groups(), Some(Icon::Group), Place::Groups));
    items.push(item(
        "Operations",
        paths::operations(),
        Some(Icon::PersonAdd),
        Place::Operations,
    ));
    items.push(item(
        "Exceptions",
        paths::exceptions(),
        Some(Icon::Calendar),
        Place::Exceptions,
    ));
    items.push(item(
        "Review",
        paths::review(),
        Some(Icon::CheckCircle),
        Place::Review,
    ));
    items.push(item(
        "Compliance",
        paths::compliance(),
        Some(Icon::Check),
        Place::Compliance,
    ));
    items.push(chat_servers(role, item));
    if role.grants(Permission::ReadActivity) {
        let mut activity = item(
            "Activity",
            paths::activity(),
            Some(Icon::History),
            Place::Activity,
        );
        activity.section = true;
        items.push(activity);
    }
    if role.grants(Permission::ReadAdministrators) {
        items.push(item(
            "Administrators",
            paths::administrators(),
            Some(Icon::Shield),
            Place::Administrators,
        ));
    }
    items.push(automation(role, item));
    items
}

fn chat_servers(role: Role, item: impl Fn(&str, String, Option<Icon>, Place) -> NavItem) -> NavItem {
    let mut servers = vec![item("Test access", paths::test_access(), None, Place::TestAccess)];
    if role.grants(Permission::ReadActivity) {
        servers.push(item("Decisions", paths::decisions(), None, Place::Decisions));
        servers.push(item("Connectors", paths::connectors(), None, Place::Connectors));
    }
    servers.push(item(
        "External identities",
        paths::outside(),
        None,
        Place::Outside,
    ));
    NavItem {
        label: "Chat servers".to_owned(),
        icon: Some(Icon::Link),
        children: servers,
        ..NavItem::default()
    }
}

fn automation(role: Role, item: impl Fn(&str, String, Option<Icon>, Place) -> NavItem) -> NavItem {
    let mut automation = vec![
        item("Console", paths::console(), None, Place::Console),
        item("Access tokens", paths::access_tokens(), None, Place::AccessTokens),
    ];
    if role.grants(Permission::ReadAdministrators) {
        automation.push(item("Webhooks", paths::webhooks(), None, Place::Webhooks));
    }
    NavItem {
        label: "Automation".to_owned(),
        icon: Some(Icon::Terminal),
        children: automation,
        ..NavItem::default()
    }
}
