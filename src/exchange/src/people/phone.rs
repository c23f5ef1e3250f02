//! The phone numbers of a cell.

use super::column::Column;
use crate::reading::shortened;
use crate::table::{Column as _, RowProblem};
use forecourt_model::decision::{Identifier, IdentifierKind};

/// The most numbers of one person.
const MAXIMUM_NUMBERS: usize = 20;

/// What a `tel:` address may say beside its number. An extension makes the number one of many people.
const EXTENSION: &str = "ext=";
const PARAMETERS: [&str; 3] = [EXTENSION, "phone-context=", "isub="];

/// What a cell says.
#[derive(Default)]
pub(super) struct Numbers {
    /// Those of the person alone, in their canonical form, sorted.
    pub(super) own: Vec<String>,
    /// Whether there are others with an extension.
    pub(super) has_extension: bool,
}

/// Reads a cell with commas, semicolons or line breaks between its numbers. A number with an extension is that of a
/// switchboard and nobody's own, so it is left out.
pub(super) fn read(line: u64, column: Column, text: &str) -> Result<Numbers, RowProblem> {
    let refused = |code, message| {
        Err(RowProblem {
            line,
            column: Some(column.name()),
            code,
            message,
        })
    };
    let mut numbers = Numbers::default();
    let parts = text.split([',', ';', '\n', '\r']).map(str::trim);
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        if is_parameter(part) {
            continue;
        }
        let mut is_shared = false;
        while let Some(said) = parts.next_if(|next| is_parameter(next)) {
            is_shared |= begins(said, EXTENSION);
        }
        if is_shared {
            numbers.has_extension = true;
            continue;
        }
        let Ok(number) = Identifier::parse(Some(IdentifierKind::Phone), part) else {
            let message = format!(
                "“{}” on line {line} is not a phone number with its country code. Write one like +4722334455, or leave \
                 the cell empty.",
                shortened(part)
            );
            return refused("phone-number-wrong", message);
        };
        if !numbers.own.iter().any(|held| held == number.as_str()) {
            numbers.own.push(number.as_str().to_owned());
        }
    }
    if numbers.own.len() > MAXIMUM_NUMBERS {
        let message = format!("Line {line} has more than {MAXIMUM_NUMBERS} phone numbers. Remove some.");
        return refused("too-many-phone-numbers", message);
    }
    numbers.own.sort_unstable();
    Ok(numbers)
}

fn is_parameter(part: &str) -> bool {
    PARAMETERS.iter().any(|parameter| begins(part, parameter))
}

fn begins(part: &str, with: &str) -> bool {
    part.get(..with.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(with))
}

/// What is worth saying about numbers with an extension on these lines.
pub(super) fn note(lines: &[u64]) -> Option<String> {
    let [first, rest @ ..] = lines else { return None };
    let places = match rest.len() {
        0 => format!("Line {first} has"),
        more => format!("Line {first} and {more} more have"),
    };
    Some(format!(
        "{places} a phone number with an extension (;ext=). Others share it, so nobody was given it."
    ))
}
