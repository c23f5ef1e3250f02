//! Values within a line.

use super::{Object, Value};
use std::fmt;

impl fmt::Display for Value {
    /// As PowerShell puts a value into a text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Int(number) => number.fmt(f),
            Self::Text(text) | Self::Moment(_, text) => f.write_str(text),
            Self::List(items) => joined(f, items, " "),
            Self::Table(_) => f.write_str("System.Collections.Hashtable"),
            Self::Object(object) => object.fmt(f),
            Self::Block(_) => f.write_str("{ … }"),
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind.stands_for_it {
            Some(("", text)) => f.write_str(text),
            Some((name, before)) => {
                f.write_str(before)?;
                match self.get(name) {
                    Some(Value::List(items)) => joined(f, items, ","),
                    Some(value) => value.fmt(f),
                    None => Ok(()),
                }
            }
            None => {
                f.write_str("@{")?;
                for (at, (name, value)) in self.properties.iter().enumerate() {
                    write!(f, "{}{name}={value}", if at > 0 { "; " } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, items: &[Value], with: &str) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(with)?;
        }
        fmt::Display::fmt(item, f)?;
    }
    Ok(())
}

impl Value {
    /// As a column or a line of Format-List shows it: lists in braces.
    pub fn shown(&self) -> String {
        match self {
            Self::List(items) => {
                let each: Vec<_> = items.iter().map(ToString::to_string).collect();
                format!("{{{}}}", each.join(", "))
            }
            Self::Table(entries) => {
                let each: Vec<_> = entries.iter().map(|(name, _)| format!("[{name}, …]")).collect();
                format!("{{{}}}", each.join(", "))
            }
            other => other.to_string(),
        }
    }
}
