//! Microsoft365DSC: blocks of a configuration, each a resource with literal values.
//!
//! Only literals are read. Whatever would have to be run to know it (a variable, a subexpression) is left out with a
//! note, so that nothing is guessed.

mod words;

use super::{Property, Raw, Record, Records};
use crate::source::Unreadable;
use serde_json::Value;
use std::collections::BTreeSet;
use words::{Word, Words};

/// The resources that are about external access.
const RESOURCES: [&str; 5] = [
    "TeamsFederationConfiguration",
    "TeamsExternalAccessPolicy",
    "TeamsExternalAccessConfiguration",
    "TeamsGroupPolicyAssignment",
    "TeamsUserPolicyAssignment",
];

/// The resources of direct assignments.
const PEOPLE: &str = "TeamsUserPolicyAssignment";

/// What is inside a block.
#[derive(Default)]
struct Block {
    record: Record,
    absent: bool,
    left_out: Vec<String>,
}

/// Reads the blocks of `text`. `None` when it is not a configuration with such blocks.
///
/// # Errors
/// When a block breaks off or has something where a property should be.
pub(super) fn read(text: &str) -> Option<Result<Records, Unreadable>> {
    if !RESOURCES.iter().any(|resource| text.contains(resource)) || !text.contains('{') {
        return None;
    }
    let mut words = Words::new(text);
    let mut found = Records {
        records: Vec::new(),
        notes: Vec::new(),
    };
    let (mut others, mut people, mut any) = (BTreeSet::new(), 0, false);
    while let Some((word, line)) = words.next_word() {
        let Word::Name(resource) = word else { continue };
        let start = words.place();
        if !begins_block(&mut words) {
            words.go_back(start);
            continue;
        }
        let known = RESOURCES
            .iter()
            .find(|known| known.eq_ignore_ascii_case(&resource));
        let Some(known) = known else {
            // `Node localhost {` and `Configuration Name {` have blocks inside; other resources are skipped as a whole.
            if resource.starts_with("Teams") {
                others.insert(resource);
                if let Err(error) = block(&mut words, line) {
                    return Some(Err(error));
                }
            }
            continue;
        };
        any = true;
        match block(&mut words, line) {
            Err(error) => return Some(Err(error)),
            Ok(read) => {
                for left in read.left_out {
                    found.notes.push(format!("{known} on line {line}: {left}"));
                }
                if *known == PEOPLE {
                    people += 1;
                } else if read.absent {
                    found.notes.push(format!(
                        "{known} on line {line} is marked Absent and was left out: an import takes nothing away."
                    ));
                } else {
                    found.records.push(read.record);
                }
            }
        }
    }
    if !any && others.is_empty() {
        return None;
    }
    if people > 0 {
        found.notes.push(format!(
            "{people} direct assignments ({PEOPLE}) were left out. Assign them with forecourt assign, or with a list of \
             people that has the column ExternalAccessPolicy."
        ));
    }
    if !others.is_empty() {
        let names: Vec<_> = others.into_iter().collect();
        found.notes.push(format!(
            "Resources that are not about external access and were left out: {}.",
            names.join(", ")
        ));
    }
    Some(Ok(found))
}

/// Whether a name in quotes (or none) and a brace follow.
fn begins_block(words: &mut Words<'_>) -> bool {
    match words.next_word().map(|(word, _)| word) {
        Some(Word::Open) => true,
        Some(Word::Value(_) | Word::Name(_)) => {
            matches!(words.next_word().map(|(word, _)| word), Some(Word::Open))
        }
        _ => false,
    }
}

/// Reads `Name = value` until the brace that closes the block. The opening one is behind.
fn block(words: &mut Words<'_>, began: u64) -> Result<Block, Unreadable> {
    let mut read = Block::default();
    loop {
        match words.next_word() {
            Some((Word::Close, _)) => return Ok(read),
            Some((Word::Separator, _)) => {}
            Some((Word::Name(name), line)) => {
                if !matches!(words.next_word(), Some((Word::Equals, _))) {
                    return Err(Unreadable::at(
                        line,
                        "wrong-shape",
                        format!(
                            "Line {line}: {name} has no value after it. Correct the block or export it again with Export-M365DSCConfiguration."
                        ),
                    ));
                }
                let value = words.value();
                put(&mut read, name, value, line);
            }
            Some((_, line)) => {
                return Err(Unreadable::at(
                    line,
                    "wrong-shape",
                    format!(
                        "Line {line} is not “Name = value”. Correct the block or export it again with Export-M365DSCConfiguration."
                    ),
                ));
            }
            None => {
                return Err(Unreadable::at(
                    began,
                    "broken-off",
                    format!("The block that begins on line {began} breaks off. Export it again."),
                ));
            }
        }
    }
}

fn put(read: &mut Block, name: String, value: Option<Value>, line: u64) {
    match value {
        None => read.left_out.push(format!(
            "{name} is an expression, not a value, and was left out; it keeps the value it has."
        )),
        Some(Value::String(text)) if name.eq_ignore_ascii_case("Ensure") => {
            read.absent = text.eq_ignore_ascii_case("Absent");
        }
        Some(value) => {
            if name.eq_ignore_ascii_case("AllowedDomains") && value.as_array().is_some_and(Vec::is_empty) {
                read.left_out.push(
                    "AllowedDomains is empty. Microsoft365DSC writes that when all external domains are allowed, and \
                     nobody can tell it from an empty allow list."
                        .to_owned(),
                );
            }
            read.record.properties.push(Property {
                name,
                raw: Raw::Json(value),
                line: Some(line),
            });
        }
    }
}
