//! JSON, as `ConvertTo-Json` writes it.

use super::{Bounded, TooLong};
use crate::value::{Object, Value, kinds};
use serde_json::{Map, Value as Json};

/// Objects as JSON: the only one alone, several as an array. What lies deeper than `depth` becomes text.
///
/// # Errors
/// When it is more than `most` bytes.
pub fn json(
    values: &[Value],
    depth: usize,
    compress: bool,
    as_array: bool,
    most: usize,
) -> Result<String, TooLong> {
    let depth = depth.min(100);
    let whole = match values {
        [only] if !as_array => of(only, 0, depth),
        several => Json::Array(several.iter().map(|value| of(value, 1, depth + 1)).collect()),
    };
    let mut text = Bounded::new(most);
    let written = if compress {
        serde_json::to_writer(&mut text, &whole)
    } else {
        serde_json::to_writer_pretty(&mut text, &whole)
    };
    written.map(|()| text.into_text()).map_err(|_| TooLong)
}

fn of(value: &Value, at: usize, depth: usize) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(number) => Json::from(*number),
        Value::Text(text) | Value::Moment(_, text) => Json::String(text.clone()),
        Value::Block(_) => Json::String(value.to_string()),
        Value::List(items) if at > depth => {
            let each: Vec<_> = items.iter().map(ToString::to_string).collect();
            Json::String(each.join(" "))
        }
        Value::List(items) => Json::Array(items.iter().map(|item| of(item, at + 1, depth)).collect()),
        Value::Table(_) | Value::Object(_) if at > depth => Json::String(value.to_string()),
        Value::Table(entries) => Json::Object(map(entries, at, depth)),
        Value::Object(object) => of_object(object, at, depth),
    }
}

fn of_object(object: &Object, at: usize, depth: usize) -> Json {
    // The object that allows every domain has no properties; that is what makes {} of it.
    if object.kind == &kinds::ALLOW_ALL {
        return Json::Object(Map::new());
    }
    Json::Object(map(&object.properties, at, depth))
}

fn map(entries: &[(String, Value)], at: usize, depth: usize) -> Map<String, Json> {
    entries
        .iter()
        .map(|(name, value)| (name.clone(), of(value, at + 1, depth)))
        .collect()
}
