//! Running a script that was understood.

mod assign;
mod budget;
mod call;
mod compare;
mod evaluate;
mod files;
mod objects;
mod properties;
mod sorted;

use crate::host::{Fault, Host};
use crate::place::Place;
use crate::print::show;
use crate::syntax::{Script, Statement};
use crate::value::Value;
use budget::Out;
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;

/// The most items of a list.
pub(crate) const MAXIMUM_ITEMS: usize = 1_000_000;

/// How deep statements and values may be worked out in each other, in all blocks together: each takes some of the stack.
const MAXIMUM_NESTED: usize = 64;

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
        weights: BTreeMap::new(),
        at: Place::default(),
        steps: 0,
        worked: 0,
        kept: 0,
        live: 0,
        blocks: 0,
        nested: 0,
        changes: 0,
    };
    running.keep_known();
    for statement in &script.statements {
        let mut out = Out::default();
        let outcome = running.statement(statement, &mut out).await;
        let shown = show(&out.values, running.host.width(), running.host.most_memory());
        running.release(out.weight);
        match shown {
            Ok(text) if !text.is_empty() => running.host.print(&text),
            Ok(_) => {}
            Err(why) => {
                outcome?;
                return Err(running.wrong(running.at, why.to_string()));
            }
        }
        outcome?;
    }
    Ok(())
}

struct Running<'h, H: Host> {
    host: &'h mut H,
    variables: &'h mut Variables,
    /// What variables weigh, at most, in bytes.
    weights: BTreeMap<String, usize>,
    /// Where the last step was.
    at: Place,
    steps: u64,
    /// Bytes that were gone through and make no whole step yet.
    worked: usize,
    /// What all variables weigh, in bytes.
    kept: usize,
    /// What is held beside the variables, in bytes.
    live: usize,
    /// How deep blocks run in each other.
    blocks: usize,
    /// How deep statements and values are worked out in each other.
    nested: usize,
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

    fn statements<'a>(&'a mut self, list: &'a [Statement], out: &'a mut Out) -> Doing<'a, ()> {
        Box::pin(async move {
            for statement in list {
                self.statement(statement, out).await?;
            }
            Ok(())
        })
    }

    /// Goes one level deeper. The one who calls it comes back up.
    fn deeper(&mut self) -> Result<(), Stopped> {
        if self.nested >= MAXIMUM_NESTED {
            let message = "Blocks and brackets lie too deep in each other here. Put parts into variables.";
            return Err(self.wrong(self.at, message));
        }
        self.nested += 1;
        Ok(())
    }

    fn statement<'a>(&'a mut self, statement: &'a Statement, out: &'a mut Out) -> Doing<'a, ()> {
        Box::pin(async move {
            self.deeper()?;
            let outcome = self.statement_here(statement, out).await;
            self.nested -= 1;
            outcome
        })
    }

    fn statement_here<'a>(&'a mut self, statement: &'a Statement, out: &'a mut Out) -> Doing<'a, ()> {
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
                    self.at = *place;
                    self.assign((variable, members), *adds, value)
                }
                Statement::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        self.step(condition.place)?;
                        let mut items = Out::default();
                        self.pipeline(condition, &mut items).await?;
                        self.release(items.weight);
                        if Value::from_items(items.values).is_true() {
                            return self.statements(body, out).await;
                        }
                    }
                    self.statements(otherwise, out).await
                }
                Statement::ForEach { variable, list, body } => {
                    let mut items = Out::default();
                    self.pipeline(list, &mut items).await?;
                    for item in items.values {
                        self.step(list.place)?;
                        self.set(variable, item)?;
                        self.statements(body, out).await?;
                    }
                    self.release(items.weight);
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
    ) -> Result<(), Stopped> {
        if members.is_empty() && !adds {
            return self.set(variable, value);
        }
        self.change(variable, members, adds, value)
    }
}
