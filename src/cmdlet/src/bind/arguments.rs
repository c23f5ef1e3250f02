//! The arguments of a call, as whoever does it reads them.

use crate::convert::{DomainEdit, ListEdit, convert};
use crate::table::Cmdlet;
use crate::value::{Object, Value, kinds};

/// Parameters with their values, converted to what the parameters take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments(pub(crate) Vec<(&'static str, Value)>);

impl Arguments {
    /// The value of the parameter `name`, when it was given.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// The properties of an object as arguments of `cmdlet`: those that have a parameter of the same name. What these
    /// arguments say themselves comes first.
    ///
    /// # Errors
    /// A sentence when a property has no value that its parameter takes.
    pub fn with_properties(&self, cmdlet: &Cmdlet, object: &Object) -> Result<Self, String> {
        let mut all = self.clone();
        for (name, value) in &object.properties {
            let parameter = cmdlet
                .parameters
                .iter()
                .find(|parameter| parameter.name.eq_ignore_ascii_case(name));
            let Some(parameter) = parameter else { continue };
            if all.get(parameter.name).is_none() && *value != Value::Null {
                all.0.push((parameter.name, convert(parameter, value.clone())?));
            }
        }
        Ok(all)
    }

    /// The names of the parameters that were given.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// Whether a switch is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(Value::is_true)
    }

    /// The value of a `Boolean`.
    pub fn bool(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of an `Int32`.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// A text; `None` when it was not given or is `$null`.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text that may be `$null`: `Some(None)` then.
    pub fn text_or_null(&self, name: &str) -> Option<Option<&str>> {
        match self.get(name)? {
            Value::Text(text) => Some(Some(text)),
            _ => Some(None),
        }
    }

    /// Texts.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        Some(texts(self.get(name)?))
    }

    /// What happens to a list.
    pub fn list(&self, name: &str) -> Option<ListEdit> {
        Some(match self.get(name)? {
            Value::Table(_) => {
                let of =
                    |part: &str| texts(&self.get(name).map(|value| value.member(part)).unwrap_or_default());
                ListEdit::Change {
                    add: of("Add"),
                    remove: of("Remove"),
                }
            }
            other => ListEdit::Replace(texts(other)),
        })
    }

    /// What happens to the domains that are allowed.
    pub fn domains(&self, name: &str) -> Option<DomainEdit> {
        Some(match self.get(name)? {
            Value::Object(object) if object.kind == &kinds::ALLOW_ALL => DomainEdit::AllKnown,
            Value::Object(object) => {
                let list = object.get("AllowedDomain").cloned().unwrap_or_default();
                DomainEdit::Only(
                    list.items()
                        .iter()
                        .map(domain_text)
                        .filter(|domain| !domain.is_empty())
                        .collect(),
                )
            }
            _ => DomainEdit::Only(Vec::new()),
        })
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.clone().items().iter().map(domain_text).collect()
}

/// A text; of a domain pattern its domain.
pub(crate) fn domain_text(value: &Value) -> String {
    match value {
        Value::Object(object) if object.kind == &kinds::DOMAIN_PATTERN => {
            object.get("Domain").map(ToString::to_string).unwrap_or_default()
        }
        other => other.to_string(),
    }
}
