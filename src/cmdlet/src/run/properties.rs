//! Which properties of objects: names, patterns, and hashtables that make some.

use super::{Running, Stopped};
use crate::host::Host;
use crate::place::Place;
use crate::value::{BlockValue, Value};
use crate::weight::CELL;
use std::collections::HashSet;

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

    /// The properties of `item` that `columns` ask for, and what of them is held: whoever takes them releases it.
    pub(super) async fn chosen(
        &mut self,
        item: &Value,
        columns: &[Column],
        place: Place,
    ) -> Result<(Vec<(String, Value)>, usize), Stopped> {
        let mut found: Vec<(String, Value)> = Vec::new();
        let mut held = 0;
        for column in columns {
            match column {
                Column::Made(name, block) => {
                    let out = self.with_item(block, item.clone(), place).await?;
                    held += out.weight + self.hold_bytes(name.len())?;
                    found.push((name.clone(), Value::from_items(out.values)));
                }
                Column::Named(pattern) if pattern.contains(['*', '?']) => {
                    let mut known: HashSet<String> =
                        found.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
                    for (name, value) in properties(item) {
                        if self.fits(&name, pattern)? && known.insert(name.to_ascii_lowercase()) {
                            held += self.hold_bytes(name.len())? + self.hold(&value)?;
                            found.push((name, value));
                        }
                    }
                }
                Column::Named(name) => {
                    let (looked_at, known) = match item {
                        Value::Object(object) => {
                            let mut each = object.properties.iter();
                            let known = each.find(|(known, _)| known.eq_ignore_ascii_case(name));
                            (object.properties.len(), known.cloned())
                        }
                        _ => (1, None),
                    };
                    self.work(looked_at * CELL / 8)?;
                    let (name, value) = known.unwrap_or_else(|| (name.clone(), item.member(name)));
                    held += self.hold_bytes(name.len())? + self.hold(&value)?;
                    found.push((name, value));
                }
            }
        }
        Ok((found, held))
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
