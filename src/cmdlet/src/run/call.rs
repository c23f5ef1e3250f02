//! Calling a cmdlet: its arguments, what is piped into it, and asking first.

use super::budget::Out;
use super::{Doing, Running, Stopped};
use crate::bind::{self, Arguments, missing, possible};
use crate::convert::convert;
use crate::host::{Fault, Host, Invocation, Mode};
use crate::place::Place;
use crate::syntax::Call;
use crate::table::{Cmdlet, Id, Parameter, Pipe};
use crate::value::Value;

/// Parameters that say how a change is made, not what changes.
const BESIDE: &[&str] = &["Identity", "Instance", "Tenant", "Force", "WhatIf", "Confirm"];

impl<H: Host> Running<'_, H> {
    /// Calls a cmdlet. What waits for it does not lie on the stack, and blocks may run in each other.
    pub(super) fn called<'a>(&'a mut self, call: &'a Call, input: Vec<Value>) -> Doing<'a, Vec<Value>> {
        Box::pin(self.call(call, input))
    }

    async fn call(&mut self, call: &Call, input: Vec<Value>) -> Result<Vec<Value>, Stopped> {
        self.step(call.place)?;
        let (given, held) = self.given(call).await?;
        let out = if call.cmdlet.is_of_host {
            self.asked_of_host(call, given, input).await?
        } else {
            let input = match given.get("InputObject") {
                Some(value) if !call.is_piped => value.clone().items(),
                _ => input,
            };
            self.of_language(call, &given, input).await?
        };
        self.release(held);
        Ok(out)
    }

    fn asked_of_host<'a>(
        &'a mut self,
        call: &'a Call,
        given: Arguments,
        input: Vec<Value>,
    ) -> Doing<'a, Vec<Value>> {
        Box::pin(self.ask_host(call, given, input))
    }

    fn of_language<'a>(
        &'a mut self,
        call: &'a Call,
        given: &'a Arguments,
        input: Vec<Value>,
    ) -> Doing<'a, Vec<Value>> {
        Box::pin(self.language(call, given, input))
    }

    async fn ask_host(
        &mut self,
        call: &Call,
        given: Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let mut invocations = Vec::new();
        let mut held = 0;
        let mode = if given.is_on("WhatIf") {
            Mode::WhatIf
        } else {
            Mode::Do
        };
        if call.is_piped {
            for item in input {
                let arguments = self.piped(call, &given, &item)?;
                for (_, value) in &arguments.0 {
                    held += self.hold(value)?;
                }
                invocations.push(Invocation {
                    cmdlet: call.cmdlet,
                    arguments,
                    mode,
                });
            }
        } else {
            invocations.push(Invocation {
                cmdlet: call.cmdlet,
                arguments: given.clone(),
                mode,
            });
        }
        let asks = given.bool("Confirm");
        let reaches_many = call.cmdlet.changes && (invocations.len() > 1 || call.cmdlet.id == Id::NewBatch);
        if reaches_many && mode == Mode::Do && asks.is_none() {
            self.ask_for_everybody(&invocations, call.place).await?;
        }
        let mut out = Out::default();
        for invocation in invocations {
            self.step(call.place)?;
            if asks == Some(true) && mode == Mode::Do && !self.asked(&invocation, call.place).await? {
                continue;
            }
            let changes = call.cmdlet.changes && mode == Mode::Do;
            match self.host.call(invocation).await {
                Ok(values) => {
                    self.changes += u64::from(changes);
                    let weight = self.hold_all(&values)?;
                    out.append(Out { values, weight });
                }
                Err(fault) => self.ignored(fault, &given, call.place)?,
            }
        }
        self.release(out.weight + held);
        Ok(out.values)
    }

    /// Goes on after a fault when `-ErrorAction` says so.
    pub(super) fn ignored(&mut self, fault: Fault, given: &Arguments, place: Place) -> Result<(), Stopped> {
        match given.text("ErrorAction") {
            Some("SilentlyContinue" | "Ignore") => Ok(()),
            Some("Continue") => {
                let text = format!("Line {}, column {}: {}", place.line, place.column, fault.message);
                self.host.warn(&text);
                Ok(())
            }
            _ => Err(self.stopped(place, fault)),
        }
    }

    async fn ask_for_everybody(&mut self, invocations: &[Invocation], place: Place) -> Result<(), Stopped> {
        let question = match self.host.reaches_everybody(invocations).await {
            Ok(question) => question,
            Err(fault) => return Err(self.stopped(place, fault)),
        };
        let Some(question) = question else { return Ok(()) };
        match self.host.confirm(&question).await {
            Some(true) => Ok(()),
            Some(false) => Err(self.stopped(
                place,
                Fault::new("not-confirmed", "Nothing was changed by this line: it was not confirmed."),
            )),
            None => Err(self.stopped(
                place,
                Fault::new(
                    "confirmation-needed",
                    format!(
                        "Nothing was changed by this line. {question} Nobody can be asked here: add -Confirm:$false when it is \
                         meant, or -WhatIf to see what it does."
                    ),
                ),
            )),
        }
    }

    /// Says what a call would do and asks.
    async fn asked(&mut self, invocation: &Invocation, place: Place) -> Result<bool, Stopped> {
        let mut preview = invocation.clone();
        preview.mode = Mode::WhatIf;
        if let Err(fault) = self.host.call(preview).await {
            return Err(self.stopped(place, fault));
        }
        match self.host.confirm("Are you sure you want to perform this action?").await {
            Some(answer) => Ok(answer),
            None => Err(self.stopped(
                place,
                Fault::new(
                    "confirmation-needed",
                    "Nothing was changed by this line: -Confirm asks, and nobody can be asked here. Leave it out, or use \
                     -WhatIf.",
                ),
            )),
        }
    }

    /// The arguments that are written out and splatted, and what of them is held.
    async fn given(&mut self, call: &Call) -> Result<(Arguments, usize), Stopped> {
        let mut held = 0;
        let mut found: Vec<(&'static str, Value)> = Vec::new();
        for argument in &call.arguments {
            let value = self.value(&argument.value).await?;
            let value = convert_or(argument.parameter, value)
                .map_err(|message| self.wrong(argument.place, message))?;
            held += self.hold(&value)?;
            found.push((argument.parameter.name, value));
        }
        for (name, place) in &call.splats {
            let entries = match self.variables.get(name) {
                Some(Value::Table(entries)) => entries.clone(),
                _ => {
                    return Err(self.wrong(
                        *place,
                        format!("@{name} stands for parameters: ${name} must be a hashtable."),
                    ));
                }
            };
            for (key, value) in entries {
                let parameter =
                    bind::resolve(call.cmdlet, &key).map_err(|message| self.wrong(*place, message))?;
                if found.iter().any(|(known, _)| *known == parameter.name) {
                    return Err(self.wrong(
                        *place,
                        format!("-{} is given twice. Name it once.", parameter.name),
                    ));
                }
                let value = convert_or(parameter, value).map_err(|message| self.wrong(*place, message))?;
                held += self.hold(&value)?;
                found.push((parameter.name, value));
            }
        }
        if !call.splats.is_empty() {
            let named: Vec<_> = found
                .iter()
                .filter_map(|(name, _)| call.cmdlet.parameter(name))
                .collect();
            bind::check_sets(call.cmdlet, &named, call.is_piped, false)
                .map_err(|message| self.wrong(call.place, message))?;
        }
        Ok((Arguments(found), held))
    }

    /// The arguments with what an item of the pipeline brings along.
    fn piped(&self, call: &Call, given: &Arguments, item: &Value) -> Result<Arguments, Stopped> {
        let cmdlet = call.cmdlet;
        let named: Vec<_> = given.names().filter_map(|name| cmdlet.parameter(name)).collect();
        let mut sets = possible(cmdlet, &named);
        let says_what = named.iter().any(|parameter| {
            cmdlet.parameters.iter().any(|own| own.name == parameter.name)
                && !BESIDE.contains(&parameter.name)
        });
        if !says_what {
            // An object alone is meant as a whole.
            sets.sort_by_key(|set| {
                !cmdlet
                    .parameters
                    .iter()
                    .any(|parameter| is_whole(parameter) && parameter.is_in(set))
            });
        }
        for set in sets {
            let mut bound = given.clone();
            let mut all = named.clone();
            for parameter in cmdlet.parameters.iter().filter(|parameter| parameter.is_in(set)) {
                if given.get(parameter.name).is_some() {
                    continue;
                }
                let Some(value) = from_item(parameter, item) else {
                    continue;
                };
                let value =
                    convert_or(parameter, value).map_err(|message| self.wrong(call.place, message))?;
                bound.0.push((parameter.name, value));
                all.push(parameter);
            }
            if bound.0.len() > given.0.len() && missing(cmdlet, set, &all, false).is_empty() {
                return Ok(bound);
            }
        }
        Err(self.wrong(call.place, unbound(cmdlet, item)))
    }
}

