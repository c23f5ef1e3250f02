//! What operators do to values.

use crate::syntax::Operator;
use crate::value::Value;
use std::cmp::Ordering;

/// The longest text that scripts put together, in bytes.
pub(crate) const MAXIMUM_TEXT: usize = 16 * 1024 * 1024;

/// What is said of a longer one.
pub(crate) const TOO_LONG: &str = "The text is too long: at most 16 MB are put together.";

/// Compares two values. A list on the left gives those of its items for which it holds.
pub(crate) fn compare(operator: Operator, left: &Value, right: &Value) -> Value {
    match (operator, left) {
        (Operator::Contains, _) => Value::Bool(has(left, right)),
        (Operator::NotContains, _) => Value::Bool(!has(left, right)),
        (Operator::In, _) => Value::Bool(has(right, left)),
        (Operator::NotIn, _) => Value::Bool(!has(right, left)),
        (_, Value::List(items)) => Value::List(
            items
                .iter()
                .filter(|item| compare(operator, item, right).is_true())
                .cloned()
                .collect(),
        ),
        (Operator::Eq, _) => Value::Bool(equal(left, right)),
        (Operator::Ne, _) => Value::Bool(!equal(left, right)),
        (Operator::Like, _) => Value::Bool(like(&left.to_string(), &right.to_string())),
        (Operator::NotLike, _) => Value::Bool(!like(&left.to_string(), &right.to_string())),
        (Operator::Gt, _) => Value::Bool(order(left, right) == Ordering::Greater),
        (Operator::Ge, _) => Value::Bool(order(left, right) != Ordering::Less),
        (Operator::Lt, _) => Value::Bool(order(left, right) == Ordering::Less),
        (Operator::Le, _) => Value::Bool(order(left, right) != Ordering::Greater),
        (Operator::And, _) => Value::Bool(left.is_true() && right.is_true()),
        (Operator::Or, _) => Value::Bool(left.is_true() || right.is_true()),
        (Operator::Join | Operator::Add, _) => Value::Null,
    }
}

fn has(list: &Value, item: &Value) -> bool {
    match list {
        Value::List(items) => items.iter().any(|known| equal(known, item)),
        other => equal(other, item),
    }
}

/// Whether two values are the same, texts without regard to case.
pub(crate) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        // A column of a file says True or False.
        (left, right) => folded(left) == folded(right),
    }
}

fn folded(value: &Value) -> String {
    forecourt_model::folding::fold_case(&value.to_string())
}

/// The order of two values: numbers as numbers, everything else as texts without regard to case.
pub(crate) fn order(left: &Value, right: &Value) -> Ordering {
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => folded(left).cmp(&folded(right)),
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Moment(micros, _) => Some(*micros),
        _ => None,
    }
}

/// What a value is sorted by. Numbers stand before texts, because three values of both could go round in a circle
/// otherwise.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(i64),
    Text(String),
}

impl Key {
    pub(crate) fn of(value: &Value) -> Self {
        match number(value) {
            Some(number) => Self::Number(number),
            None => Self::Text(folded(value)),
        }
    }
}

/// Whether `text` fits a pattern with `*` and `?`, without regard to case.
pub(crate) fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = forecourt_model::folding::fold_case(text).chars().collect();
    let pattern: Vec<char> = forecourt_model::folding::fold_case(pattern).chars().collect();
    let (mut at, mut sign) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(sign) {
            Some('*') => {
                retry = Some((sign, at));
                sign += 1;
            }
            Some(wanted) if *wanted == '?' || Some(wanted) == text.get(at) => {
                at += 1;
                sign += 1;
            }
            _ => match retry {
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    sign = star + 1;
                    at = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern
        .get(sign..)
        .unwrap_or_default()
        .iter()
        .all(|rest| *rest == '*')
}

/// `+`: numbers are added, lists and hashtables joined, everything else put together as text.
pub(crate) fn add(left: Value, right: Value, most: usize) -> Result<Value, String> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => left
            .checked_add(right)
            .map(Value::Int)
            .ok_or_else(|| "The number is too large.".to_owned()),
        (Value::Null, right) => Ok(right),
        (mut left @ Value::List(_), right) | (mut left @ Value::Table(_), right @ Value::Table(_)) => {
            add_to(&mut left, right, most)?;
            Ok(left)
        }
        (Value::Int(left), Value::Text(right)) => match right.trim().parse::<i64>() {
            Ok(number) => add(Value::Int(left), Value::Int(number), most),
            Err(_) => Err(format!(
                "'{right}' is no number. Put the text first to join them."
            )),
        },
        (left @ (Value::Text(_) | Value::Bool(_) | Value::Int(_)), right) => {
            let mut text = Value::Text(left.to_string());
            add_to(&mut text, right, most)?;
            Ok(text)
        }
        (left, _) => Err(format!("Nothing is added to {left} with +.")),
    }
}

/// `+=`: as [`add`], without a copy of what is there.
pub(crate) fn add_to(left: &mut Value, right: Value, most: usize) -> Result<(), String> {
    match (&mut *left, right) {
        (Value::List(items), right) => {
            let more = match &right {
                Value::List(right) => right.len(),
                _ => 1,
            };
            if items.len() + more > most {
                return Err(format!("A list has at most {most} items here."));
            }
            match right {
                Value::List(right) => items.extend(right),
                other => items.push(other),
            }
        }
        (Value::Table(entries), Value::Table(right)) => entries.extend(right),
        (Value::Text(text), right) => {
            let right = right.to_string();
            if text.len() + right.len() > MAXIMUM_TEXT {
                return Err(TOO_LONG.to_owned());
            }
            text.push_str(&right);
        }
        (_, right) => *left = add(left.clone(), right, most)?,
    }
    Ok(())
}

/// `-join`.
pub(crate) fn join(left: Value, right: &Value) -> Result<Value, String> {
    let between = right.to_string();
    let mut text = String::new();
    for (at, item) in left.items().iter().enumerate() {
        if at > 0 {
            text.push_str(&between);
        }
        text.push_str(&item.to_string());
        if text.len() > MAXIMUM_TEXT {
            return Err(TOO_LONG.to_owned());
        }
    }
    Ok(Value::Text(text))
}
