//! Parameter sets, and values without a name.

use crate::table::{Cmdlet, Parameter, Pipe, Type};

/// What a call has, before its values without a name have parameters.
pub(crate) struct Given {
    /// The parameters that were named.
    pub(crate) named: Vec<&'static Parameter>,
    /// The values without a name: whether each is a script block.
    pub(crate) values: Vec<bool>,
    /// Whether something is piped into it.
    pub(crate) is_piped: bool,
    /// Whether a hashtable holds more arguments.
    pub(crate) has_splats: bool,
}

/// The sets that all of these are in.
pub(crate) fn possible(cmdlet: &Cmdlet, named: &[&'static Parameter]) -> Vec<&'static str> {
    let mut sets = cmdlet.sets();
    sets.retain(|set| named.iter().all(|parameter| parameter.is_in(set)));
    sets
}

/// The parameters of a set that take values without a name, in their order.
fn open(cmdlet: &Cmdlet, set: &str, named: &[&'static Parameter]) -> Vec<&'static Parameter> {
    let mut found: Vec<_> = cmdlet
        .all_parameters()
        .filter(|parameter| parameter.position.is_some() && parameter.is_in(set))
        .filter(|parameter| !named.iter().any(|other| other.name == parameter.name))
        .collect();
    found.sort_by_key(|parameter| parameter.position);
    found
}

/// How many values without a name have a place at most.
pub(crate) fn fitting(cmdlet: &Cmdlet, given: &Given) -> usize {
    let sets = possible(cmdlet, &given.named);
    sets.iter()
        .map(|set| open(cmdlet, set, &given.named).len())
        .max()
        .unwrap_or_default()
}

/// The parameters that values without a name are for.
pub(crate) fn positions(cmdlet: &Cmdlet, given: &Given) -> Result<Vec<&'static Parameter>, String> {
    let sets = possible(cmdlet, &given.named);
    if sets.is_empty() {
        return Err(mixed(cmdlet, &given.named));
    }
    let mut best: Option<Vec<&'static Parameter>> = None;
    for set in sets {
        let open = open(cmdlet, set, &given.named);
        if open.len() < given.values.len() {
            continue;
        }
        let taken: Vec<_> = open.into_iter().take(given.values.len()).collect();
        let fits = |(parameter, is_block): (&&Parameter, &bool)| (parameter.kind == Type::Block) <= *is_block;
        if !taken.iter().zip(&given.values).all(fits) {
            best = best.or(Some(taken));
            continue;
        }
        let all: Vec<_> = given.named.iter().copied().chain(taken.iter().copied()).collect();
        if missing(cmdlet, set, &all, given.is_piped).is_empty() || given.has_splats {
            return Ok(taken);
        }
        best = best.or(Some(taken));
    }
    best.ok_or_else(|| {
        format!(
            "A positional parameter cannot be found that accepts this value: {} takes {} without a name here. Write the \
             name of the parameter before it.",
            cmdlet.name,
            match fitting(cmdlet, given) {
                0 => "no value".to_owned(),
                1 => "one value".to_owned(),
                many => format!("{many} values"),
            }
        )
    })
}

pub(crate) fn missing(
    cmdlet: &Cmdlet,
    set: &str,
    named: &[&'static Parameter],
    is_piped: bool,
) -> Vec<&'static str> {
    cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.mandatory && parameter.is_in(set))
        .filter(|parameter| !(is_piped && parameter.pipe != Pipe::Nothing))
        .filter(|parameter| !named.iter().any(|other| other.name == parameter.name))
        .map(|parameter| parameter.name)
        .collect()
}

/// Refuses parameters that do not go together, and missing ones.
pub(crate) fn check_sets(
    cmdlet: &Cmdlet,
    named: &[&'static Parameter],
    is_piped: bool,
    has_splats: bool,
) -> Result<(), String> {
    let sets = possible(cmdlet, named);
    if sets.is_empty() {
        return Err(mixed(cmdlet, named));
    }
    let takes = cmdlet
        .parameters
        .iter()
        .any(|parameter| parameter.pipe != Pipe::Nothing);
    if is_piped && !takes {
        return Err(format!(
            "{} takes nothing from a pipeline. Name what it is about with a parameter.",
            cmdlet.name
        ));
    }
    if has_splats {
        return Ok(());
    }
    let mut first = None;
    for set in sets {
        let missing = missing(cmdlet, set, named, is_piped);
        if missing.is_empty() {
            return Ok(());
        }
        first = first.or(Some(missing));
    }
    Err(format!(
        "Cannot process command because of one or more missing mandatory parameters: {}. Write {}.",
        first.clone().unwrap_or_default().join(" "),
        first
            .unwrap_or_default()
            .iter()
            .map(|name| format!("-{name} and its value"))
            .collect::<Vec<_>>()
            .join(", ")
    ))
}

/// The sentence for parameters of different sets: the two that are in the way of each other.
fn mixed(cmdlet: &Cmdlet, named: &[&'static Parameter]) -> String {
    let apart = named.iter().enumerate().find_map(|(at, one)| {
        let rest = named.get(at + 1..).unwrap_or_default();
        let other = rest
            .iter()
            .find(|other| possible(cmdlet, &[one, other]).is_empty())?;
        Some((one.name, other.name))
    });
    let which = match apart {
        Some((one, other)) => format!("-{one} and -{other} do not go together"),
        None => "these parameters do not go together".to_owned(),
    };
    format!(
        "Parameter set cannot be resolved using the specified named parameters: {which} in {}. Leave one of them out.",
        cmdlet.name
    )
}
