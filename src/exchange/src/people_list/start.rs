//! What a list begins with.

use super::column::Column;
use super::identifier::identify;
use crate::reading::shortened;
use crate::record::{looks_like, plain};
use crate::source::{Text, Unreadable};
use crate::table::{Column as _, Rows, Wanted, without_preamble};

/// How a list is to be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// As identifiers with separators, after so many bytes and lines at the beginning.
    Pieces { bytes: usize, lines: u64 },
    /// As rows under a header.
    Header,
}

const WANTED: Wanted = Wanted {
    what: "a list of people",
    advice: "Choose a file with one sign-in name or object id per line.",
    again: "Choose a file with one sign-in name or object id per line.",
};

/// Looks at `head`, the file or as much of it as is known.
pub(super) fn start(head: &str) -> Result<Start, Unreadable> {
    let (lines, body) = without_preamble(head);
    let pieces = |bytes: usize| Start::Pieces {
        bytes: head.len() - body.len() + bytes,
        lines,
    };
    let mut rows = Rows::new(Text::new(head.as_bytes())?);
    let mut cells: Vec<String> = Vec::new();
    if let Some(Ok(Ok(row))) = rows.next_row() {
        cells.extend(row.cells.iter().map(str::to_owned));
    }
    cells.retain(|cell| !cell.trim().is_empty());
    if cells.iter().any(|cell| identify(cell).is_some()) {
        return Ok(pieces(0));
    }
    let known =
        |cell: &String| Column::find(cell).is_some_and(|column| column != Column::ExternalAccessPolicy);
    let of_groups = cells.iter().any(|cell| plain(cell) == "groupid");
    if cells.iter().any(known) && !of_groups {
        return Ok(match cells.as_slice() {
            [_] => pieces(body.find(['\n', '\r']).unwrap_or(body.len())),
            _ => Start::Header,
        });
    }
    WANTED.check(head)?;
    let is_other = looks_like(head, &[]).is_some_and(|words| words != WANTED.what);
    if is_other {
        return Err(WANTED.wrong_object(head));
    }
    match cells.as_slice() {
        [] | [_] => Ok(pieces(0)),
        several => Err(unknown_header(several)),
    }
}

fn unknown_header(cells: &[String]) -> Unreadable {
    let names: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
    Unreadable::at(
        1,
        "wrong-header",
        format!(
            "The first line is “{}” and names neither a person nor a column that is known. Write one sign-in name or object id per line, or a header with one of {}.",
            shortened(&cells.join(", ")),
            names.join(", ")
        ),
    )
}
