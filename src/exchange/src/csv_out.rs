//! CSV that a spreadsheet opens safely.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, in full width too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What ends a cell in a spreadsheet of another language, where commas do not and quotes inside a line count for nothing.
const ENDS_A_CELL: [char; 4] = [';', '\t', '\r', '\n'];

/// Makes a cell harmless: a spreadsheet runs what begins with a formula sign, a tab or a line break. An apostrophe before
/// it makes it text. The same before what would begin a cell where semicolons or tabs separate them.
pub fn cell(text: &str) -> Cow<'_, str> {
    let begins = text.starts_with(FORMULA) || text.starts_with(['\t', '\r', '\n']);
    let inside: Vec<_> = text
        .match_indices(ENDS_A_CELL)
        .map(|(at, end)| at + end.len())
        .filter(|at| {
            let next = text.get(*at..).unwrap_or_default();
            next.trim_start_matches(['"', ' ']).starts_with(FORMULA)
        })
        .collect();
    if !begins && inside.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 1 + inside.len());
    safe.push_str(if begins { "'" } else { "" });
    let mut done = 0;
    for at in inside {
        safe.push_str(text.get(done..at).unwrap_or_default());
        safe.push('\'');
        done = at;
    }
    safe.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(safe)
}

/// Writes a file as RFC 4180 has it, with the byte order mark without which Excel takes UTF-8 for something else.
/// Every cell goes through [`cell`].
pub fn write(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from('\u{feff}');
    line(&mut text, header.iter().map(|name| cell(name)));
    append(&mut text, rows);
    text
}

/// Writes what only Forecourt reads: every cell as it is.
pub fn exact(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    line(&mut text, header.iter().copied().map(Cow::Borrowed));
    for row in rows {
        line(&mut text, row.iter().map(|value| Cow::Borrowed(value.as_str())));
    }
    text
}

/// More rows of a file that [`write()`] has begun, for long files that are handed out piece by piece.
pub fn more(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    append(&mut text, rows);
    text
}

fn append(text: &mut String, rows: impl Iterator<Item = Vec<String>>) {
    for row in rows {
        line(text, row.iter().map(|value| cell(value)));
    }
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = Cow<'a, str>>) {
    for (index, value) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        if value.contains(['"', ',', ';', '\t', '\r', '\n']) {
            text.push('"');
            text.push_str(&value.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&value);
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
            "=1+1", "+1", "-1", "@SUM(A1)", "\t1+1", "\r1", "＝1+1", "＋1", "－1", "＠A",
        ] {
            assert_eq!(cell(dangerous), format!("'{dangerous}"));
        }
        for (dangerous, safe) in [
            ("Ann;=HYPERLINK(\"x\")", "Ann;'=HYPERLINK(\"x\")"),
            ("a;b;@c;+1", "a;b;'@c;'+1"),
            ("a\t=1", "a\t'=1"),
            ("a\n=1", "a\n'=1"),
            ("a; \"\"=1", "a;' \"\"=1"),
            ("a;＝1", "a;'＝1"),
            ("=1;=2", "'=1;'=2"),
            (";=1", ";'=1"),
            ("\t=1+1", "'\t'=1+1"),
        ] {
            assert_eq!(cell(dangerous), safe);
            assert!(
                !cells_elsewhere(dangerous).iter().any(|cell| runs(cell)),
                "{dangerous}"
            );
        }
        for harmless in ["", "a=b", " Namgung", "00123", "李", "Ann; Ben", "a;b=c", "a;'=1"] {
            assert_eq!(cell(harmless), harmless);
        }
    }

    /// The cells of a line with `text` in it where semicolons separate them: quotes count at the beginning of a cell only.
    fn cells_elsewhere(text: &str) -> Vec<String> {
        let file = write(
            &["Name", "Note"],
            std::iter::once(vec!["x".to_owned(), text.to_owned()]),
        );
        let ends: &[char] = &[';', '\t', '\r', '\n'];
        file.split(ends).map(str::to_owned).collect()
    }

    fn runs(cell: &str) -> bool {
        cell.trim_start_matches(['"', ' '])
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
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
        let text = write(&["Ann; Ben"], std::iter::once(vec!["a\tb".to_owned()]));
        assert_eq!(text, "\u{feff}\"Ann; Ben\"\r\n\"a\tb\"\r\n");
    }
}
