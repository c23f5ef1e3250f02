//! What to look back at.

use crate::paths;
use crate::ui::{Button, ButtonKind, Card, CardBody, Gap, InputKind, Note, TextField};
use leptos::prelude::*;

/// What was asked, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsOfForm {
    /// The moment, as `2021-12-08T14:20` in UTC.
    pub at: String,
    /// A person: an address or an object id.
    pub user: String,
    /// The sentence at the moment.
    pub at_error: Option<String>,
    /// The sentence at the person.
    pub user_error: Option<String>,
    /// What cannot be looked back at, and why.
    pub problem: Option<String>,
}

pub(super) fn form(form: &AsOfForm) -> impl IntoView + use<> {
    let AsOfForm {
        at,
        user,
        at_error,
        user_error,
        ..
    } = form.clone();
    view! {
        <Card id="look" title="When and who">
            <form method="get" action=paths::as_of()>
                <CardBody gap=Gap::Four>
                    <TextField
                        id="at"
                        name="at"
                        label="Day and time"
                        kind=InputKind::DateTime
                        value=at
                        error=at_error
                        hint="In UTC, to the minute."
                    />
                    <TextField
                        id="user"
                        name="user"
                        label="Person"
                        optional=true
                        value=user
                        error=user_error
                        hint="A sign-in name, a chat address or an object id."
                    />
                    <div class="fc-cluster"><Button kind=ButtonKind::Primary>"Look back"</Button></div>
                    <Note>"People are named as the directory has them today."</Note>
                </CardBody>
            </form>
        </Card>
    }
}
