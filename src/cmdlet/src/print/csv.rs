//! Lists with a header, as `Export-Csv` writes them.

use crate::value::Value;

/// Rows with the properties of the first object as columns: every value in quotes, nothing at all for `$null`.
pub fn csv(values: &[Value], separator: u8) -> String {
    let mut text = String::new();
    let first = values
        .iter()
        .map(super::default_columns_all)
        .find(|row| !row.is_empty());
    let Some(first) = first else { return text };
    let separator = char::from(separator);
    for (at, (name, _)) in first.iter().enumerate() {
        if at > 0 {
            text.push(separator);
        }
        quote(&mut text, name);
    }
    text.push('\n');
    for value in values {
        for (at, (name, _)) in first.iter().enumerate() {
            if at > 0 {
                text.push(separator);
            }
            match value.member(name) {
                Value::Null => {}
                Value::List(items) => {
                    let each: Vec<_> = items.iter().map(ToString::to_string).collect();
                    quote(&mut text, &each.join(", "));
                }
                other => quote(&mut text, &other.to_string()),
            }
        }
        text.push('\n');
    }
    text
}

fn quote(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        if character == '"' {
            text.push('"');
        }
        text.push(character);
    }
    text.push('"');
}
