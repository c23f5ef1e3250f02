//! Making a token.

use super::AccessTokensView;
use crate::paths;
use crate::ui::{Button, ButtonKind, Card, CardBody, Checkbox, Gap, MessageBar, MessageKind, TextField};
use forecourt_model::scope::Scope;
use forecourt_service::access_token::MAXIMUM_DAYS;
use leptos::prelude::*;

/// What was entered for a new token.
#[derive(Clone, Debug)]
pub struct TokenForm {
    /// What it is called.
    pub name: String,
    /// The codes of its scopes.
    pub scopes: Vec<String>,
    /// How many days it lasts.
    pub days: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            scopes: Vec::new(),
            days: "90".to_owned(),
        }
    }
}

/// The card with the form.
pub(super) fn card(view: &AccessTokensView) -> impl IntoView + use<> {
    let AccessTokensView {
        form, errors, role, ..
    } = view.clone();
    let error = |field: &str| errors.message(field).map(str::to_owned);
    let (name_error, days_error) = (error("name"), error("days"));
    let scopes_error = error("scopes").map(|message| {
        view! { <MessageBar kind=MessageKind::Danger><span id="scopes-error">{message}</span></MessageBar> }
    });
    let boxes: Vec<_> = Scope::ALL
        .iter()
        .filter(|scope| scope.fits(role))
        .map(|scope| {
            let checked = form.scopes.iter().any(|code| code == scope.code());
            view! {
                <Checkbox name="scopes" value=scope.code() id=format!("scope-{}", scope.code()) checked hint=scope.description()>
                    {scope.code()}
                </Checkbox>
            }
        })
        .collect();
    view! {
        <Card id="make" title="Make an access token" desc="It belongs to you and stops when you cannot sign in any more.">
            <CardBody gap=Gap::Four>
                <form class="fc-stack fc-stack--4" action=paths::access_tokens() method="post">
                    <div class="fc-grid">
                        <TextField
                            id="name"
                            label="Name"
                            value=form.name
                            hint="What it is for, for example monthly export."
                            error=name_error
                            autocomplete="off"
                            prose=false
                            required=true
                        />
                        <TextField
                            id="days"
                            label="Days until it expires"
                            value=form.days
                            hint=format!("From 1 to {MAXIMUM_DAYS}.")
                            error=days_error
                            autocomplete="off"
                            prose=false
                            required=true
                        />
                    </div>
                    <fieldset class="fc-choices">
                        <legend class="fc-choices__legend">"Scopes"</legend>
                        {scopes_error}
                        <div class="fc-grid">{boxes}</div>
                    </fieldset>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary>"Make token"</Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}
