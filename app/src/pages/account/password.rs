//! Changing one's own password.

use super::AccountView;
use crate::paths;
use crate::ui::{Button, Card, CardBody, InputKind, TextField};
use leptos::prelude::*;

pub(super) fn card(view: &AccountView) -> impl IntoView + use<> {
    let errors = view.errors.clone();
    let error = move |field: &str| errors.message(field).map(str::to_owned);
    let email = view.signed_in.email.clone();
    view! {
        <Card id="password-card" title="Password" desc="Changing it signs you out everywhere else.">
            <CardBody>
                <form class="fc-stack fc-stack--4" action=paths::account() method="post">
                    // Tells password managers whose password it is.
                    <input class="fc-visually-hidden" type="email" name="email" value=email autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" />
                    <TextField
                        id="current_password"
                        label="Current password"
                        kind=InputKind::Password
                        error=error("current_password")
                        autocomplete="current-password"
                        prose=false
                        required=true
                    />
                    <TextField
                        id="password"
                        label="New password"
                        kind=InputKind::Password
                        hint="At least 12 characters. A few unrelated words make a good one."
                        error=error("password")
                        autocomplete="new-password"
                        prose=false
                        required=true
                    />
                    <TextField
                        id="password_again"
                        label="New password again"
                        kind=InputKind::Password
                        error=error("password_again")
                        autocomplete="new-password"
                        prose=false
                        required=true
                    />
                    <div class="fc-cluster">
                        <Button name="action" value="password">
                            "Change password"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}
