//! Restoring part of a document without losing what changed since.

use serde_json::Value;

/// `current` with every property that went from `before` to `after` put back, and everything else as it is.
///
/// # Errors
/// The names of the properties that no longer have the value of `after`: something later depends on them.
pub(super) fn restore(before: &Value, after: &Value, current: &Value) -> Result<Value, Vec<String>> {
    let (Some(before), Some(after), Some(now)) = (before.as_object(), after.as_object(), current.as_object())
    else {
        return if current == after {
            Ok(before.clone())
        } else {
            Err(Vec::new())
        };
    };
    let mut restored = now.clone();
    let mut touched = Vec::new();
    for (name, was) in before {
        if after.get(name) == Some(was) {
            continue;
        }
        if now.get(name) == after.get(name) {
            restored.insert(name.clone(), was.clone());
        } else {
            touched.push(name.clone());
        }
    }
    if touched.is_empty() {
        Ok(Value::Object(restored))
    } else {
        Err(touched)
    }
}

#[cfg(test)]
mod tests {
    use super::restore;
    use serde_json::json;

    #[test]
    fn what_changed_elsewhere_since_is_kept() {
        let (before, after) = (json!({"a": 1, "b": 1}), json!({"a": 2, "b": 1}));
        assert_eq!(
            restore(&before, &after, &json!({"a": 2, "b": 5})),
            Ok(json!({"a": 1, "b": 5}))
        );
    }

    #[test]
    fn what_changed_again_since_is_named() {
        let (before, after) = (json!({"a": 1, "b": 1}), json!({"a": 2, "b": 2}));
        assert_eq!(
            restore(&before, &after, &json!({"a": 3, "b": 2})),
            Err(vec!["a".to_owned()])
        );
    }
}
