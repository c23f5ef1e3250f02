//! Notes: one line of reason or result beside a control.
use super::{Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// One line of reason or result.
#[component]
pub fn Note(
    /// Which icon.
    #[prop(default = Icon::Info)]
    icon: Icon,
    /// The id, when a control is described by it.
    #[prop(optional, into)]
    id: Text,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fc-note" id=id.into_option()>
            <Glyph icon size=IconSize::Small />
            <span>{children()}</span>
        </div>
    }
}
