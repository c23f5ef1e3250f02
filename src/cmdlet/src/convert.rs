//! Values as parameters take them.

use crate::bind::{null, takes_null};
use crate::nearest::nearest;
use crate::table::{Parameter, Type};
use crate::value::{Object, Value, kinds};

/// What happens to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListEdit {
    /// These instead of what is there.
    Replace(Vec<String>),
    /// `@{Add=…; Remove=…}`.
    Change {
        /// These too.
        add: Vec<String>,
        /// These no more.
        remove: Vec<String>,
    },
}

/// What happens to the domains that are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainEdit {
    /// Every domain.
    AllKnown,
    /// Only these; none of them blocks everybody.
    Only(Vec<String>),
}

fn wrong(parameter: &Parameter, value: &Value, hint: &str) -> String {
    let shown: String = value.to_string().chars().take(60).collect();
    format!(
        "Cannot process argument transformation on parameter '{}': '{shown}' is no {}. {hint}",
        parameter.name,
        parameter.kind.name()
    )
}

/// The value as the parameter takes it.
///
/// # Errors
/// A sentence: what it is not, and what to write.
pub(crate) fn convert(parameter: &Parameter, value: Value) -> Result<Value, String> {
    if value == Value::Null {
        return if takes_null(parameter) {
            Ok(Value::Null)
        } else {
            Err(null(parameter))
        };
    }
    match parameter.kind {
        Type::Switch | Type::Bool => boolean(parameter, value),
        Type::Int => match &value {
            Value::Int(number) if i32::try_from(*number).is_ok() => Ok(value),
            Value::Text(text) if text.trim().parse::<i32>().is_ok() => {
                Ok(Value::Int(text.trim().parse().unwrap_or_default()))
            }
            other => Err(wrong(parameter, other, "Write a whole number.")),
        },
        Type::Text | Type::TextOrNull => match value {
            Value::List(_) | Value::Table(_) => Err(wrong(parameter, &value, "Write one text.")),
            other => {
                let text = other.to_string();
                if text.is_empty() && parameter.mandatory && parameter.kind == Type::Text {
                    return Err(empty(parameter));
                }
                Ok(Value::Text(text))
            }
        },
        Type::Guid => {
            let text = value.to_string();
            match uuid::Uuid::parse_str(text.trim()) {
                Ok(id) => Ok(Value::Text(id.to_string())),
                Err(_) => Err(wrong(parameter, &value, "Write 32 digits in five groups.")),
            }
        }
        Type::Choice(choices) => {
            let text = value.to_string();
            if let Some(found) = choices
                .iter()
                .find(|choice| choice.eq_ignore_ascii_case(text.trim()))
            {
                return Ok(Value::text(*found));
            }
            let near = nearest(&text, choices.iter().copied());
            let near = near
                .map(|near| format!(" Did you mean {near}?"))
                .unwrap_or_default();
            Err(wrong(
                parameter,
                &value,
                &format!("Write one of {}.{near}", choices.join(", ")),
            ))
        }
        Type::Texts => {
            let items = value.items();
            if let Some(other) = items
                .iter()
                .find(|item| matches!(item, Value::Table(_) | Value::List(_)))
            {
                return Err(wrong(parameter, other, "Write texts, separated by commas."));
            }
            if items.is_empty() && parameter.mandatory {
                return Err(format!(
                    "Cannot bind argument to parameter '{}' because it is an empty array. Name somebody.",
                    parameter.name
                ));
            }
            Ok(Value::List(
                items.iter().map(|item| Value::Text(item.to_string())).collect(),
            ))
        }
        Type::DomainList | Type::TextList => list(parameter, value),
        Type::AllowedDomains => allowed(parameter, value),
        Type::Filter => {
            let text = value.to_string();
            crate::filter::parse(&text).map_err(|message| {
                format!(
                    "The filter '{}' is not understood: {message}",
                    text.chars().take(60).collect::<String>()
                )
            })?;
            Ok(Value::Text(text))
        }
        Type::Block | Type::BlockOrText if matches!(value, Value::Block(_)) => Ok(value),
        Type::Properties | Type::Any => Ok(value),
        _ if matches!(value, Value::Block(_)) => Err(format!("-{} takes no script block.", parameter.name)),
        Type::Block => Err(format!("-{} takes a script block: {{ … }}.", parameter.name)),
        Type::BlockOrText => match value {
            Value::Text(_) => Ok(value),
            other => Err(wrong(parameter, &other, "Write { … } or the name of a property.")),
        },
    }
}

