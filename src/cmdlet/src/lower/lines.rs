//! Where bytes of a script stand, without reading it from its beginning each time.

use crate::place::Place;

/// Characters are counted at each of so many bytes.
const PIECE: usize = 256;

/// The lines of a script.
pub(super) struct Lines {
    /// Where each begins, in bytes.
    starts: Vec<usize>,
    /// How many characters begin before each piece.
    characters: Vec<usize>,
}

impl Lines {
    /// Reads a script once.
    pub(super) fn of(source: &str) -> Self {
        let breaks = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let mut characters = Vec::with_capacity(source.len() / PIECE + 1);
        for piece in source.as_bytes().chunks(PIECE) {
            characters.push(before);
            before += begun(piece);
        }
        Self { starts, characters }
    }

    /// The place of a byte of the same script.
    pub(super) fn place(&self, source: &str, byte: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        Place {
            line,
            column: self
                .before(source, byte)
                .saturating_sub(self.before(source, start))
                + 1,
        }
    }

    fn before(&self, source: &str, byte: usize) -> usize {
        let piece = (byte / PIECE).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(piece).copied().unwrap_or_default();
        let rest = source.as_bytes().get(piece * PIECE..byte.min(source.len()));
        counted + begun(rest.unwrap_or_default())
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}
