//! The first start.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Button, ButtonKind, ButtonSize, InputKind, MessageBar, MessageKind, TextField};
use forecourt_model::FieldErrors;
use leptos::prelude::*;

/// What the page shows: what was typed, and what could not be taken.
#[derive(Clone, Debug, Default)]
pub struct SetupView {
    /// The code.
    pub code: String,
    /// The organization's name.
    pub organization: String,
    /// Its first domain.
    pub domain: String,
    /// The administrator's name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nobody can set up right now.
    pub problem: Option<String>,
    /// The organization is set up already, so that the page leads to sign-in.
    pub done: bool,
}

/// The code from the server's output, the organization, its first administrator.
pub fn setup_page(frame: Frame, view: SetupView) -> impl IntoView {
    let SetupView {
        code,
        organization,
        domain,
        name,
        email,
        errors,
        problem,
        done,
    } = view;
    // Typing begins at the first field that could not be taken, or, with the code in the link, after the code.
    let wrong = errors.0.first().map(|error| error.field.clone());
    let begin = wrong.unwrap_or_else(|| if code.is_empty() { "code" } else { "organization" }.to_owned());
    let error = move |field: &str| errors.message(field).map(str::to_owned);
    let begins = move |field: &str| begin == field;
    let problem = problem.map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let sign_in = done.then(|| view! { <p><a href=paths::sign_in(None, None)>"Go to sign-in"</a></p> });
    view! {
        <Shell frame lead="Name your organization and its first administrator. It takes a minute.">
            {problem} {sign_in} <form class="fc-stack fc-stack--4" action=paths::setup() method="post">
                <TextField
                    id="code"
                    label="Setup code"
                    value=code
                    hint="The server printed it when it started."
                    error=error("code")
                    autocomplete="off"
                    prose=false
                    required=true
                    autofocus=begins("code")
                />
                <TextField
                    id="organization"
                    label="Organization"
                    value=organization
                    error=error("organization")
                    autocomplete="organization"
                    required=true
                    autofocus=begins("organization")
                />
                <TextField
                    id="domain"
                    label="Domain"
                    value=domain
                    hint="The domain of your people’s user names, for example contoso.com."
                    error=error("domain")
                    prose=false
                    required=true
                    autofocus=begins("domain")
                />
                <TextField
                    id="name"
                    label="Your name"
                    value=name
                    error=error("name")
                    autocomplete="name"
                    prose=false
                    required=true
                    autofocus=begins("name")
                />
                <TextField
                    id="email"
                    label="Your e-mail address"
                    kind=InputKind::Email
                    value=email
                    hint="You sign in with it."
                    error=error("email")
                    autocomplete="username"
                    prose=false
                    required=true
                    autofocus=begins("email")
                />
                <TextField
                    id="password"
                    label="Password"
                    kind=InputKind::Password
                    hint="At least 12 characters. A few unrelated words make a good one."
                    error=error("password")
                    autocomplete="new-password"
                    prose=false
                    required=true
                    autofocus=begins("password")
                />
                <TextField
                    id="password_again"
                    label="Password again"
                    kind=InputKind::Password
                    error=error("password_again")
                    autocomplete="new-password"
                    prose=false
                    required=true
                    autofocus=begins("password_again")
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large block=true>
                    "Set up Forecourt"
                </Button>
            </form>
        </Shell>
    }
}
