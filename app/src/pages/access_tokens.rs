//! Access tokens: what service accounts sign in with.

mod form;
mod list;

pub use form::TokenForm;

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Card, Dialog, MessageBar, MessageKind, PageHead, Slot, first_names};
use forecourt_model::authority::Role;
use forecourt_model::{AdministratorId, FieldErrors};
use forecourt_service::access_token::{AccessToken, State, made_with};
use leptos::prelude::*;
use time::OffsetDateTime;

/// A token that was made just now.
#[derive(Clone, Debug)]
pub struct MadeToken {
    /// What it is called.
    pub name: String,
    /// The token itself.
    pub secret: String,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AccessTokensView {
    /// The tokens that who looks may see, the newest first.
    pub tokens: Vec<AccessToken>,
    /// Who looks at the page.
    pub own: AdministratorId,
    /// Their role.
    pub role: Role,
    /// The moment that states are told for.
    pub now: OffsetDateTime,
    /// What was entered.
    pub form: TokenForm,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// The token that was made just now.
    pub made: Option<MadeToken>,
    /// The form came back after a session had ended.
    pub restored: bool,
    /// The token that is about to be revoked.
    pub revoking: Option<AccessToken>,
}

/// The page.
pub fn access_tokens_page(frame: Frame, view: AccessTokensView) -> impl IntoView {
    let made = view.made.clone().map(made_bar);
    let back = view.restored.then(|| {
        view! {
            <MessageBar>
                <strong>"What you entered is back. "</strong>
                "No token was made yet."
            </MessageBar>
        }
    });
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let dialog = view
        .revoking
        .as_ref()
        .map(|token| revocation(&view, token).into_any());
    let dialog = dialog.map_or_else(Slot::default, Slot::from);
    let (list, make) = (list::tokens(&view), form::card(&view));
    view! {
        <Shell frame dialog>
            <PageHead
                title="Access tokens"
                lead="What scripts and service accounts sign in with. A token does what its scopes say, and never more than its owner may do."
            />
                {made} {back} {problem} <Card id="list" title="Tokens" title_hidden=true>
                    {list}
                </Card> {make}
        </Shell>
    }
}

/// A token, shown this once.
fn made_bar(made: MadeToken) -> impl IntoView {
    view! {
        <MessageBar kind=MessageKind::Success alert=true>
            <strong>"The token "{made.name}" is "</strong>
            <code class="fc-code" id="made-token">{made.secret}</code>
            ". It is shown only now and stored nowhere. Put it where your script reads its secrets."
        </MessageBar>
    }
}

fn revocation(view: &AccessTokensView, token: &AccessToken) -> impl IntoView + use<> {
    let made: Vec<_> = made_with(&view.tokens, token.id)
        .into_iter()
        .filter(|made| State::of(made, view.now) == State::Active)
        .map(|made| made.name.as_str())
        .collect();
    let made = (!made.is_empty()).then(|| {
        let names = first_names(&made);
        view! { <p>"Tokens that were made with it are revoked too: "{names}"."</p> }
    });
    view! {
        <Dialog
            id="revoke-title"
            title=format!("Revoke {}?", token.name)
            action=paths::access_token(token.id)
            cancel=paths::access_tokens()
            confirm="Revoke token"
            danger=true
        >
            <p>"Whatever uses it is refused at its next request. This cannot be undone; you can make another token."</p>
            {made}
        </Dialog>
    }
}
