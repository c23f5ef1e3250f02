//! What operators do to values.

use crate::syntax::Operator;
use crate::value::Value;
use std::cmp::Ordering;

/// The longest text that scripts put together, in bytes.
const MAXIMUM_TEXT: usize = 16 * 1024 * 1024;

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
    let number = |value: &Value| match value {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Moment(micros, _) => Some(*micros),
        _ => None,
    };
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => folded(left).cmp(&folded(right)),
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
        (Value::List(mut left), right) => {
            match right {
                Value::List(right) => left.extend(right),
                Value::Null => left.push(Value::Null),
                other => left.push(other),
            }
            if left.len() > most {
                return Err(format!("A list has at most {most} items here."));
            }
            Ok(Value::List(left))
        }
        (Value::Table(mut left), Value::Table(right)) => {
            left.extend(right);
            Ok(Value::Table(left))
        }
        (Value::Int(left), Value::Text(right)) => match right.trim().parse::<i64>() {
            Ok(number) => add(Value::Int(left), Value::Int(number), most),
            Err(_) => Err(format!(
                "'{right}' is no number. Put the text first to join them."
            )),
        },
        (left @ (Value::Text(_) | Value::Bool(_) | Value::Int(_)), right) => {
            let text = left.to_string() + &right.to_string();
            if text.len() > MAXIMUM_TEXT {
                return Err("The text is too long.".to_owned());
            }
            Ok(Value::Text(text))
        }
        (left, _) => Err(format!("Nothing is added to {left} with +.")),
    }
}

/// `-join`.
pub(crate) fn join(left: &Value, right: &Value) -> Result<Value, String> {
    let items = left.clone().items();
    let each: Vec<_> = items.iter().map(ToString::to_string).collect();
    let text = each.join(&right.to_string());
    if text.len() > MAXIMUM_TEXT {
        return Err("The text is too long.".to_owned());
    }
    Ok(Value::Text(text))
}
