//! What refused people read, and how decisions are kept.

use super::OutsideView;
use crate::paths;
use crate::ui::{Button, Card, HiddenFields, Note, TextArea, TextField};
use forecourt_service::decision::STANDARD_SENTENCE;
use leptos::prelude::*;

pub(super) fn card(page: &OutsideView) -> impl IntoView + use<> {
    let errors = page.errors.clone();
    let error = move |field: &str| errors.message(field).map(str::to_owned);
    let disabled = page.settings_refusal.is_some();
    let input = page.refusal.clone();
    let fields = vec![("revision".to_owned(), page.refusal_revision.to_string())];
    let save = (!disabled).then(|| view! { <Button block=true>"Save"</Button> });
    let standard = format!("Without a sentence people read: “{STANDARD_SENTENCE}”");
    view! {
        <Card id="refusal" title="What refused people read">
            <form class="fc-card__body fc-stack fc-stack--3" method="post" action=paths::outside_refusal()>
                <HiddenFields fields />
                <TextArea
                    id="sentences" label="Sentences" rows=4 optional=true disabled
                    value=input.sentences error=error("sentences")
                    hint="One on each line, after its language: “en: …”, “pt-br: …”."
                />
                <Note>{standard}</Note>
                <TextField
                    id="request_url" label="Where they ask for access" optional=true prose=false disabled
                    value=input.request_url error=error("request_url") autocomplete="off"
                    hint="A link that comes with the sentence."
                />
                <TextField
                    id="keep_one_in" label="Of allowed decisions keep one in" disabled max_length=7_u32
                    value=input.keep_one_in error=error("keep_one_in") autocomplete="off" attr:inputmode="numeric"
                    hint="Every refusal is kept, and everything is counted. 0 keeps none that was allowed."
                />
                <TextField
                    id="days" label="Days that decisions are kept" disabled max_length=3_u32
                    value=input.days error=error("days") autocomplete="off" attr:inputmode="numeric"
                />
                {save}
            </form>
        </Card>
    }
}
