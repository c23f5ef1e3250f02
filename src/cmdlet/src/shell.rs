//! What the doors of the language need besides it: cmdlets on a command line, and completion.

use crate::bind;
use crate::table::{self, Cmdlet, Type};
use forecourt_exchange::powershell::quote;

/// The source of one cmdlet whose name and arguments came from the command line of an operating system: what stands
/// there without the quotes of the shell is put into quotes again.
pub fn from_arguments(arguments: &[String]) -> String {
    let Some((name, rest)) = arguments.split_first() else {
        return String::new();
    };
    let cmdlet = table::cmdlet(name);
    let mut source = name.clone();
    let mut before: Option<Type> = None;
    for argument in rest {
        source.push(' ');
        if let Some(parameter) = argument
            .strip_prefix('-')
            .filter(|rest| rest.starts_with(char::is_alphabetic))
        {
            let (parameter, value) = match parameter.split_once(':') {
                Some((parameter, value)) => (parameter, Some(value)),
                None => (parameter, None),
            };
            let kind = kind_of(cmdlet, parameter);
            source.push('-');
            source.push_str(parameter);
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                source.push(':');
                source.push_str(&written(value, kind));
            }
            before = kind;
        } else {
            source.push_str(&written(argument, before.take()));
        }
    }
    source
}

fn kind_of(cmdlet: Option<&'static Cmdlet>, parameter: &str) -> Option<Type> {
    Some(bind::resolve(cmdlet?, parameter).ok()?.kind)
}

fn written(text: &str, kind: Option<Type>) -> String {
    let is_written_out =
        text.starts_with(['$', '(', '{', '\'', '"']) || text.starts_with("@(") || text.starts_with("@{");
    let is_number = text.parse::<i32>().is_ok() && kind == Some(Type::Int);
    if is_written_out || is_number {
        return text.to_owned();
    }
    match kind {
        Some(Type::Texts | Type::DomainList | Type::TextList | Type::Properties) if text.contains(',') => {
            let each: Vec<_> = text.split(',').map(|piece| quote(piece.trim())).collect();
            each.join(",")
        }
        _ => quote(text),
    }
}

/// What could stand at the end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where what is replaced begins, in bytes.
    pub start: usize,
    /// What could stand there.
    pub words: Vec<String>,
    /// Whose names could stand there too; only the host knows them.
    pub names: Option<Names>,
}

/// Names that only the host knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Of policies.
    Policies,
    /// Of people.
    People,
}

/// What could stand at the end of `line`.
pub fn complete(line: &str) -> Completion {
    let stage_start = line.rfind(['|', ';', '{', '(', '=']).map_or(0, |at| at + 1);
    let stage = line.get(stage_start..).unwrap_or_default();
    let word_start = word_start(stage);
    let start = stage_start + word_start;
    let word = stage.get(word_start..).unwrap_or_default();
    let before: Vec<_> = stage
        .get(..word_start)
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let begins = |name: &str, typed: &str| name.to_lowercase().starts_with(&typed.to_lowercase());
    let Some((first, given)) = before.split_first() else {
        let words = table::cmdlets()
            .map(|cmdlet| cmdlet.name)
            .filter(|name| begins(name, word));
        return Completion {
            start,
            words: words.map(str::to_owned).collect(),
            names: None,
        };
    };
    let Some(cmdlet) = table::cmdlet(first) else {
        return Completion::default();
    };
    if let Some(typed) = word.strip_prefix('-') {
        let names = cmdlet.all_parameters().map(|parameter| parameter.name);
        let fitting = names.filter(|name| begins(name, typed));
        return Completion {
            start,
            words: fitting.map(|name| format!("-{name}")).collect(),
            names: None,
        };
    }
    let parameter = given
        .last()
        .and_then(|last| last.strip_prefix('-'))
        .and_then(|name| bind::resolve(cmdlet, name).ok());
    let typed = word.trim_start_matches(['\'', '"']);
    let (words, names): (Vec<&str>, _) = match parameter {
        Some(parameter) => match (parameter.kind, parameter.name) {
            (Type::Bool, _) => (vec!["$true", "$false"], None),
            (Type::Choice(choices), _) => (choices.to_vec(), None),
            (_, "PolicyType") => (vec!["ExternalAccessPolicy"], None),
            (_, "PolicyName") => (vec!["$null"], Some(Names::Policies)),
            (_, "Identity") => (Vec::new(), Some(identity(cmdlet))),
            _ => (Vec::new(), None),
        },
        None => match cmdlet
            .parameters
            .iter()
            .find(|parameter| parameter.position == Some(1))
        {
            Some(first) if first.name == "Identity" && given.is_empty() => {
                (Vec::new(), Some(identity(cmdlet)))
            }
            _ => (Vec::new(), None),
        },
    };
    let words = words
        .into_iter()
        .filter(|name| begins(name, typed))
        .map(str::to_owned)
        .collect();
    Completion { start, words, names }
}

fn identity(cmdlet: &Cmdlet) -> Names {
    if cmdlet.name.ends_with("CsExternalAccessPolicy") && !cmdlet.name.starts_with("Grant") {
        Names::Policies
    } else {
        Names::People
    }
}

/// Where the last word begins; quotes hold words together.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            None if character.is_whitespace() => start = at + character.len_utf8(),
            Some(_) | None => {}
        }
    }
    start
}
