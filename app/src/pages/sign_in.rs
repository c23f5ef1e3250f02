//! Signing in.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, ButtonSize, HiddenFields, InputKind, MessageBar, MessageKind, TextField,
};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct SignInView {
    /// What was typed as e-mail address.
    pub email: String,
    /// The sentence at the password, when the two did not match.
    pub error: Option<String>,
    /// Why nobody can sign in right now.
    pub problem: Option<String>,
    /// The path to go to afterwards.
    pub next: String,
    /// The token of the form that comes back afterwards.
    pub draft: String,
}

/// E-mail address, password, and a word about a form that waits.
pub fn sign_in_page(frame: Frame, view: SignInView) -> impl IntoView {
    let lead = frame
        .organization
        .as_ref()
        .map(|name| format!("External access for {name}"));
    let waiting = (!view.draft.is_empty()).then(|| {
        view! {
            <MessageBar>
                <strong>"Your session has ended. "</strong>
                "What you entered is kept. It comes back, unsaved, when you have signed in."
            </MessageBar>
        }
    });
    let problem = view.problem.map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let typed = !view.email.is_empty();
    let fields = vec![("next".to_owned(), view.next), ("draft".to_owned(), view.draft)];
    view! {
        <Shell frame lead=lead>
            {waiting} {problem}
            <form class="fc-stack fc-stack--4" action=paths::sign_in(None, None) method="post">
                <HiddenFields fields />
                <TextField
                    id="email"
                    label="E-mail address"
                    kind=InputKind::Email
                    value=view.email
                    autocomplete="username"
                    prose=false
                    required=true
                    autofocus=!typed
                />
                <TextField
                    id="password"
                    label="Password"
                    kind=InputKind::Password
                    autocomplete="current-password"
                    error=view.error
                    prose=false
                    required=true
                    autofocus=typed
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large block=true>
                    "Sign in"
                </Button>
            </form>
        </Shell>
    }
}
