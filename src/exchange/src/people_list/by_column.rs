//! A list with a header and several columns.

use super::ListedIdentifier;
use super::column::Column;
use super::identifier::{bare, identify, problem};
use crate::source::{Text, Unreadable};
use crate::table::{Column as _, Header, Row, RowProblem, Rows, Streamed};
use std::io::Read;

pub(super) struct ByColumn<R> {
    rows: Rows<R>,
    header: Header<Column>,
}

impl<R: Read> ByColumn<R> {
    /// Reads the header, which is known to have a column that tells who it is.
    pub(super) fn new(text: Text<R>) -> Result<Self, Unreadable> {
        let mut rows = Rows::new(text);
        let header = rows.header("", &[])?;
        Ok(Self { rows, header })
    }

    pub(super) fn header(&self) -> &Header<Column> {
        &self.header
    }

    pub(super) fn next_identifier(&mut self) -> Option<Streamed<ListedIdentifier>> {
        let row = self.rows.next_row()?;
        Some(row.map(|row| read(&self.header, &row?)))
    }
}

fn read(header: &Header<Column>, row: &Row<'_>) -> Result<ListedIdentifier, RowProblem> {
    row.check_width(header.width())?;
    let texts = || {
        Column::IDENTIFIERS
            .iter()
            .filter_map(|column| header.filled(row, *column))
    };
    if let Some((text, kind)) = texts().find_map(identify) {
        return Ok(ListedIdentifier {
            line: row.line,
            text: text.to_owned(),
            kind,
            policy: header
                .filled(row, Column::ExternalAccessPolicy)
                .map(|policy| policy.trim().to_owned()),
        });
    }
    match texts().next() {
        Some(text) => Err(problem(row.line, bare(text))),
        None => Err(missing(header, row.line)),
    }
}

fn missing(header: &Header<Column>, line: u64) -> RowProblem {
    let names: Vec<_> = Column::IDENTIFIERS
        .iter()
        .filter(|column| header.has(**column))
        .map(|column| column.name())
        .collect();
    RowProblem {
        line,
        column: names.first().copied(),
        code: "identifier-missing",
        message: format!(
            "Line {line} has no {}. Add it or remove the row.",
            names.join(" and no ")
        ),
    }
}
