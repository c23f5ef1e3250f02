//! Who reaches whom: our people on one side, personal accounts on the other.
use super::{Glyph, Icon};
use leptos::prelude::*;

// Not literals in the view: Leptos would write them as attributes.
const OUT: &str = concat!(
    r#"<line class="fc-flow__shaft" x1="0" x2="100%" y1="6" y2="6"/>"#,
    r#"<svg x="100%" y="0" class="fc-flow__head"><path d="M-6 1 0 6l-6 5"/></svg>"#,
);
const IN: &str = concat!(
    r#"<line class="fc-flow__shaft" x1="0" x2="100%" y1="6" y2="6"/>"#,
    r#"<path class="fc-flow__head" d="M6 1 0 6l6 5"/>"#,
);

/// A number of people and the list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowCount {
    /// The number, written.
    pub number: String,
    /// Where the list is.
    pub href: String,
}

/// Who reaches whom.
#[component]
pub fn Flow(
    /// The organization.
    #[prop(into)]
    organization: String,
    /// "1,262 people".
    #[prop(into)]
    people: String,
    /// How many can start chats.
    start: FlowCount,
    /// How many can be found and contacted.
    contact: FlowCount,
) -> impl IntoView {
    view! {
        <div class="fc-flow">
            <div class="fc-flow__side">
                <Glyph icon=Icon::Building />
                <strong>{organization}</strong>
                <span class="fc-flow__text">{people}</span>
            </div>
            <div class="fc-flow__lanes">
                <div class="fc-flow__lane">
                    <span class="fc-flow__text">
                        <a class="fc-flow__count fc-quiet-link" href=start.href>{start.number}</a>
                        " can start chats"
                    </span>
                    <svg
                        class="fc-flow__arrow"
                        aria-hidden="true"
                        inner_html={OUT}
                    ></svg>
                </div>
                <div class="fc-flow__lane">
                    <svg
                        class="fc-flow__arrow"
                        aria-hidden="true"
                        inner_html={IN}
                    ></svg>
                    <span class="fc-flow__text">
                        <a class="fc-flow__count fc-quiet-link" href=contact.href>{contact.number}</a>
                        " can be found and contacted"
                    </span>
                </div>
            </div>
            <div class="fc-flow__side">
                <Glyph icon=Icon::Globe />
                <strong>"Personal accounts"</strong>
                <span class="fc-flow__text">"anyone outside"</span>
            </div>
        </div>
    }
}
