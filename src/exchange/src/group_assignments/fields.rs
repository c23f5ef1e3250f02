//! One assignment as the file has it, whatever its form.

use super::column::Column;
use crate::table::Column as _;

/// The texts of one assignment.
pub(super) struct Fields {
    /// The line on which it begins.
    pub(super) line: u64,
    /// Whether it stands in a printed table, which cuts off what is too long for it.
    pub(super) printed: bool,
    texts: Vec<(Column, String)>,
}

impl Fields {
    /// Takes from `text` what is there and not blank, without blanks around it.
    pub(super) fn new(line: u64, printed: bool, text: impl Fn(Column) -> Option<String>) -> Self {
        let filled = |column: &Column| {
            let text = text(*column)?.trim().to_owned();
            (!text.is_empty()).then_some((*column, text))
        };
        Self {
            line,
            printed,
            texts: Column::ALL.iter().filter_map(filled).collect(),
        }
    }

    /// The text of a property.
    pub(super) fn get(&self, column: Column) -> Option<&str> {
        self.texts
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, text)| text.as_str())
    }

    /// What is left of a text that the table has cut off.
    pub(super) fn cut_off<'a>(&self, text: &'a str) -> Option<&'a str> {
        let stem = text.strip_suffix('…').or_else(|| text.strip_suffix("..."))?;
        self.printed.then_some(stem)
    }
}
