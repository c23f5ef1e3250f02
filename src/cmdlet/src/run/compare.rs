//! Comparing values: what it costs is counted.

use super::{Running, Stopped};
use crate::host::Host;
use crate::operators::{compare, equal, like};
use crate::syntax::Operator;
use crate::value::Value;
use crate::weight::weight;

/// The longest text and the longest pattern of `-like`, in bytes.
const MAXIMUM_LIKE: usize = 64 * 1024;

impl<H: Host> Running<'_, H> {
    /// Compares two values. A list on the left gives those of its items for which it holds.
    pub(super) fn compared(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Stopped> {
        match (operator, left) {
            (Operator::Contains, _) => Ok(Value::Bool(self.has(left, right)?)),
            (Operator::NotContains, _) => Ok(Value::Bool(!self.has(left, right)?)),
            (Operator::In, _) => Ok(Value::Bool(self.has(right, left)?)),
            (Operator::NotIn, _) => Ok(Value::Bool(!self.has(right, left)?)),
            (Operator::And | Operator::Or, _) => Ok(compare(operator, left, right)),
            (_, Value::List(items)) => {
                let mut kept = Vec::new();
                for item in items {
                    if self.compared(operator, item, right)?.is_true() {
                        kept.push(item.clone());
                    }
                }
                Ok(Value::List(kept))
            }
            (Operator::Like, _) => {
                let fits = self.fits(&left.to_string(), &right.to_string())?;
                Ok(Value::Bool(fits))
            }
            (Operator::NotLike, _) => {
                let fits = self.fits(&left.to_string(), &right.to_string())?;
                Ok(Value::Bool(!fits))
            }
            _ => {
                self.work(self.length(left) + self.length(right))?;
                Ok(compare(operator, left, right))
            }
        }
    }

    fn has(&mut self, list: &Value, item: &Value) -> Result<bool, Stopped> {
        let items = match list {
            Value::List(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        let each = self.length(item);
        for known in items {
            self.work(each + self.length(known))?;
            if equal(known, item) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a text fits a pattern.
    pub(super) fn fits(&mut self, text: &str, pattern: &str) -> Result<bool, Stopped> {
        if text.len().max(pattern.len()) > MAXIMUM_LIKE {
            let message =
                "A text of more than 64 KB is not compared with a pattern. Use -eq, or a shorter text.";
            return Err(self.wrong(self.at, message));
        }
        // A pattern may be tried from each character on.
        self.work(text.len().max(1) * pattern.len().max(1))?;
        Ok(like(text, pattern))
    }

    /// What has to be looked at of a value, in bytes.
    fn length(&self, value: &Value) -> usize {
        match value {
            Value::Text(text) => text.len() + 16,
            Value::List(_) | Value::Table(_) | Value::Object(_) => {
                let most = self.host.most_memory();
                weight(value, 0, most).unwrap_or(most)
            }
            _ => 16,
        }
    }
}
