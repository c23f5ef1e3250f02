//! The lines of an operation in a file: the same from the page and from the command line.

use forecourt_service::operation::{Line, Operation, fate_sentence};

/// The names of the columns.
pub(crate) const HEADER: [&str; 7] = [
    "Line",
    "AsWritten",
    "Identity",
    "UserPrincipalName",
    "DisplayName",
    "Outcome",
    "Explanation",
];

/// The cells of a line.
pub(crate) fn row(operation: &Operation, line: &Line) -> Vec<String> {
    vec![
        line.line.map(|line| line.to_string()).unwrap_or_default(),
        line.text.clone().unwrap_or_default(),
        line.person.map(|person| person.to_string()).unwrap_or_default(),
        line.user_principal_name.clone().unwrap_or_default(),
        line.display_name.clone().unwrap_or_default(),
        line.fate.code().to_owned(),
        fate_sentence(operation, line.fate),
    ]
}
