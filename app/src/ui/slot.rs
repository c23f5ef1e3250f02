//! Optional content of a component.
use leptos::prelude::*;

/// A place in a component for content of the page: text, or a view with links and names in it.
///
/// Anything that is a view becomes a filled slot by itself. An `Option` has to go through [`Slot::maybe`], so that
/// nothing is drawn around what is not there.
#[derive(Default)]
pub struct Slot(Option<AnyView>);

impl Slot {
    /// Filled when there is a view, empty when there is none.
    pub fn maybe(content: Option<impl IntoView + 'static>) -> Self {
        Self(content.map(IntoAny::into_any))
    }

    /// Whether there is content.
    pub const fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// The content, if there is any.
    pub fn into_option(self) -> Option<AnyView> {
        self.0
    }

    /// The content put inside `wrap`; nothing when the slot is empty.
    pub fn map<V: IntoView>(self, wrap: impl FnOnce(AnyView) -> V) -> Option<V> {
        self.0.map(wrap)
    }
}

impl<V: IntoView + 'static> From<V> for Slot {
    fn from(content: V) -> Self {
        Self(Some(content.into_any()))
    }
}
