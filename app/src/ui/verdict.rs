//! Verdicts: the answer to one of the two questions, for one person.
use super::class::class_list;
use super::{Glyph, Icon, Slot};
use leptos::prelude::*;

/// The two verdicts side by side.
#[component]
pub fn Verdicts(
    /// The [`Verdict`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-verdicts">{children()}</div> }
}

/// The answer to one question.
#[component]
pub fn Verdict(
    /// "Can start chats with personal accounts".
    #[prop(into)]
    question: String,
    /// Yes or no.
    allowed: bool,
    /// Who decides, by name.
    #[prop(into)]
    reason: Slot,
) -> impl IntoView {
    let (class, icon, answer) = if allowed {
        ("fc-verdict--allowed", Icon::CheckCircle, "Yes")
    } else {
        ("fc-verdict--denied", Icon::Block, "No")
    };
    view! {
        <div class=class_list("fc-verdict", [class])>
            <Glyph icon />
            <p class="fc-verdict__question">{question}</p>
            <p class="fc-verdict__answer">{answer}</p>
            <p class="fc-verdict__reason">{reason.into_option()}</p>
        </div>
    }
}
