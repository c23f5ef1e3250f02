//! Where in a file a piece of it stands.

use super::{Unreadable, broken_utf_8, line_of};

/// The place of the byte that comes next.
pub(super) struct Place {
    line: u64,
    /// How many bytes of the line are before it.
    byte_of_line: usize,
    /// How many bytes of the file are before it.
    byte: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            line: 1,
            byte_of_line: 0,
            byte: 0,
        }
    }
}

impl Place {
    /// The line, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Goes past bytes that belong to no line, as a byte order mark.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.byte += bytes;
    }

    /// Goes past `piece`.
    pub(super) fn advance(&mut self, piece: &[u8]) {
        self.line += line_of(piece) - 1;
        self.byte += piece.len();
        self.byte_of_line = match piece.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => piece.len() - at - 1,
            None => self.byte_of_line + piece.len(),
        };
    }

    /// The refusal of `piece`, of which only the first `valid` bytes are UTF-8.
    pub(super) fn broken_utf_8(&self, piece: &[u8], valid: usize) -> Unreadable {
        let mut place = Self { ..*self };
        place.advance(piece.get(..valid).unwrap_or_default());
        broken_utf_8(place.line, place.byte_of_line + 1, place.byte + 1)
    }
}
