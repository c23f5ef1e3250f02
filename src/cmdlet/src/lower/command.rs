//! A cmdlet with its arguments.

use super::{Lower, Understood, children, named};
use crate::bind::{self, Given};
use crate::nearest::nearest;
use crate::place::Place;
use crate::syntax::{Argument, Call, Expression};
use crate::table::{self, Cmdlet, Id, Parameter, Type};
use crate::value::Value;
use tree_sitter::Node;

/// What was written, before it is known which parameters the values without a name are for.
#[derive(Default)]
struct Written {
    named: Vec<Argument>,
    values: Vec<(Expression, Place)>,
    splats: Vec<(String, Place)>,
}

impl Lower<'_> {
    pub(super) fn command(&mut self, node: Node<'_>, is_piped: bool) -> Understood<Call> {
        let place = self.place(node);
        let parts = named(node);
        let Some(name) = parts.iter().find(|part| part.kind() == "command_name") else {
            return Err(self.refuse(
                node,
                "A cmdlet is called by its name, without & and without a path. Other scripts and programs are not run.",
            ));
        };
        let cmdlet = self.cmdlet(*name)?;
        let elements: Vec<_> = parts
            .iter()
            .filter(|part| part.kind() == "command_elements")
            .flat_map(|part| children(*part))
            .collect();
        if let Some(other) = parts.iter().find(|part| {
            !matches!(
                part.kind(),
                "command_name" | "command_elements" | "command_argument_sep"
            )
        }) {
            return Err(self.refuse(
                *other,
                "This is not supported here. A cmdlet is its name with parameters.",
            ));
        }
        let written = self.elements(cmdlet, &elements)?;
        let given = Given {
            named: written.named.iter().map(|argument| argument.parameter).collect(),
            values: written
                .values
                .iter()
                .map(|(value, _)| matches!(value, Expression::Block(_)))
                .collect(),
            is_piped,
            has_splats: !written.splats.is_empty(),
        };
        let positions = match bind::positions(cmdlet, &given) {
            Ok(positions) => positions,
            Err(message) => {
                let at = written
                    .values
                    .get(bind::fitting(cmdlet, &given))
                    .map_or(place, |(_, place)| *place);
                return Err(self.refuse_at(at, message));
            }
        };
        let mut arguments = written.named;
        for ((value, place), parameter) in written.values.into_iter().zip(positions) {
            let value = fit(parameter, value);
            arguments.push(Argument {
                parameter,
                value,
                place,
            });
        }
        self.check_literals(cmdlet, &arguments)?;
        let names: Vec<_> = arguments.iter().map(|argument| argument.parameter).collect();
        if let Err(message) = bind::check_sets(cmdlet, &names, is_piped, !written.splats.is_empty()) {
            return Err(self.refuse_at(place, message));
        }
        Ok(Call {
            cmdlet,
            arguments,
            splats: written.splats,
            is_piped,
            place,
        })
    }

    fn cmdlet(&mut self, node: Node<'_>) -> Understood<&'static Cmdlet> {
        let name = self.text(node).trim();
        if let Some(found) = table::cmdlet(name) {
            return Ok(found);
        }
        let near = nearest(name, table::cmdlets().map(|cmdlet| cmdlet.name)).map_or_else(
            || " Get-Command lists every cmdlet that is.".to_owned(),
            |near| format!(" Did you mean {near}?"),
        );
        let shown: String = name.chars().take(80).collect();
        let message = format!(
            "The term '{shown}' is not recognized as the name of a cmdlet that is supported here.{near}"
        );
        Err(self.refuse(node, message))
    }

    fn elements(&mut self, cmdlet: &'static Cmdlet, elements: &[Node<'_>]) -> Understood<Written> {
        let mut written = Written::default();
        let mut waiting: Option<(&'static Parameter, Node<'_>)> = None;
        let mut at = 0;
        while let Some(element) = elements.get(at).copied() {
            at += 1;
            match element.kind() {
                "command_argument_sep" => {}
                "redirection" => {
                    return Err(self.refuse(
                        element,
                        "Output is not sent elsewhere with > here. Use | Out-File PATH or | Out-Null.",
                    ));
                }
                "command_parameter" => {
                    if let Some((parameter, at)) = waiting.take() {
                        return Err(self.missing_value(parameter, at));
                    }
                    let name = self.text(element).trim().trim_start_matches(['-', '–', '—', '―']);
                    let parameter = match bind::resolve(cmdlet, name) {
                        Ok(parameter) => parameter,
                        Err(message) => return Err(self.refuse(element, message)),
                    };
                    if written
                        .named
                        .iter()
                        .any(|argument| argument.parameter.name == parameter.name)
                    {
                        let message = format!("-{} stands here twice. Name it once.", parameter.name);
                        return Err(self.refuse(element, message));
                    }
                    let has_colon = elements.get(at).is_some_and(|next| {
                        next.kind() == "command_argument_sep" && self.text(*next).contains(':')
                    });
                    if parameter.kind == Type::Switch && !has_colon {
                        written.named.push(Argument {
                            parameter,
                            value: Expression::Literal(Value::Bool(true)),
                            place: self.place(element),
                        });
                    } else {
                        waiting = Some((parameter, element));
                    }
                }
                _ => {
                    let place = self.place(element);
                    let text = self.text(element).trim();
                    if text.starts_with('@')
                        && !text.starts_with("@(")
                        && !text.starts_with("@{")
                        && !text.starts_with("@'")
                        && !text.starts_with("@\"")
                    {
                        written.splats.push((self.splat(element)?, place));
                        continue;
                    }
                    let kind = waiting.map(|(parameter, _)| parameter.kind);
                    let mut value = self.argument(element, kind)?;
                    let mut items = Vec::new();
                    while let Some(comma) = after_blanks(elements, at).filter(|at| is_comma(elements, *at)) {
                        let Some(next) = after_blanks(elements, comma + 1) else {
                            return Err(self.refuse(element, "A value is missing after the comma."));
                        };
                        at = next + 1;
                        if let Some(item) = elements.get(next) {
                            items.push(self.argument(*item, kind)?);
                        }
                    }
                    if !items.is_empty() {
                        let mut all = match value {
                            Expression::List(first) => first,
                            other => vec![other],
                        };
                        for item in items {
                            match item {
                                Expression::List(more) => all.extend(more),
                                other => all.push(other),
                            }
                        }
                        value = Expression::List(all);
                    }
                    match waiting.take() {
                        Some((parameter, at)) => written.named.push(Argument {
                            parameter,
                            value: fit(parameter, value),
                            place: self.place(at),
                        }),
                        None => written.values.push((value, place)),
                    }
                }
            }
        }
        match waiting {
            Some((parameter, at)) => Err(self.missing_value(parameter, at)),
            None => Ok(written),
        }
    }

    fn splat(&mut self, node: Node<'_>) -> Understood<String> {
        let mut inner = node;
        while let [only] = named(inner).as_slice() {
            inner = *only;
        }
        let name = self.variable_name(inner)?;
        if !self.variables.contains(&name) {
            return Err(self.refuse(node, format!("@{name} has no value: nothing above sets ${name}.")));
        }
        Ok(name)
    }

    fn missing_value(&mut self, parameter: &Parameter, at: Node<'_>) -> super::Refused {
        self.refuse(at, bind::missing_value(parameter))
    }

    fn argument(&mut self, node: Node<'_>, kind: Option<Type>) -> Understood<Expression> {
        if kind == Some(Type::Filter) {
            let text = self.text(node).trim();
            if let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                return Ok(Expression::Literal(Value::text(inner.trim())));
            }
        }
        self.expression(node)
    }

    /// Values that are written out are checked now, the others when they are known.
    fn check_literals(&mut self, cmdlet: &Cmdlet, arguments: &[Argument]) -> Understood<()> {
        for argument in arguments {
            let outcome = match &argument.value {
                Expression::Literal(value) => bind::check(argument.parameter, value.clone()),
                Expression::Block(_) => match argument.parameter.kind {
                    Type::Block | Type::BlockOrText | Type::Properties => Ok(()),
                    _ => Err(format!("-{} takes no script block.", argument.parameter.name)),
                },
                _ => Ok(()),
            };
            if let Err(message) = outcome {
                return Err(self.refuse_at(argument.place, message));
            }
        }
        if cmdlet.id == Id::ImportModule
            && let Some(Expression::Literal(name)) = arguments.first().map(|argument| &argument.value)
        {
            let name = name.to_string();
            if !["microsoftteams", "forecourt"].contains(&name.to_lowercase().as_str()) {
                let place = arguments
                    .first()
                    .map(|argument| argument.place)
                    .unwrap_or_default();
                let message = format!(
                    "The module {name} is not here. The cmdlets of MicrosoftTeams for external access are."
                );
                return Err(self.refuse_at(place, message));
            }
        }
        Ok(())
    }
}

/// The next element from `at` on that is more than blanks.
fn after_blanks(elements: &[Node<'_>], at: usize) -> Option<usize> {
    let rest = elements.get(at..)?;
    let blanks = rest
        .iter()
        .take_while(|element| element.kind() == "command_argument_sep")
        .count();
    (blanks < rest.len()).then_some(at + blanks)
}

fn is_comma(elements: &[Node<'_>], at: usize) -> bool {
    elements.get(at).is_some_and(|element| element.kind() == ",")
}

/// A value as the parameter takes it: the name of a property becomes a list of one.
fn fit(parameter: &Parameter, value: Expression) -> Expression {
    match (parameter.kind, value) {
        (Type::Properties, value @ (Expression::Literal(Value::Text(_)) | Expression::Table(_))) => {
            Expression::List(vec![value])
        }
        (_, value) => value,
    }
}
