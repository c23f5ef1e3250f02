//! From bytes to text.

mod place;
mod stream;

pub(crate) use stream::{ROW_TOO_LONG, Text, broke_off};

use encoding_rs::{UTF_16BE, UTF_16LE};
use place::Place;
use serde::Serialize;

/// Why a file cannot be taken: a whole sentence that says what is wrong and what to do.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq, Serialize)]
#[error("{message}")]
pub struct Unreadable {
    /// The sentence for people.
    pub message: String,
    /// A stable code for programs, in kebab case.
    pub code: &'static str,
    /// The line it is about, counted from 1, when it is about one.
    pub line: Option<u64>,
}

impl Unreadable {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code,
            line: None,
        }
    }

    pub(crate) fn at(line: impl Into<Option<u64>>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            ..Self::new(code, message)
        }
    }
}

/// Reads text as Windows and everybody else saves it: UTF-8 with or without a byte order mark, UTF-16 with one.
///
/// # Errors
/// When it is not text, or not in one of these encodings. The error names the place.
pub fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf_8(rest, 3)?,
        [0xFF, 0xFE, rest @ ..] => utf_16(UTF_16LE, rest)?,
        [0xFE, 0xFF, rest @ ..] => utf_16(UTF_16BE, rest)?,
        [b'P', b'K', 3, 4, ..] => return Err(workbook()),
        _ => utf_8(bytes, 0)?,
    };
    check_text(&text)?;
    Ok(text)
}

/// Refuses text with NUL characters, which no text editor writes.
pub(crate) fn check_text(text: &str) -> Result<(), Unreadable> {
    check_text_at(text, 1)
}

/// The same for a part of a file that begins on line `first`.
fn check_text_at(text: &str, first: u64) -> Result<(), Unreadable> {
    let Some(position) = text.find('\0') else {
        return Ok(());
    };
    let line = first - 1 + line_of(text.as_bytes().get(..position).unwrap_or_default());
    Err(Unreadable::at(
        line,
        "not-text",
        format!(
            "Line {line} has a NUL character, so this is not plain text. Open the file in a text editor and save it as UTF-8."
        ),
    ))
}

fn utf_8(bytes: &[u8], skipped: usize) -> Result<String, Unreadable> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let mut place = Place::default();
        place.skip(skipped);
        place.broken_utf_8(bytes, error.valid_up_to())
    })
}

fn broken_utf_8(line: u64, byte_of_line: usize, byte: usize) -> Unreadable {
    Unreadable::at(
        line,
        "broken-utf-8",
        format!(
            "Line {line} is not valid UTF-8: byte {byte_of_line} of the line, byte {byte} of the file. Save the file as UTF-8 and choose it again."
        ),
    )
}

fn utf_16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, Unreadable> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(broken_utf_16)
}

fn broken_utf_16() -> Unreadable {
    Unreadable::new(
        "broken-utf-16",
        "The file says that it is UTF-16, but it breaks off or has characters that do not exist. Save it as UTF-8 and choose it again.",
    )
}

fn workbook() -> Unreadable {
    Unreadable::new(
        "not-text",
        "This is a workbook or a ZIP file, not text. Save the sheet as CSV UTF-8, or unpack the file, and choose the result.",
    )
}

fn line_of(before: &[u8]) -> u64 {
    1 + before
        .iter()
        .fold(0, |lines, byte| lines + u64::from(*byte == b'\n'))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_encoding_that_windows_offers_gives_the_same_text() {
        let text = "Élodie\r\n최지안";
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<_>>();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [vec![0xFF, 0xFE], utf_16(u16::to_le_bytes)].concat(),
            [vec![0xFE, 0xFF], utf_16(u16::to_be_bytes)].concat(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn broken_utf_8_is_placed_by_line_and_byte() {
        let error = decode(b"one\ntwo \xE9lodie").unwrap_err();
        assert_eq!((error.code, error.line), ("broken-utf-8", Some(2)));
        assert_eq!(
            error.message,
            "Line 2 is not valid UTF-8: byte 5 of the line, byte 9 of the file. Save the file as UTF-8 and choose it again."
        );
        let marked = decode(b"\xEF\xBB\xBFab\xC3").unwrap_err();
        assert!(
            marked.message.contains("byte 3 of the line, byte 6 of the file"),
            "{marked}"
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"PK\x03\x04rest").unwrap_err().code, "not-text");
        assert_eq!(decode(b"a\n\0b").unwrap_err().line, Some(2));
        assert_eq!(decode(b"\xFF\xFEa").unwrap_err().code, "broken-utf-16");
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }
}
