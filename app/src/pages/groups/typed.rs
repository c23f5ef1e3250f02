//! What somebody typed about a group.

use forecourt_model::FieldErrors;

/// What stands in the forms of a group's page, and what was not accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedGroup {
    /// Its name; `None` when its form was not sent.
    pub display_name: Option<String>,
    /// Its mailbox; `None` when its form was not sent.
    pub mail: Option<String>,
    /// The identifier of the picked policy; `None` when its form was not sent.
    pub policy: Option<String>,
    /// The rank; `None` when its form was not sent.
    pub rank: Option<String>,
    /// Why, for the policy's form.
    pub reason: String,
    /// The people to add.
    pub people: String,
    /// What was not accepted.
    pub errors: FieldErrors,
}

impl TypedGroup {
    /// The sentence for a field.
    pub(super) fn error(&self, field: &str) -> Option<String> {
        self.errors.message(field).map(str::to_owned)
    }
}
