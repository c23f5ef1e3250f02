//! Optional text of a component: an attribute, a label, a reason.

/// Text that may be absent. Made from a string, or from an `Option` of one, so that a page can hand over what it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Option<String>);

impl Text {
    /// The text, if there is one.
    pub fn into_option(self) -> Option<String> {
        self.0
    }

    /// The text, if there is one, borrowed.
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether there is a text.
    pub const fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// The text, or what `other` makes.
    pub fn or_else(self, other: impl FnOnce() -> String) -> String {
        self.0.unwrap_or_else(other)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self(Some(text.clone()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for Text {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<Option<&str>> for Text {
    fn from(text: Option<&str>) -> Self {
        Self(text.map(str::to_owned))
    }
}
