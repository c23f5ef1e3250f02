//! `Format-List`: names and values, one below the other.

use super::Row;

/// Objects one below the other, an empty line before, between and after them. Names are padded to the longest; values
/// are cut at the width of the window, at a blank where there is one, and go on in the column of the values.
pub fn list(rows: &[Row], width: usize) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n");
    for row in rows {
        let longest = row
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        let room = width.saturating_sub(longest + 3).max(10);
        for (name, value) in row {
            let padding = longest - name.chars().count();
            text.push_str(name);
            text.extend(std::iter::repeat_n(' ', padding));
            text.push_str(" : ");
            for (at, piece) in wrapped(&value.shown(), room).into_iter().enumerate() {
                if at > 0 {
                    text.push('\n');
                    text.extend(std::iter::repeat_n(' ', longest + 3));
                }
                text.push_str(&piece);
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// The lines of a value. What has no blank is cut anywhere.
fn wrapped(value: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in value.split('\n') {
        let mut rest: Vec<char> = line.trim_end_matches('\r').chars().collect();
        while rest.len() > room {
            let blank = rest
                .get(..=room)
                .and_then(|start| start.iter().rposition(|c| *c == ' '));
            let (end, next) = match blank {
                Some(at) if at > 0 => (at, at + 1),
                _ => (room, room),
            };
            lines.push(rest.get(..end).unwrap_or_default().iter().collect());
            rest.drain(..next);
        }
        lines.push(rest.into_iter().collect());
    }
    lines
}
