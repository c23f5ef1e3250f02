//! Which properties of objects: names, patterns, and hashtables that make some.

use super::{Running, Stopped};
use crate::host::Host;
use crate::operators::like;
use crate::place::Place;
use crate::value::{BlockValue, Value};

/// A property that is asked for.
pub(super) enum Column {
    /// By its name, which may be a pattern.
    Named(String),
    /// Made by a block.
    Made(String, BlockValue),
}

impl<H: Host> Running<'_, H> {
    /// The properties that a parameter names.
    pub(super) fn columns(&self, value: &Value, place: Place) -> Result<Vec<Column>, Stopped> {
        let mut columns = Vec::new();
        for item in value.clone().items() {
            match item {
                Value::Table(_) => {
                    let first = |names: &[&str]| {
                        names
                            .iter()
                            .map(|name| item.member(name))
                            .find(|value| *value != Value::Null)
                    };
                    let expression = first(&["Expression", "e"]);
                    let label = first(&["Name", "n", "Label", "l"]);
                    columns.push(match (label, expression) {
                        (label, Some(Value::Block(block))) => {
                            Column::Made(label.map(|label| label.to_string()).unwrap_or_default(), block)
                        }
                        (_, Some(name @ Value::Text(_))) => Column::Named(name.to_string()),
                        _ => {
                            let message = "A property is made with @{Name='…'; Expression={ … }}.";
                            return Err(self.wrong(place, message));
                        }
                    });
                }
                Value::Block(block) => columns.push(Column::Made(String::new(), block)),
                other => columns.push(Column::Named(other.to_string())),
            }
        }
        Ok(columns)
    }

    /// The properties of `item` that `columns` ask for.
    pub(super) async fn chosen(
        &mut self,
        item: &Value,
        columns: &[Column],
        place: Place,
    ) -> Result<Vec<(String, Value)>, Stopped> {
        let mut found: Vec<(String, Value)> = Vec::new();
        for column in columns {
            match column {
                Column::Made(name, block) => {
                    let value = self.with_item(block, item.clone(), place).await?;
                    found.push((name.clone(), Value::from_items(value)));
                }
                Column::Named(pattern) if pattern.contains(['*', '?']) => {
                    let all = properties(item)
                        .into_iter()
                        .filter(|(name, _)| like(name, pattern));
                    for (name, value) in all {
                        if !found.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                            found.push((name, value));
                        }
                    }
                }
                Column::Named(name) => {
                    let known = match item {
                        Value::Object(object) => object
                            .properties
                            .iter()
                            .find(|(known, _)| known.eq_ignore_ascii_case(name)),
                        _ => None,
                    };
                    found.push(
                        known
                            .cloned()
                            .unwrap_or_else(|| (name.clone(), item.member(name))),
                    );
                }
            }
        }
        Ok(found)
    }
}

/// Every property of a value.
pub(super) fn properties(item: &Value) -> Vec<(String, Value)> {
    match item {
        Value::Object(object) => object.properties.clone(),
        Value::Table(entries) => entries.clone(),
        Value::Text(_) => vec![("Length".to_owned(), item.member("Length"))],
        _ => Vec::new(),
    }
}
