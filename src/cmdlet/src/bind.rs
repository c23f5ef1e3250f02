//! Which parameter a name or a value means.

mod arguments;
mod sets;

pub use arguments::Arguments;
pub(crate) use arguments::domain_text;
pub(crate) use sets::{Given, check_sets, fitting, missing, positions, possible};

use crate::convert::convert;
use crate::nearest::nearest;
use crate::table::{Cmdlet, Parameter, Type};
use crate::value::Value;

/// The parameter that `name` means: in any case, by a short name, or by its beginning.
pub(crate) fn resolve(cmdlet: &Cmdlet, name: &str) -> Result<&'static Parameter, String> {
    let exact = cmdlet.all_parameters().find(|parameter| {
        parameter.name.eq_ignore_ascii_case(name)
            || parameter
                .aliases
                .iter()
                .any(|alias| alias.eq_ignore_ascii_case(name))
    });
    if let Some(found) = exact {
        return Ok(found);
    }
    let lower = name.to_lowercase();
    let begins = |text: &str| !lower.is_empty() && text.to_lowercase().starts_with(&lower);
    let fitting: Vec<_> = cmdlet
        .all_parameters()
        .filter(|parameter| begins(parameter.name))
        .collect();
    match fitting.as_slice() {
        [only] => Ok(only),
        [] => {
            let near = nearest(name, cmdlet.all_parameters().map(|parameter| parameter.name));
            let near = near.map_or_else(
                || format!(" Get-Help {} lists what there is.", cmdlet.name),
                |near| format!(" Did you mean -{near}?"),
            );
            let shown: String = name.chars().take(80).collect();
            Err(format!(
                "A parameter cannot be found that matches parameter name '{shown}' of {}.{near}",
                cmdlet.name
            ))
        }
        several => {
            let names: Vec<_> = several
                .iter()
                .map(|parameter| format!("-{}", parameter.name))
                .collect();
            Err(format!(
                "Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches \
                 include: {}. Write more of the name.",
                names.join(" ")
            ))
        }
    }
}

/// Why a parameter without a value is refused.
pub(crate) fn missing_value(parameter: &Parameter) -> String {
    let hint = match parameter.kind {
        Type::Bool => {
            " Write $true or $false after it. In a shell like bash write true or false: the shell makes nothing of $false."
        }
        Type::TextOrNull => {
            " Write the name after it, or $null to take the assignment away. In a shell like bash write '$null' in quotes: \
             the shell makes nothing of it otherwise."
        }
        _ => " Write the value after it.",
    };
    format!("Missing an argument for parameter '{}'.{hint}", parameter.name)
}

/// Whether the parameter takes `value`.
pub(crate) fn check(parameter: &Parameter, value: Value) -> Result<(), String> {
    if value == Value::Null && !takes_null(parameter) {
        return Err(null(parameter));
    }
    convert(parameter, value).map(|_| ())
}

pub(crate) fn takes_null(parameter: &Parameter) -> bool {
    match parameter.kind {
        Type::TextOrNull | Type::AllowedDomains | Type::DomainList | Type::TextList | Type::Any => true,
        Type::Text => !parameter.mandatory,
        _ => false,
    }
}

pub(crate) fn null(parameter: &Parameter) -> String {
    let hint = match parameter.kind {
        Type::Bool => " Write $true or $false.",
        _ => " Name a value.",
    };
    format!(
        "Cannot bind argument to parameter '{}' because it is null.{hint}",
        parameter.name
    )
}
