//! Giving a value to a variable, or to a property of what is in it.

use super::MAXIMUM_ITEMS;
use crate::operators::add_to;
use crate::value::Value;

/// Puts a value into `target`, at the property that `members` lead to.
///
/// # Errors
/// A sentence when there is no such property, or when nothing is added to what is there. Nothing was changed then.
pub(super) fn put(target: &mut Value, members: &[String], adds: bool, value: Value) -> Result<(), String> {
    let mut at = target;
    for (depth, name) in members.iter().enumerate() {
        let is_last = depth + 1 == members.len();
        let found = match at {
            Value::Object(object) => object
                .properties
                .iter_mut()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value),
            Value::Table(entries) => {
                let position = entries
                    .iter()
                    .position(|(known, _)| known.eq_ignore_ascii_case(name));
                // Only the last one comes into being: there is nothing in a new one to lead further.
                if position.is_none() && is_last {
                    entries.push((name.clone(), Value::Null));
                }
                let position = position.unwrap_or(entries.len().saturating_sub(1));
                entries
                    .get_mut(position)
                    .filter(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value)
            }
            _ => None,
        };
        at = found.ok_or_else(|| {
            format!(
                "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
            )
        })?;
    }
    if adds {
        return add_to(at, value, MAXIMUM_ITEMS);
    }
    *at = value;
    Ok(())
}