fn empty(parameter: &Parameter) -> String {
    format!(
        "Cannot bind argument to parameter '{}' because it is an empty string. Name a value.",
        parameter.name
    )
}

fn boolean(parameter: &Parameter, value: Value) -> Result<Value, String> {
    let hint = "Write $true or $false; in a shell like bash true or false, because the shell makes nothing of $false.";
    match &value {
        Value::Bool(_) => Ok(value),
        Value::Int(number) => Ok(Value::Bool(*number != 0)),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "true" | "$true" | "1" => Ok(Value::Bool(true)),
            "false" | "$false" | "0" => Ok(Value::Bool(false)),
            _ => Err(wrong(parameter, &value, hint)),
        },
        other => Err(wrong(parameter, other, hint)),
    }
}

fn list(parameter: &Parameter, value: Value) -> Result<Value, String> {
    let texts = |value: Value| -> Result<Value, String> {
        let items = value.items();
        if let Some(other) = items.iter().find(|item| {
            matches!(item, Value::Table(_) | Value::List(_) | Value::Bool(_))
                || matches!(item, Value::Object(object) if object.kind != &kinds::DOMAIN_PATTERN)
        }) {
            return Err(wrong(parameter, other, "Write texts, separated by commas."));
        }
        Ok(Value::List(
            items
                .iter()
                .map(|item| Value::Text(crate::bind::domain_text(item)))
                .collect(),
        ))
    };
    let Value::Table(entries) = value else {
        return texts(value);
    };
    let mut replaced = None;
    let (mut add, mut remove) = (Value::List(Vec::new()), Value::List(Vec::new()));
    for (key, value) in entries {
        match key.to_lowercase().as_str() {
            "add" => add = texts(value)?,
            "remove" => remove = texts(value)?,
            "replace" => replaced = Some(texts(value)?),
            _ => {
                return Err(format!(
                    "'{key}' is no change of a list. -{} takes @{{Add=…}}, @{{Remove=…}} or @{{Replace=…}}.",
                    parameter.name
                ));
            }
        }
    }
    let changes = add != Value::List(Vec::new()) || remove != Value::List(Vec::new());
    match replaced {
        Some(_) if changes => Err(format!(
            "Replace does not go together with Add and Remove in -{}. Leave one of them out.",
            parameter.name
        )),
        Some(list) => Ok(list),
        None => Ok(Value::Table(vec![
            ("Add".to_owned(), add),
            ("Remove".to_owned(), remove),
        ])),
    }
}

fn allowed(parameter: &Parameter, value: Value) -> Result<Value, String> {
    match value {
        Value::Object(object) if [&kinds::ALLOW_ALL, &kinds::ALLOW_LIST].contains(&object.kind) => {
            Ok(Value::Object(object))
        }
        Value::Object(object) if object.kind == &kinds::DOMAIN_PATTERN => Ok(Value::Object(
            Object::new(&kinds::ALLOW_LIST).with("AllowedDomain", vec![Value::Object(object)]),
        )),
        Value::List(items) if items.is_empty() => Ok(Value::Null),
        Value::List(mut items) if items.len() == 1 => allowed(parameter, items.pop().unwrap_or_default()),
        other => Err(wrong(
            parameter,
            &other,
            "Write (New-CsEdgeAllowAllKnownDomains) or (New-CsEdgeAllowList -AllowedDomain …), or use \
             -AllowedDomainsAsAList for plain texts.",
        )),
    }
}
