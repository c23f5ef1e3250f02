//! The lines of an operation in a file: the same from the page and from the command line.

use forecourt_service::operation::{Line, Operation, line_sentence};

/// The names of the columns.
pub(crate) const HEADER: [&str; 8] = [
    "Line",
    "AsWritten",
    "Identity",
    "UserPrincipalName",
    "DisplayName",
    "ExternalAccessPolicy",
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
        line.policy_name
            .as_ref()
            .unwrap_or(&operation.policy_name)
            .clone(),
        line.fate.code().to_owned(),
        line_sentence(operation, line),
    ]
}
