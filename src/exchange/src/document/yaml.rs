//! YAML in one fixed form: blocks with two blanks, no folding, quotes wherever a word could be read as something else.

use serde_json::Value;

/// Words that YAML readers, old ones too, take for something else than a text.
const RESERVED: [&str; 11] = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf",
];

/// Writes `value`, which has a map or a list at its top.
pub(super) fn write(value: &Value) -> String {
    let mut out = String::new();
    block(&mut out, value, 0);
    out
}

fn block(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                out.push_str(&"  ".repeat(depth));
                out.push_str(name);
                out.push(':');
                nested(out, inner, depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                out.push_str(&"  ".repeat(depth));
                out.push('-');
                match item {
                    Value::Object(object) if !object.is_empty() => {
                        let mut inner = String::new();
                        block(&mut inner, item, depth + 1);
                        out.push(' ');
                        out.push_str(inner.trim_start());
                    }
                    _ => nested(out, item, depth + 1),
                }
            }
        }
        _ => {}
    }
}

/// What comes behind a name or a dash.
fn nested(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(object) if object.is_empty() => out.push_str(" {}\n"),
        Value::Array(items) if items.is_empty() => out.push_str(" []\n"),
        Value::Object(_) | Value::Array(_) => {
            out.push('\n');
            block(out, value, depth);
        }
        Value::String(text) => {
            out.push(' ');
            out.push_str(&scalar(text));
            out.push('\n');
        }
        other => {
            out.push(' ');
            out.push_str(&other.to_string());
            out.push('\n');
        }
    }
}

fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "._@-".contains(character));
    let is_reserved = || RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_word && !is_reserved() {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// In double quotes, with everything escaped that cannot be seen or that reorders what is read.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
