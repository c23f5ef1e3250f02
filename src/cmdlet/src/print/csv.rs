//! Lists with a header, as `Export-Csv` writes them.

use super::{Bounded, TooLong};
use crate::value::Value;
use std::collections::HashMap;

/// Rows with the properties of the first object as columns: every value in quotes, nothing at all for `$null`. The
/// first row is their names when `has_header` says so.
///
/// # Errors
/// When it is more than `most` bytes.
pub fn csv(values: &[Value], separator: u8, has_header: bool, most: usize) -> Result<String, TooLong> {
    let mut text = Bounded::new(most);
    let first = values
        .iter()
        .map(super::default_columns_all)
        .find(|row| !row.is_empty());
    let Some(first) = first else {
        return Ok(text.into_text());
    };
    let separator = char::from(separator);
    if has_header {
        for (at, (name, _)) in first.iter().enumerate() {
            if at > 0 {
                text.push_char(separator)?;
            }
            quote(&mut text, name)?;
        }
        text.push("\n")?;
    }
    for value in values {
        let row = Columns::of(value);
        for (at, (name, _)) in first.iter().enumerate() {
            if at > 0 {
                text.push_char(separator)?;
            }
            match row.get(name) {
                Value::Null => {}
                Value::List(items) => {
                    let each: Vec<_> = items.iter().map(ToString::to_string).collect();
                    quote(&mut text, &each.join(", "))?;
                }
                other => quote(&mut text, &other.to_string())?,
            }
        }
        text.push("\n")?;
    }
    Ok(text.into_text())
}

/// The properties of a row by their names in lower case.
struct Columns<'v> {
    value: &'v Value,
    entries: &'v [(String, Value)],
    elsewhere: std::cell::OnceCell<HashMap<String, &'v Value>>,
}

impl<'v> Columns<'v> {
    fn of(value: &'v Value) -> Self {
        let entries = match value {
            Value::Object(object) => object.properties.as_slice(),
            Value::Table(entries) => entries.as_slice(),
            _ => &[],
        };
        Self {
            value,
            entries,
            elsewhere: std::cell::OnceCell::new(),
        }
    }

    fn get(&self, name: &str) -> Value {
        // Of a list that has a name twice, the first counts.
        let elsewhere = || {
            let mut found = HashMap::new();
            for (name, value) in self.entries {
                found.entry(name.to_ascii_lowercase()).or_insert(value);
            }
            found
        };
        match self.entries {
            [] => self.value.member(name),
            _ => match self
                .elsewhere
                .get_or_init(elsewhere)
                .get(&name.to_ascii_lowercase())
            {
                Some(value) => (*value).clone(),
                None => self.value.count(name),
            },
        }
    }
}

fn quote(text: &mut Bounded, value: &str) -> Result<(), TooLong> {
    text.push("\"")?;
    for (at, part) in value.split('"').enumerate() {
        if at > 0 {
            text.push("\"\"")?;
        }
        text.push(part)?;
    }
    text.push("\"")
}
