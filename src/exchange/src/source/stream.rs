//! Text that is decoded while it is read, so that a long file is never held as a whole.

use super::place::Place;
use super::{Unreadable, broken_utf_16, check_text_at, workbook};
use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How many bytes of a file are held at once.
const CHUNK: usize = 64 * 1024;

/// The most bytes of one row. A longer one is a quote that nobody closes, or no table at all.
const LONGEST_ROW: u64 = 1024 * 1024;

/// A file as UTF-8 without byte order mark, whatever it is saved in. Errors of reading carry an [`Unreadable`].
pub(crate) struct Text<R> {
    source: R,
    encoding: Encoding,
    /// Bytes of the file that are not decoded yet.
    raw: Vec<u8>,
    source_ended: bool,
    /// The piece that is being handed out. The last one stays when the text ends.
    chunk: Vec<u8>,
    /// Where `chunk` begins in the text.
    chunk_start: u64,
    /// How much of `chunk` is handed out.
    given: usize,
    ended: bool,
    row_start: u64,
    quotes: u64,
    place: Place,
}

enum Encoding {
    Utf8,
    Utf16(Box<Decoder>),
}

impl<R: Read> Text<R> {
    /// Reads the beginning of `source` and tells its encoding.
    pub(crate) fn new(source: R) -> Result<Self, Unreadable> {
        let mut text = Self {
            source,
            encoding: Encoding::Utf8,
            raw: Vec::with_capacity(CHUNK),
            source_ended: false,
            chunk: Vec::with_capacity(CHUNK),
            chunk_start: 0,
            given: 0,
            ended: false,
            row_start: 0,
            quotes: 0,
            place: Place::default(),
        };
        text.fill()?;
        let utf_16 = |kind: &'static encoding_rs::Encoding| {
            Encoding::Utf16(Box::new(kind.new_decoder_without_bom_handling()))
        };
        let mark = match text.raw.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => 3,
            [0xFF, 0xFE, ..] => {
                text.encoding = utf_16(UTF_16LE);
                2
            }
            [0xFE, 0xFF, ..] => {
                text.encoding = utf_16(UTF_16BE);
                2
            }
            [b'P', b'K', 3, 4, ..] => return Err(workbook()),
            _ => 0,
        };
        text.raw.drain(..mark);
        text.place.skip(mark);
        text.decode()?;
        let marks = text.head().len() - text.head().trim_start_matches('\u{feff}').len();
        text.skip(marks);
        Ok(text)
    }

    /// The text that is known and not handed out yet; all of it when the file is short.
    pub(crate) fn head(&self) -> &str {
        std::str::from_utf8(self.rest()).unwrap_or_default()
    }

    /// Leaves out the first `bytes` bytes of [`Text::head`]. Places are counted from there.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.chunk.drain(..bytes.min(self.chunk.len()));
    }

    /// What is known and not handed out yet, more of it read when there is none. Empty at the end.
    pub(crate) fn fill_rest(&mut self) -> Result<&[u8], Unreadable> {
        while self.given >= self.chunk.len() && !self.ended {
            self.advance()?;
        }
        Ok(self.rest())
    }

    /// Hands out the first `bytes` bytes of [`Text::fill_rest`].
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.given = (self.given + bytes).min(self.chunk.len());
    }

    /// The byte at a place of the piece that is being handed out.
    pub(crate) fn byte_at(&self, position: u64) -> Option<u8> {
        let index = usize::try_from(position.checked_sub(self.chunk_start)?).ok()?;
        self.chunk.get(index).copied()
    }

    /// Whether somebody has read up to the end.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Whether the part that is read so far leaves a quote open.
    pub(crate) fn is_quote_open(&self) -> bool {
        self.quotes % 2 == 1
    }

    /// Says where the next row begins, for the limit of its length.
    pub(crate) fn row_starts_at(&mut self, position: u64) {
        self.row_start = position;
    }

    fn rest(&self) -> &[u8] {
        self.chunk.get(self.given..).unwrap_or_default()
    }

    /// Reads until a whole piece is there or the file ends.
    fn fill(&mut self) -> Result<(), Unreadable> {
        let wanted = CHUNK.saturating_sub(self.raw.len());
        let limit = u64::try_from(wanted).unwrap_or(u64::MAX);
        let read = Read::by_ref(&mut self.source)
            .take(limit)
            .read_to_end(&mut self.raw)
            .map_err(|error| broke_off(&error))?;
        self.source_ended = read < wanted;
        Ok(())
    }

    /// Goes on to the next piece, or to the end.
    fn advance(&mut self) -> Result<(), Unreadable> {
        if self.source_ended {
            self.ended = true;
            return Ok(());
        }
        self.fill()?;
        self.decode()
    }

    /// Decodes `raw` into `chunk`, which is handed out whole; what is left is a character that is not complete.
    fn decode(&mut self) -> Result<(), Unreadable> {
        let before = self.chunk.len();
        match &mut self.encoding {
            Encoding::Utf8 => {
                let valid = match std::str::from_utf8(&self.raw) {
                    Ok(text) => text.len(),
                    Err(error) if error.error_len().is_none() && !self.source_ended => error.valid_up_to(),
                    Err(error) => return Err(self.place.broken_utf_8(&self.raw, error.valid_up_to())),
                };
                if valid == 0 {
                    return Ok(());
                }
                self.chunk.clear();
                self.chunk
                    .extend_from_slice(self.raw.get(..valid).unwrap_or_default());
                self.raw.drain(..valid);
            }
            Encoding::Utf16(decoder) => {
                let room = decoder
                    .max_utf8_buffer_length_without_replacement(self.raw.len())
                    .unwrap_or(CHUNK * 2);
                let mut decoded = vec![0; room];
                let (result, _, written) =
                    decoder.decode_to_utf8_without_replacement(&self.raw, &mut decoded, self.source_ended);
                if result != DecoderResult::InputEmpty {
                    return Err(broken_utf_16());
                }
                self.raw.clear();
                if written == 0 {
                    return Ok(());
                }
                decoded.truncate(written);
                self.chunk = decoded;
            }
        }
        self.chunk_start += u64::try_from(before).unwrap_or_default();
        self.given = 0;
        self.account()
    }

    /// Refuses NUL characters in the new piece, and counts its lines and quotes.
    fn account(&mut self) -> Result<(), Unreadable> {
        check_text_at(self.head(), self.place.line())?;
        self.quotes += self
            .chunk
            .iter()
            .fold(0, |quotes, byte| quotes + u64::from(*byte == b'"'));
        self.place.advance(&self.chunk);
        Ok(())
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.chunk_start + u64::try_from(self.given).unwrap_or_default();
        if taken.saturating_sub(self.row_start) > LONGEST_ROW {
            return Err(io::Error::other(row_too_long()));
        }
        self.fill_rest().map_err(io::Error::other)?;
        let length = self.rest().read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

/// The error for a row over the limit; who reads rows adds the line.
fn row_too_long() -> Unreadable {
    Unreadable::new(
        ROW_TOO_LONG,
        "A row of the file is over 1 MB long. Close the quotes in the file and choose it again.",
    )
}

/// The code of the error for a row over the limit.
pub(crate) const ROW_TOO_LONG: &str = "row-too-long";

/// The sentence for a file that cannot be read on.
pub(crate) fn broke_off(error: &io::Error) -> Unreadable {
    Unreadable::new(
        "broke-off",
        format!("The file could not be read to its end: {error}. Choose it again."),
    )
}
