//! The values that scripts work with.

pub mod kind;
mod words;

pub use kind as kinds;
pub use kind::{Kind, View};

use crate::syntax::Block;
use std::sync::Arc;

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// `$true` or `$false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// A moment: microseconds since 1970 in UTC, by which it is put in order, and as it is shown.
    Moment(i64, String),
    /// A list.
    List(Vec<Value>),
    /// A hashtable, in the order in which it was written.
    Table(Vec<(String, Value)>),
    /// An object with properties in their order.
    Object(Object),
    /// A script block, for the cmdlets that take one.
    Block(BlockValue),
}

/// A script block as a value. Two are the same when they stand at the same place.
#[derive(Clone, Debug)]
pub struct BlockValue(pub(crate) Arc<Block>);

impl PartialEq for BlockValue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// What it is, which decides how it is printed.
    pub kind: &'static Kind,
    /// Its properties.
    pub properties: Vec<(String, Value)>,
}

impl Object {
    /// An object without properties.
    pub fn new(kind: &'static Kind) -> Self {
        Self {
            kind,
            properties: Vec::new(),
        }
    }

    /// The same with one more property.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.properties.push((name.into(), value.into()));
        self
    }

    /// The property with this name, in any case.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self
            .properties
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// Sets a property that there is. `false` when there is none with this name.
    pub fn set(&mut self, name: &str, value: Value) -> bool {
        let found = self
            .properties
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        match found {
            Some((_, place)) => {
                *place = value;
                true
            }
            None => false,
        }
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What a pipeline hands on: a list item by item, nothing for nothing.
    pub fn items(self) -> Vec<Value> {
        match self {
            Self::Null => Vec::new(),
            Self::List(items) => items,
            other => vec![other],
        }
    }

    /// One value from what a pipeline gave: nothing, the only one, or a list.
    pub fn from_items(mut items: Vec<Value>) -> Self {
        match items.len() {
            0 => Self::Null,
            1 => items.pop().unwrap_or_default(),
            _ => Self::List(items),
        }
    }

    /// The property, key or count with this name; of a list, that of each item.
    #[must_use]
    pub fn member(&self, name: &str) -> Value {
        match self {
            Self::Object(object) => object.get(name).cloned().unwrap_or_else(|| self.count(name)),
            Self::Table(entries) => {
                let found = entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map_or_else(|| self.count(name), |(_, value)| value.clone())
            }
            Self::List(items) if !is_count(name) => {
                let found = items.iter().flat_map(|item| item.member(name).items());
                Self::from_items(found.collect())
            }
            Self::Text(text) if name.eq_ignore_ascii_case("length") => {
                Self::Int(i64::try_from(text.chars().count()).unwrap_or(i64::MAX))
            }
            other => other.count(name),
        }
    }

    /// How many there are, when it is asked for with this name.
    pub(crate) fn count(&self, name: &str) -> Value {
        let count = match self {
            _ if !is_count(name) => return Self::Null,
            Self::Null => 0,
            Self::List(items) => items.len(),
            Self::Table(entries) => entries.len(),
            _ => 1,
        };
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Whether it counts as true in a condition.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => match items.as_slice() {
                [] => false,
                [only] => only.is_true(),
                _ => true,
            },
            Self::Moment(..) | Self::Table(_) | Self::Object(_) | Self::Block(_) => true,
        }
    }
}

fn is_count(name: &str) -> bool {
    name.eq_ignore_ascii_case("count") || name.eq_ignore_ascii_case("length")
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}
