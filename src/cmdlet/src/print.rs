//! Values as they are shown: lists, tables, JSON, CSV.

mod bounded;
mod csv;
mod json;
mod list;
mod table;

use bounded::Bounded;
pub use bounded::TooLong;
pub use csv::csv;
pub use json::json;
pub use list::list;
pub use table::table;

use crate::value::{Object, Value, View, kinds};

/// A row: names with values.
pub type Row = Vec<(String, Value)>;

/// What a script gives, as it is shown: objects of one kind together.
///
/// # Errors
/// When it is more than `most` bytes.
pub fn show(values: &[Value], width: usize, most: usize) -> Result<String, TooLong> {
    let mut text = Bounded::new(most);
    let mut rest = values;
    while let Some(first) = rest.first() {
        let kind = object_of(first).map(view_of);
        let same = rest
            .iter()
            .take_while(|value| match (object_of(value), object_of(first)) {
                (Some(one), Some(other)) => one.kind == other.kind && names(one) == names(other),
                _ => false,
            })
            .count();
        match kind {
            Some(View::Text) | None => {
                if *first != Value::Null {
                    let shown = first.to_string();
                    text.push(&shown)?;
                    if !shown.ends_with('\n') {
                        text.push("\n")?;
                    }
                }
                rest = rest.get(1..).unwrap_or_default();
            }
            Some(view) => {
                let (now, later) = rest.split_at(same.max(1));
                let is_list = view == View::List;
                let rows: Vec<_> = now.iter().map(|value| default_columns(value, is_list)).collect();
                let part = if is_list {
                    list(&rows, width, most)
                } else {
                    table(&rows, width, true, most)
                };
                text.push(&part?)?;
                rest = later;
            }
        }
    }
    Ok(text.into_text())
}

fn object_of(value: &Value) -> Option<&Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

fn names(object: &Object) -> Option<Vec<&str>> {
    // What scripts put together is only shown together when it looks alike.
    (object.kind == &kinds::CUSTOM).then(|| object.properties.iter().map(|(name, _)| name.as_str()).collect())
}

fn view_of(object: &Object) -> View {
    match object.kind.view {
        View::ByCount if object.properties.len() <= 4 => View::Table(&[]),
        View::ByCount => View::List,
        other => other,
    }
}

/// The properties that are shown when nothing is asked for.
pub(crate) fn default_columns(value: &Value, is_list: bool) -> Row {
    match value {
        Value::Object(object) => match object.kind.view {
            View::Table(columns) if !is_list && !columns.is_empty() => columns
                .iter()
                .map(|name| ((*name).to_owned(), object.get(name).cloned().unwrap_or_default()))
                .collect(),
            _ => object.properties.clone(),
        },
        Value::Table(entries) => entries.clone(),
        Value::Null => Vec::new(),
        other => vec![("Value".to_owned(), other.clone())],
    }
}

/// Every property.
fn default_columns_all(value: &Value) -> Row {
    default_columns(value, true)
}