fn is_whole(parameter: &Parameter) -> bool {
    parameter.pipe == Pipe::Value && parameter.mandatory
}

fn unbound(cmdlet: &Cmdlet, item: &Value) -> String {
    let wanted: Vec<_> = cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.pipe != Pipe::Nothing)
        .map(|parameter| parameter.name)
        .collect();
    let shown: String = item.to_string().chars().take(60).collect();
    format!(
        "The input object cannot be bound to any parameters for the command: {} looks for {} in what is piped, and \
         '{shown}' has none. Use ForEach-Object {{ {} -{} $_.… }}.",
        cmdlet.name,
        wanted.join(" and "),
        cmdlet.name,
        wanted.first().copied().unwrap_or_default(),
    )
}

fn from_item(parameter: &Parameter, item: &Value) -> Option<Value> {
    let property = || match item {
        Value::Object(object) => {
            let names = std::iter::once(&parameter.name).chain(parameter.aliases);
            names.copied().find_map(|name| object.get(name)).cloned()
        }
        _ => None,
    };
    match parameter.pipe {
        Pipe::Nothing => None,
        Pipe::Value => Some(item.clone()),
        Pipe::Property => property(),
        Pipe::Both => match item {
            Value::Object(_) => property(),
            other => Some(other.clone()),
        },
    }
    .filter(|value| *value != Value::Null)
}

fn convert_or(parameter: &Parameter, value: Value) -> Result<Value, String> {
    convert(parameter, value)
}
