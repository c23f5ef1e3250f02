//! Administrators: who signs in here.

mod list;
mod one;

pub use list::{AddForm, AdministratorsView, MadeUp, administrators_page};
pub use one::{AdministratorView, EditForm, administrator_page};

use crate::ui::{Badge, BadgeKind, MessageBar, MessageKind, SelectOption};
use forecourt_model::authority::Role;
use leptos::prelude::*;

/// The roles to pick from.
fn role_options() -> Vec<SelectOption> {
    let option = |role: Role| SelectOption::new(role.code(), role.label());
    Role::ALL.into_iter().map(option).collect()
}

/// Whether somebody may sign in.
fn state(disabled: bool) -> impl IntoView {
    if disabled {
        view! { <Badge kind=BadgeKind::Off>"Disabled"</Badge> }
    } else {
        view! { <Badge kind=BadgeKind::On>"Enabled"</Badge> }
    }
}

/// A form that came back after a session had ended.
fn restored() -> impl IntoView {
    view! {
        <MessageBar>
            <strong>"What you entered is back. "</strong>
            "It is not saved yet. Passwords are not kept: write them again."
        </MessageBar>
    }
}

/// A password that was made up, shown this once.
fn made_up(name: &str, password: &str) -> impl IntoView + use<> {
    let (name, password) = (name.to_owned(), password.to_owned());
    view! {
        <MessageBar kind=MessageKind::Success alert=true>
            <strong>"The password of "{name}" is "</strong>
            <code class="fc-code" id="made-up-password">{password}</code>
            ". It is shown only now and stored nowhere. Hand it over in person, and ask for it to be changed under Account."
        </MessageBar>
    }
}
