//! How much values hold, so that no script takes the memory of everybody else.

use crate::value::Value;

/// How deep values may lie in each other.
pub(crate) const MAXIMUM_DEPTH: usize = 32;

/// What a value counts besides its text, in bytes.
pub(crate) const CELL: usize = 64;

/// Why a value is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooMuch {
    /// Values lie too deep in each other.
    Deep,
    /// It is too large.
    Large,
}

impl TooMuch {
    /// A sentence: what is wrong, and what to do. `most` is in bytes.
    pub(crate) fn sentence(self, most: usize) -> String {
        match self {
            Self::Deep => format!(
                "Values lie more than {MAXIMUM_DEPTH} deep in each other here. Keep them beside each other, in a list."
            ),
            Self::Large => format!(
                "A value is larger than {} MB here. Narrow it down, or work on the parts one after the other.",
                most / 1024 / 1024
            ),
        }
    }
}

/// What a value weighs that lies `depth` deep in another: its texts in bytes, and [`CELL`] for each value in it. Stops
/// as soon as it is more than `most`.
///
/// # Errors
/// When it is more than `most`, or deeper than [`MAXIMUM_DEPTH`].
pub(crate) fn weight(value: &Value, depth: usize, most: usize) -> Result<usize, TooMuch> {
    let mut left = most;
    take(value, depth, &mut left)?;
    Ok(most - left)
}

fn take(value: &Value, depth: usize, left: &mut usize) -> Result<(), TooMuch> {
    if depth > MAXIMUM_DEPTH {
        return Err(TooMuch::Deep);
    }
    let own = match value {
        Value::Text(text) | Value::Moment(_, text) => CELL + text.len(),
        _ => CELL,
    };
    *left = left.checked_sub(own).ok_or(TooMuch::Large)?;
    match value {
        Value::List(items) => items.iter().try_for_each(|item| take(item, depth + 1, left)),
        Value::Table(entries) => take_named(entries, depth, left),
        Value::Object(object) => take_named(&object.properties, depth, left),
        _ => Ok(()),
    }
}

fn take_named(entries: &[(String, Value)], depth: usize, left: &mut usize) -> Result<(), TooMuch> {
    for (name, value) in entries {
        *left = left.checked_sub(name.len()).ok_or(TooMuch::Large)?;
        take(value, depth + 1, left)?;
    }
    Ok(())
}
