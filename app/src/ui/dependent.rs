//! Dependent settings: a child under its parent.
use super::{Glyph, Icon, IconSize, Slot};
use leptos::prelude::*;

/// A child setting, indented under its parent, with the reason when it cannot be changed. The child is disabled then
/// and described by `reason_id`.
#[component]
pub fn Dependent(
    /// The id of the reason.
    #[prop(into)]
    reason_id: String,
    /// Why the child cannot be changed, and what is stored.
    #[prop(optional, into)]
    reason: Slot,
    /// A lock, or a shield when the role is the reason.
    #[prop(default = Icon::Lock)]
    reason_icon: Icon,
    /// The reason is there for a script to show, and does not hold now.
    #[prop(optional)]
    reason_hidden: bool,
    /// The child.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fc-dependent">
            {children()}
            {reason
                .map(|reason| {
                    view! {
                        <div class="fc-dependent__reason" id=reason_id hidden=reason_hidden>
                            <Glyph icon=reason_icon size=IconSize::Small />
                            <p>{reason}</p>
                        </div>
                    }
                })}
        </div>
    }
}
