//! Rows and cells, with the line on which each row begins.

use super::RowProblem;
use crate::source::Unreadable;

pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) problems: Vec<RowProblem>,
}

/// Reads the cells of `text`, which is not empty. Blank rows are skipped.
pub(super) fn read(text: &str) -> Result<Table, Unreadable> {
    let (skipped, body) = without_preamble(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(body))
        .from_reader(body.as_bytes());
    let mut lines = Lines::new(body, skipped);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| Unreadable::new("broken-csv", format!("The CSV cannot be read: {error}.")))?;
        let start = record.position().map_or(0, csv::Position::byte);
        rows.push(Row {
            line: lines.at(usize::try_from(start).unwrap_or(usize::MAX)),
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let mut problems = Vec::new();
    let is_open = body.matches('"').count() % 2 == 1;
    let runs_on = |row: &Row| row.cells.last().is_some_and(|cell| cell.contains('\n'));
    if is_open
        && rows.len() > 1
        && let Some(last) = rows.pop_if(|row| runs_on(row))
    {
        problems.push(RowProblem {
            line: last.line,
            column: None,
            code: "open-quote",
            message: format!(
                "A quoted value in the row on line {} is never closed, so that row and all after it were left out. Close the quote.",
                last.line
            ),
        });
    }
    if rows.is_empty() {
        return Err(Unreadable::new(
            "empty",
            "The file has no header. Its first line must name the columns, UserPrincipalName among them.",
        ));
    }
    let header = rows.remove(0).cells;
    Ok(Table {
        header,
        rows,
        problems,
    })
}

/// Takes off the lines that Windows PowerShell (`#TYPE …`) and Excel (`sep=;`) write before the header, and counts
/// them.
fn without_preamble(text: &str) -> (u64, &str) {
    let mut skipped = 0;
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let lower = line.trim().to_ascii_lowercase();
        if !(lower.is_empty() || lower.starts_with("#type ") || lower.starts_with("sep=")) {
            break;
        }
        skipped += 1;
        rest = after;
    }
    (skipped, rest)
}

/// The separator that the header has most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += i32::from(!quoted && byte == *separator);
        }
    }
    // The first of equals: a comma.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| separator)
}

/// Counts lines on the way through the text; the reader's own count is of records that end, not of rows that begin.
struct Lines<'a> {
    bytes: &'a [u8],
    position: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, skipped: u64) -> Self {
        Self {
            bytes: text.as_bytes(),
            position: 0,
            line: skipped + 1,
        }
    }

    /// The line of the first byte at or after `start` that is no line break.
    fn at(&mut self, start: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.position) {
            if self.position >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.position += 1;
        }
        self.line
    }
}
