//! The page for a request that could not be answered.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{MessageBar, MessageKind, PageHead};
use leptos::prelude::*;

/// What went wrong, what to do, and the number of the request for whoever looks into the log.
pub fn failure_page(frame: Frame, sentence: String, request_id: String) -> impl IntoView {
    let title = frame.title.clone();
    let signed_in = frame.account.is_some();
    let bar = view! { <MessageBar kind=MessageKind::Danger>{sentence}</MessageBar> };
    let request = (!request_id.is_empty()).then(|| {
        view! { <p class="fc-muted fc-small">"Request " <code class="fc-code">{request_id}</code></p> }
    });
    let foot = view! {
        {request}
        <p><a href=paths::home()>"Go to the dashboard"</a></p>
    };
    view! {
        <Shell frame>
            {signed_in.then(|| view! { <PageHead title /> })}
            <div class="fc-stack">{bar}{foot}</div>
        </Shell>
    }
}
