//! `Format-List`: names and values, one below the other.

use super::{Bounded, Row, TooLong};

/// Objects one below the other, an empty line before, between and after them. Names are padded to the longest; values
/// are cut at the width of the window, at a blank where there is one, and go on in the column of the values.
///
/// # Errors
/// When it is more than `most` bytes.
pub fn list(rows: &[Row], width: usize, most: usize) -> Result<String, TooLong> {
    let mut text = Bounded::new(most);
    if rows.is_empty() {
        return Ok(text.into_text());
    }
    text.push("\n")?;
    for row in rows {
        let longest = row
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        let room = width.saturating_sub(longest + 3).max(10);
        for (name, value) in row {
            let padding = longest - name.chars().count();
            text.push(name)?;
            text.pad(padding)?;
            text.push(" : ")?;
            for (at, piece) in wrapped(&value.shown(), room).into_iter().enumerate() {
                if at > 0 {
                    text.push("\n")?;
                    text.pad(longest + 3)?;
                }
                text.push(piece)?;
            }
            text.push("\n")?;
        }
        text.push("\n")?;
    }
    Ok(text.into_text())
}

/// The lines of a value. What has no blank is cut anywhere.
fn wrapped(value: &str, room: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in value.split('\n') {
        let mut rest = line.trim_end_matches('\r');
        // The character after what fits: a blank there is where it is cut.
        while let Some((over, next)) = rest.char_indices().nth(room) {
            let fits = rest.get(..over + next.len_utf8()).unwrap_or_default();
            let (end, after) = match fits.rfind(' ') {
                Some(at) if at > 0 => (at, at + 1),
                _ => (over, over),
            };
            lines.push(rest.get(..end).unwrap_or_default());
            rest = rest.get(after..).unwrap_or_default();
        }
        lines.push(rest);
    }
    lines
}
