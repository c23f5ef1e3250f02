//! What Format-List prints: `Name : value`, values wrapped at the width of the window, a blank line between objects.

use super::{Property, Raw, Record, Records, plain};
use std::collections::HashSet;

/// Reads every object. Lines that are neither a property nor the rest of one are left out, with a note.
pub(super) fn read(text: &str) -> Records {
    let mut reader = Reader::default();
    let text = text.trim_start_matches('\u{feff}');
    let margin = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or_default();
    for (line, number) in text.lines().zip(1..) {
        reader.line(line.get(margin..).unwrap_or_default(), number);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    records: Vec<Record>,
    current: Record,
    /// The names in `current`.
    names: HashSet<String>,
    open: Option<Open>,
    foreign: Vec<u64>,
}

/// A property whose next line may still belong to it.
struct Open {
    name: String,
    line: u64,
    pieces: Vec<String>,
}

impl Reader {
    fn line(&mut self, line: &str, number: u64) {
        if line.trim().is_empty() {
            self.end_record();
        } else if indent(line) > 0 && self.open.is_some() {
            if let Some(open) = &mut self.open {
                open.pieces.push(line.trim().to_owned());
            }
        } else if let Some((name, value)) = property(line) {
            self.end_property();
            if !self.names.insert(plain(name)) {
                self.end_record();
                self.names.insert(plain(name));
            }
            self.open = Some(Open {
                name: name.to_owned(),
                line: number,
                pieces: vec![value.trim().to_owned()],
            });
        } else {
            self.end_record();
            self.foreign.push(number);
        }
    }

    fn end_property(&mut self) {
        if let Some(open) = self.open.take() {
            self.current.properties.push(Property {
                raw: Raw::Printed(join(&open.pieces)),
                name: open.name,
                line: Some(open.line),
            });
        }
    }

    fn end_record(&mut self) {
        self.end_property();
        self.names.clear();
        if !self.current.properties.is_empty() {
            self.records.push(std::mem::take(&mut self.current));
        }
    }

    fn finish(mut self) -> Records {
        self.end_record();
        let notes = match self.foreign.as_slice() {
            [] => Vec::new(),
            [line] => vec![format!("Line {line} is not a property and was left out.")],
            [first, rest @ ..] => vec![format!(
                "Line {first} and {} more are not properties and were left out.",
                rest.len()
            )],
        };
        Records {
            records: self.records,
            notes,
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// `Name   : value`. A name is one word; anything else before the colon is a prompt or prose.
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !plain(name).is_empty();
    let separated = value.is_empty() || value.starts_with(' ');
    (is_name && separated).then_some((name, value))
}

/// Joins the lines of one value. A value without blanks was cut anywhere; one with blanks was cut at a blank, which
/// is gone. The length of a line tells nothing.
fn join(pieces: &[String]) -> String {
    let has_blanks = pieces.iter().any(|piece| piece.contains(' '));
    pieces.join(if has_blanks { " " } else { "" }).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Raw, read};

    fn value(text: &str, name: &str) -> String {
        match read(text).records[0].get(name) {
            Some(Raw::Printed(value)) => value.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_value_without_blanks_is_joined_as_it_is_and_one_with_blanks_by_a_blank() {
        let text = "\r\nDomains     : a.example,b.exam\r\n              ple\r\nDescription : one two\r\n              three: four\r\n";
        assert_eq!(value(text, "Domains"), "a.example,b.example");
        assert_eq!(value(text, "description"), "one two three: four");
    }

    #[test]
    fn prompts_are_left_out_and_copied_margins_do_not_matter() {
        let text = "    PS C:\\> Get-Thing | fl\n\n    Name  : x\n    Other : y\n            z\n";
        assert_eq!(value(text, "Other"), "yz");
        assert_eq!(read(text).notes, ["Line 1 is not a property and was left out."]);
    }

    #[test]
    fn a_name_that_repeats_starts_the_next_object() {
        assert_eq!(read("Identity : a\nX : 1\nIdentity : b\nX : 2").records.len(), 2);
        assert_eq!(read("Identity : a\n\n\nIdentity : b").records.len(), 2);
        assert_eq!(read("just a note\n").records.len(), 0);
    }
}
