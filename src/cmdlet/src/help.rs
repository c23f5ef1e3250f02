//! What cmdlets do and take, in words.

use crate::nearest::nearest;
use crate::table::{Cmdlet, Parameter, Type, cmdlet, cmdlets};
use std::fmt::Write as _;

/// What a cmdlet does and takes.
///
/// # Errors
/// A sentence when there is none with this name.
pub fn about(name: &str) -> Result<String, String> {
    let Some(found) = cmdlet(name.trim()) else {
        let near = nearest(name, cmdlets().map(|cmdlet| cmdlet.name));
        let near = near
            .map(|near| format!(" Did you mean {near}?"))
            .unwrap_or_default();
        return Err(format!(
            "There is no cmdlet {name} here.{near} Get-Command lists every one."
        ));
    };
    let mut text = format!("{}\n    {}\n\n", found.name, found.help);
    if !found.aliases.is_empty() {
        let _ = writeln!(text, "ALSO\n    {}\n", found.aliases.join(", "));
    }
    text.push_str("SYNTAX\n");
    for line in syntax(found) {
        let _ = writeln!(text, "    {line}");
    }
    text.push_str("\nPARAMETERS\n");
    for parameter in found.all_parameters() {
        let _ = writeln!(
            text,
            "    -{} <{}>\n        {}",
            parameter.name,
            parameter.kind.name(),
            parameter.help
        );
        if let Type::Choice(choices) = parameter.kind {
            let _ = writeln!(text, "        One of {}.", choices.join(", "));
        }
    }
    if !found.examples.is_empty() {
        text.push_str("\nEXAMPLES\n");
        for line in found.examples {
            let _ = writeln!(text, "    {line}");
        }
    }
    Ok(text)
}

/// One line for each parameter set.
pub fn syntax(cmdlet: &Cmdlet) -> Vec<String> {
    let line = |set: &str| {
        let mut line = cmdlet.name.to_owned();
        let own = cmdlet.parameters.iter().filter(|parameter| parameter.is_in(set));
        for parameter in own {
            line.push(' ');
            line.push_str(&written(parameter));
        }
        if cmdlet.changes {
            line.push_str(" [-WhatIf] [-Confirm]");
        }
        line
    };
    cmdlet.sets().into_iter().map(line).collect()
}

fn written(parameter: &Parameter) -> String {
    let name = match parameter.position {
        Some(_) => format!("[-{}]", parameter.name),
        None => format!("-{}", parameter.name),
    };
    let whole = match parameter.kind {
        Type::Switch => name,
        kind => format!("{name} <{}>", kind.name()),
    };
    if parameter.mandatory {
        whole
    } else {
        format!("[{whole}]")
    }
}
