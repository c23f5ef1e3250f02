//! Texts that grow only so far.

use std::io;

/// A text was put together that is longer than may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("What is put together here is too long. Narrow it down with Select-Object.")]
pub struct TooLong;

/// A text that grows up to a length.
pub(super) struct Bounded {
    text: String,
    most: usize,
}

impl Bounded {
    /// An empty one of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            most,
        }
    }

    /// Adds a text.
    pub(super) fn push(&mut self, text: &str) -> Result<(), TooLong> {
        if self.text.len() + text.len() > self.most {
            return Err(TooLong);
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Adds a character.
    pub(super) fn push_char(&mut self, character: char) -> Result<(), TooLong> {
        self.push(character.encode_utf8(&mut [0; 4]))
    }

    /// Adds blanks.
    pub(super) fn pad(&mut self, blanks: usize) -> Result<(), TooLong> {
        if self.text.len() + blanks > self.most {
            return Err(TooLong);
        }
        self.text.extend(std::iter::repeat_n(' ', blanks));
        Ok(())
    }

    /// Takes the blanks away that stand at its end.
    pub(super) fn trim_blanks(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        self.push(text).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
