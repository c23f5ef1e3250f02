//! The fields that make an assignment an exception.

use crate::ui::{InputKind, TextField};
use forecourt_model::FieldErrors;
use leptos::prelude::*;

/// What was typed, and what was not accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExceptionFields {
    /// Who answers for it.
    pub owner: String,
    /// The day that it ends on.
    pub date: String,
    /// The time of that day.
    pub time: String,
    /// What was not accepted, by the fields `owner`, `expires` and `expires_time`.
    pub errors: FieldErrors,
}

impl ExceptionFields {
    pub(crate) fn error(&self, field: &str) -> Option<String> {
        self.errors.message(field).map(str::to_owned)
    }
}

/// The fields, for a form that assigns.
pub fn exception_fields(typed: &ExceptionFields, disabled: bool) -> impl IntoView + use<> {
    let (owner, date, time) = (typed.owner.clone(), typed.date.clone(), typed.time.clone());
    let (owner_error, date_error, time_error) = (
        typed.error("owner"),
        typed.error("expires"),
        typed.error("expires_time"),
    );
    view! {
        <TextField
            id="expires" label="Ends on" kind=InputKind::Date optional=true value=date error=date_error disabled
            hint="At the end of that day in UTC. What was assigned before counts again then, by itself."
        />
        <TextField
            id="expires_time" label="Time, in UTC" kind=InputKind::Time optional=true value=time error=time_error disabled
        />
        <TextField
            id="owner" label="Owner" optional=true value=owner error=owner_error disabled autocomplete="off"
            hint="Who answers for it. You, when left empty."
        />
    }
}

/// The same as fields that a form carries along.
pub fn hidden_exception_fields(typed: &ExceptionFields) -> Vec<(String, String)> {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        field("expires", &typed.date),
        field("expires_time", &typed.time),
        field("owner", &typed.owner),
    ]
}
