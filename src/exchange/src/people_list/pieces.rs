//! A list without columns: identifiers with anything between them.

use super::identifier::{bare, read};
use super::{ListedIdentifier, MAXIMUM_CHARACTERS};
use crate::source::{Text, Unreadable};
use crate::table::Streamed;
use std::io::Read;

/// The most bytes of a piece that are kept: enough to see that it is too long.
const MOST_BYTES: usize = 4 * (MAXIMUM_CHARACTERS + 1);

/// The pieces between line breaks, commas, semicolons and tabs. In quotes only a line break ends a piece, and with it
/// the quotes, so one that is never closed costs one line.
pub(super) struct Pieces<R> {
    text: Text<R>,
    line: u64,
    quoted: bool,
    /// The piece so far, without quotes.
    piece: Vec<u8>,
}

/// Why a piece does not go on for now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A mark that may end it.
    At(u8),
    /// The part of the file that is held ends here, the file does not.
    InTheMiddle,
    End,
}

impl<R: Read> Pieces<R> {
    /// `line` is the number of the line with which `text` begins.
    pub(super) fn new(text: Text<R>, line: u64) -> Self {
        Self {
            text,
            line,
            quoted: false,
            piece: Vec::new(),
        }
    }

    /// The next piece that is not blank.
    pub(super) fn next_identifier(&mut self) -> Option<Streamed<ListedIdentifier>> {
        loop {
            let line = self.line;
            let stop = match self.gather() {
                Ok(stop) => stop,
                Err(error) => return Some(Err(error)),
            };
            match stop {
                Stop::At(b'"') => {
                    self.quoted = !self.quoted;
                    continue;
                }
                Stop::At(mark @ (b'\n' | b'\r')) => {
                    self.quoted = false;
                    self.line += u64::from(mark == b'\n');
                }
                Stop::At(separator) if self.quoted => {
                    if self.room() > 0 {
                        self.piece.push(separator);
                    }
                    continue;
                }
                Stop::InTheMiddle => continue,
                Stop::At(_) | Stop::End => {}
            }
            let piece = String::from_utf8_lossy(&self.piece);
            let found = (!bare(&piece).is_empty()).then(|| read(line, &piece));
            self.piece.clear();
            match found {
                Some(found) => return Some(Ok(found)),
                None if stop == Stop::End => return None,
                None => {}
            }
        }
    }

    /// Takes what comes before the next mark into `piece`, and goes past the mark.
    fn gather(&mut self) -> Result<Stop, Unreadable> {
        let room = self.room();
        let rest = self.text.fill_rest()?;
        let end = rest
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r' | b',' | b';' | b'\t' | b'"'));
        let (mut before, after) = rest
            .split_at_checked(end.unwrap_or(rest.len()))
            .unwrap_or_default();
        let stop = match after.first() {
            Some(mark) => Stop::At(*mark),
            None if before.is_empty() => Stop::End,
            None => Stop::InTheMiddle,
        };
        let used = before.len() + usize::from(end.is_some());
        if self.piece.is_empty() {
            before = before.trim_ascii_start();
        }
        self.piece.extend_from_slice(before.get(..room).unwrap_or(before));
        self.text.consume(used);
        Ok(stop)
    }

    /// How many bytes the piece may still grow.
    fn room(&self) -> usize {
        MOST_BYTES.saturating_sub(self.piece.len())
    }
}
