//! Which column is which.

use super::Row;
use crate::reading::shortened;
use crate::record::{looks_like, plain};
use crate::source::Unreadable;

/// The columns of one kind of table.
pub(crate) trait Column: Copy + PartialEq + 'static {
    /// All that are read, in the order of today.
    const ALL: &'static [Self];

    /// The names it goes by; the first is today's.
    fn names(self) -> &'static [&'static str];

    /// Its name of today.
    fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// The column that goes by `name`, whatever its case.
    fn find(name: &str) -> Option<Self> {
        let wanted = plain(name);
        let is = |column: &&Self| column.names().iter().any(|name| plain(name) == wanted);
        Self::ALL.iter().find(is).copied()
    }
}

/// The columns of a file.
pub(crate) struct Header<C> {
    places: Vec<(C, usize)>,
    ignored: Vec<String>,
    cells: Vec<String>,
}

impl<C: Column> Header<C> {
    /// Finds the columns.
    pub(crate) fn read<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Self, Unreadable> {
        let mut header = Self {
            places: Vec::new(),
            ignored: Vec::new(),
            cells: cells.map(|cell| cell.trim().to_owned()).collect(),
        };
        for (index, cell) in header.cells.iter().enumerate() {
            match C::find(cell) {
                Some(column) if header.places.iter().any(|(known, _)| *known == column) => {
                    return Err(Unreadable::at(
                        1,
                        "column-twice",
                        format!(
                            "Two columns of the header mean {}. Remove one of them.",
                            column.name()
                        ),
                    ));
                }
                Some(column) => header.places.push((column, index)),
                None if plain(cell).is_empty() => {}
                None => header.ignored.push(cell.clone()),
            }
        }
        Ok(header)
    }

    /// Refuses a header without one of the `required` columns. `head` is the file, or as much of it as is known, for
    /// saying what it seems to be instead.
    pub(crate) fn require(&self, required: &[C], head: &str) -> Result<(), Unreadable> {
        let Some(missing) = required.iter().find(|column| self.place(**column).is_none()) else {
            return Ok(());
        };
        let seems =
            looks_like(head, &[]).map_or_else(String::new, |words| format!(" It looks like {words}."));
        let names = |columns: &[C], end: &str| {
            columns
                .iter()
                .map(|column| column.name())
                .collect::<Vec<_>>()
                .join(end)
        };
        let needed = match required {
            [only] => format!("{} is required", only.name()),
            several => format!("{} are required", names(several, " and ")),
        };
        Err(Unreadable::at(
            1,
            "wrong-header",
            format!(
                "The header is “{}” and has no column {}.{seems} Expected are {}; only {needed}.",
                shortened(&self.cells.join(", ")),
                missing.name(),
                names(C::ALL, ", ")
            ),
        ))
    }

    /// Where a column is.
    pub(crate) fn place(&self, column: C) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, index)| *index)
    }

    /// Whether the file has a column.
    pub(crate) fn has(&self, column: C) -> bool {
        self.place(column).is_some()
    }

    /// How many columns the file has, known or not.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    /// The cell of `row` in a column, as it is.
    pub(crate) fn cell<'a>(&self, row: &Row<'a>, column: C) -> Option<&'a str> {
        row.cells.get(self.place(column)?)
    }

    /// The cell of `row` in a column, unless it is blank.
    pub(crate) fn filled<'a>(&self, row: &Row<'a>, column: C) -> Option<&'a str> {
        self.cell(row, column).filter(|text| !text.trim().is_empty())
    }

    /// What is worth saying about the header.
    pub(crate) fn notes(&self) -> Vec<String> {
        match self.ignored.as_slice() {
            [] => Vec::new(),
            ignored => vec![format!(
                "Columns that are not read: {}.",
                shortened(&ignored.join(", "))
            )],
        }
    }
}
