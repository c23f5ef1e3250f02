//! Adding a message from its JSON.

use crate::paths;
use crate::ui::{Button, Disclosure, Icon, Note, Stack, TextArea};
use leptos::prelude::*;

/// The form for a new message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddForm {
    /// Why the role cannot add one.
    pub refusal: Option<String>,
    /// What was entered.
    pub json: String,
    /// What could not be taken, a sentence each.
    pub errors: Vec<String>,
}

pub(super) fn add_form(form: AddForm) -> impl IntoView {
    let AddForm {
        refusal,
        json,
        errors,
    } = form;
    let open = !errors.is_empty() || !json.is_empty();
    let error = (!errors.is_empty()).then(|| format!("Not added. {}", errors.join(" ")));
    let hint = view! { "One " <code class="fc-code">"serviceUpdateMessage"</code> " as Microsoft Graph gives it. A number that is here already is updated, and everybody has it not read again." };
    let disabled = refusal.is_some();
    view! {
        <Disclosure summary="Add a message from JSON" icon=Icon::Plus open>
            <form class="fc-stack fc-stack--4" method="post" action=paths::messages()>
                <TextArea id="json" label="Message" value=json rows=10 hint=hint error=error prose=false disabled />
                {refusal.map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> })}
                <Stack>
                    <div class="fc-cluster">
                        <Button disabled>"Add message"</Button>
                    </div>
                </Stack>
            </form>
        </Disclosure>
    }
}
