//! CSV that a spreadsheet opens safely.

use std::borrow::Cow;

/// Makes a cell harmless: a spreadsheet runs what begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula,
/// in full width too. An apostrophe before it makes it text.
pub fn cell(text: &str) -> Cow<'_, str> {
    let starts_a_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if starts_a_formula {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a file as RFC 4180 has it, with the byte order mark without which Excel takes UTF-8 for something else.
/// Every cell goes through [`cell`].
pub fn write(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from('\u{feff}');
    line(&mut text, header.iter().copied());
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    text
}

/// More rows of a file that [`write()`] has begun, for long files that are handed out piece by piece.
pub fn more(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, value) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        let safe = cell(value);
        if safe.contains(['"', ',', '\r', '\n']) {
            text.push('"');
            text.push_str(&safe.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&safe);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{cell, write};

    #[test]
    fn nothing_runs_in_a_spreadsheet() {
        for dangerous in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", "＋1", "－1", "＠A",
        ] {
            assert_eq!(cell(dangerous), format!("'{dangerous}"));
        }
        for harmless in ["", "a=b", " Namgung", "00123", "李"] {
            assert_eq!(cell(harmless), harmless);
        }
    }

    #[test]
    fn separators_quotes_and_line_breaks_stay_in_their_cell() {
        let text = write(
            &["Name", "Note"],
            [
                vec!["a, \"b\"".to_owned(), "one\ntwo".to_owned()],
                vec!["=x".to_owned(), String::new()],
            ]
            .into_iter(),
        );
        assert_eq!(
            text,
            "\u{feff}Name,Note\r\n\"a, \"\"b\"\"\",\"one\ntwo\"\r\n'=x,\r\n"
        );
    }
}
