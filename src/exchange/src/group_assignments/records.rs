//! Assignments as JSON or Format-List.

use super::column::Column;
use super::fields::Fields;
use crate::record::{Raw, Record};
use crate::table::Column as _;
use serde_json::Value;

/// The objects that are assignments: those with a type of policy.
pub(super) fn rows(text: &str, records: &[Record]) -> Vec<Fields> {
    let lines = lines_of_objects(text, records.len());
    let line = |index: usize, record: &Record| {
        let printed = record.properties.first().and_then(|property| property.line);
        printed.or(lines.get(index).copied()).unwrap_or(1)
    };
    let value = |record: &Record, column: Column| {
        column
            .names()
            .iter()
            .find_map(|name| record.get(name))
            .and_then(words)
    };
    records
        .iter()
        .enumerate()
        .filter(|(_, record)| record.get(Column::PolicyType.name()).is_some())
        .map(|(index, record)| Fields::new(line(index, record), false, |column| value(record, column)))
        .collect()
}

fn words(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Json(Value::Null) => None,
        Raw::Json(Value::String(text)) | Raw::Printed(text) => Some(text.clone()),
        Raw::Json(value) => Some(value.to_string()),
    }
}

/// The lines on which the `count` objects of a JSON file begin: they are the outermost braces of which there are as
/// many. Empty when none are, as for other forms.
fn lines_of_objects(text: &str, count: usize) -> Vec<u64> {
    const DEEPEST: usize = 3;
    let mut lines: [Vec<u64>; DEEPEST] = Default::default();
    let (mut line, mut depth, mut quoted, mut escaped) = (1, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                if byte == b'{'
                    && let Some(lines) = lines.get_mut(depth)
                {
                    lines.push(line);
                }
                depth += 1;
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let found = lines.into_iter().find(|lines| lines.len() == count);
    found.unwrap_or_default()
}
