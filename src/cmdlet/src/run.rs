//! Running a script that was understood.

mod call;
mod evaluate;
mod files;
mod objects;
mod properties;

use crate::host::{Fault, Host};
use crate::place::Place;
use crate::print::show;
use crate::syntax::{Script, Statement};
use crate::value::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;

/// The most items of a list.
pub(crate) const MAXIMUM_ITEMS: usize = 1_000_000;

/// Variables by their names in lower case.
pub type Variables = BTreeMap<String, Value>;

/// A script that ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Where.
    pub place: Place,
    /// Why.
    pub fault: Fault,
    /// How many calls had changed something before.
    pub changes: u64,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Line {}, column {}: {}",
            self.place.line, self.place.column, self.fault.message
        )?;
        match self.changes {
            0 => Ok(()),
            1 => f.write_str(" One change before it was made and stays; nothing after it was run."),
            many => write!(
                f,
                " {many} changes before it were made and stay; nothing after it was run."
            ),
        }
    }
}

impl std::error::Error for Stopped {}

type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, Stopped>> + Send + 'a>>;

/// Runs a script. Variables are those of a session: what is set stays set.
///
/// # Errors
/// The first fault that the script does not ignore, with its place; nothing after it is run.
pub async fn run<H: Host>(script: &Script, host: &mut H, variables: &mut Variables) -> Result<(), Stopped> {
    let mut running = Running {
        host,
        variables,
        steps: 0,
        changes: 0,
    };
    for statement in &script.statements {
        let mut out = Vec::new();
        let outcome = running.statement(statement, &mut out).await;
        let text = show(&out, running.host.width());
        if !text.is_empty() {
            running.host.print(&text);
        }
        outcome?;
    }
    Ok(())
}

struct Running<'h, H: Host> {
    host: &'h mut H,
    variables: &'h mut Variables,
    steps: u64,
    changes: u64,
}

impl<H: Host> Running<'_, H> {
    fn stopped(&self, place: Place, fault: Fault) -> Stopped {
        Stopped {
            place,
            fault,
            changes: self.changes,
        }
    }

    fn wrong(&self, place: Place, message: impl Into<String>) -> Stopped {
        self.stopped(place, Fault::new("invalid", message))
    }

    fn step(&mut self, place: Place) -> Result<(), Stopped> {
        self.steps += 1;
        if self.steps > self.host.most_steps() {
            return Err(self.wrong(place, "The script takes too many steps. Split it."));
        }
        Ok(())
    }

    fn statements<'a>(&'a mut self, list: &'a [Statement], out: &'a mut Vec<Value>) -> Doing<'a, ()> {
        Box::pin(async move {
            for statement in list {
                self.statement(statement, out).await?;
            }
            Ok(())
        })
    }

    fn statement<'a>(&'a mut self, statement: &'a Statement, out: &'a mut Vec<Value>) -> Doing<'a, ()> {
        Box::pin(async move {
            match statement {
                Statement::Pipeline(pipeline) => {
                    self.step(pipeline.place)?;
                    self.pipeline(pipeline, out).await
                }
                Statement::Assign {
                    variable,
                    members,
                    adds,
                    value,
                    place,
                } => {
                    self.step(*place)?;
                    let value = self.group(value).await?;
                    self.assign((variable, members), *adds, value, *place)
                }
                Statement::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        self.step(condition.place)?;
                        let mut items = Vec::new();
                        self.pipeline(condition, &mut items).await?;
                        if Value::from_items(items).is_true() {
                            return self.statements(body, out).await;
                        }
                    }
                    self.statements(otherwise, out).await
                }
                Statement::ForEach { variable, list, body } => {
                    let mut items = Vec::new();
                    self.pipeline(list, &mut items).await?;
                    for item in items {
                        self.step(list.place)?;
                        self.variables.insert(variable.clone(), item);
                        self.statements(body, out).await?;
                    }
                    Ok(())
                }
            }
        })
    }

    fn assign(
        &mut self,
        (variable, members): (&str, &[String]),
        adds: bool,
        value: Value,
        place: Place,
    ) -> Result<(), Stopped> {
        let mut target = self.variables.get(variable).cloned().unwrap_or_default();
        let mut at = &mut target;
        for name in members {
            let found = match at {
                Value::Object(object) => object
                    .properties
                    .iter_mut()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value),
                Value::Table(entries) => {
                    if !entries.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                        entries.push((name.clone(), Value::Null));
                    }
                    entries
                        .iter_mut()
                        .find(|(known, _)| known.eq_ignore_ascii_case(name))
                        .map(|(_, value)| value)
                }
                _ => None,
            };
            match found {
                Some(found) => at = found,
                None => {
                    let message = format!(
                        "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
                    );
                    return Err(self.wrong(place, message));
                }
            }
        }
        let before = std::mem::take(at);
        let outcome = if adds {
            crate::operators::add(before, value, MAXIMUM_ITEMS)
        } else {
            Ok(value)
        };
        match outcome {
            Ok(value) => *at = value,
            Err(message) => return Err(self.wrong(place, message)),
        }
        self.variables.insert(variable.to_owned(), target);
        Ok(())
    }
}
