//! Rows and cells, one after the other, with the line on which each row begins.

use super::preamble::{separator, without_preamble};
use super::{Column, Header, RowProblem, Streamed};
use crate::source::{ROW_TOO_LONG, Text, Unreadable, broke_off};
use csv::StringRecord;
use std::io::Read;

/// One row. No cell of it is longer than a row may be.
pub(crate) struct Row<'a> {
    pub(crate) line: u64,
    pub(crate) cells: &'a StringRecord,
}

impl Row<'_> {
    /// Refuses more or fewer cells than the `width` of the header: a separator that is not quoted, or a row that
    /// breaks off.
    pub(crate) fn check_width(&self, width: usize) -> Result<(), RowProblem> {
        let extra = self.cells.iter().skip(width).any(|cell| !cell.is_empty());
        if self.cells.len() >= width && !extra {
            return Ok(());
        }
        Err(RowProblem {
            line: self.line,
            column: None,
            code: "wrong-number-of-cells",
            message: format!(
                "Line {} has {} cells and the header has {width}. Put values with a separator in quotes, or complete the row.",
                self.line,
                self.cells.len()
            ),
        })
    }
}

/// The rows of a file. Blank ones are skipped.
pub(crate) struct Rows<R> {
    reader: csv::Reader<Text<R>>,
    record: StringRecord,
    /// Lines before the header.
    skipped: u64,
    /// The line after the row that was read last.
    next_line: u64,
    /// Whether a row was read, be it the header.
    begun: bool,
    done: bool,
}

impl<R: Read> Rows<R> {
    /// Finds the header and the separator. Nothing of `text` may have been read.
    pub(crate) fn new(mut text: Text<R>) -> Self {
        let (skipped, body) = without_preamble(text.head());
        let separator = separator(body);
        let preamble = text.head().len() - body.len();
        text.skip(preamble);
        Self {
            reader: csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(separator)
                .buffer_capacity(64 * 1024)
                .from_reader(text),
            record: StringRecord::new(),
            skipped,
            next_line: skipped + 1,
            begun: false,
            done: false,
        }
    }

    /// Reads the header, which must have the `required` columns. `head` is the file, or as much of it as is known.
    pub(crate) fn header<C: Column>(&mut self, head: &str, required: &[C]) -> Result<Header<C>, Unreadable> {
        let first = required
            .first()
            .or(C::ALL.first())
            .map_or("", |column| column.name());
        let Some(row) = self.next_row() else {
            return Err(Unreadable::new(
                "empty",
                format!("The file has no header. Its first line must name the columns, {first} among them."),
            ));
        };
        let row = row?.map_err(|problem| Unreadable::at(problem.line, problem.code, problem.message))?;
        let header = Header::read(row.cells.iter())?;
        header.require(required, head)?;
        Ok(header)
    }

    /// The next row that is not blank.
    pub(crate) fn next_row(&mut self) -> Option<Streamed<Row<'_>>> {
        let line = loop {
            match self.read() {
                Some(Ok(Ok(_))) if self.record.iter().all(|cell| cell.trim().is_empty()) => {}
                Some(Ok(Ok(line))) => break line,
                Some(Ok(Err(problem))) => return Some(Ok(Err(problem))),
                Some(Err(error)) => return Some(Err(error)),
                None => return None,
            }
        };
        self.begun = true;
        Some(Ok(Ok(Row {
            line,
            cells: &self.record,
        })))
    }

    /// Reads a row into `record` and tells the line on which it begins.
    fn read(&mut self) -> Option<Streamed<u64>> {
        if self.done {
            return None;
        }
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => {
                self.done = true;
                return None;
            }
            Err(error) => {
                self.done = true;
                return Some(self.refusal(error));
            }
        }
        let (end, after) = (self.reader.position().byte(), self.reader.position().line());
        let text = self.reader.get_ref();
        let ends_with_break =
            !text.ended() && end.checked_sub(1).and_then(|last| text.byte_at(last)) == Some(b'\n');
        let is_open = text.ended() && text.is_quote_open();
        self.reader.get_mut().row_starts_at(end);
        // Whoever counts lines of the file counts those in values too.
        let within = self
            .record
            .as_slice()
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count();
        let within = u64::try_from(within).unwrap_or_default() + u64::from(ends_with_break);
        let line = (after + self.skipped).saturating_sub(within);
        self.next_line = after + self.skipped + u64::from(!ends_with_break);
        let runs_on = || {
            self.record
                .iter()
                .next_back()
                .is_some_and(|cell| cell.contains('\n'))
        };
        if is_open && self.begun && runs_on() {
            self.done = true;
            return Some(Ok(Err(open_quote(line))));
        }
        Some(Ok(Ok(line)))
    }

    fn refusal(&self, error: csv::Error) -> Streamed<u64> {
        let broken = |error: &dyn std::fmt::Display| {
            Unreadable::new("broken-csv", format!("The CSV cannot be read: {error}."))
        };
        let error = match error.into_kind() {
            csv::ErrorKind::Io(error) => match error.downcast::<Unreadable>() {
                Ok(error) => error,
                Err(error) => broke_off(&error),
            },
            csv::ErrorKind::Utf8 { err, .. } => broken(&err),
            _ => broken(&"it is no table"),
        };
        if error.code == ROW_TOO_LONG && self.begun {
            Ok(Err(too_long(self.next_line)))
        } else {
            Err(error)
        }
    }
}

fn open_quote(line: u64) -> RowProblem {
    RowProblem {
        line,
        column: None,
        code: "open-quote",
        message: format!(
            "A quoted value in the row on line {line} is never closed, so that row and all after it were left out. Close the quote."
        ),
    }
}

fn too_long(line: u64) -> RowProblem {
    RowProblem {
        line,
        column: None,
        code: ROW_TOO_LONG,
        message: format!(
            "The row on line {line} is over 1 MB long, so that row and all after it were left out. A quoted value in it is perhaps never closed; close the quote."
        ),
    }
}
