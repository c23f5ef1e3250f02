//! What a script may use: steps, time and memory.

use super::{Running, Stopped};
use crate::host::{Fault, Host};
use crate::place::Place;
use crate::value::Value;
use crate::weight::{TooMuch, weight};

/// So many bytes that are gone through count as a step.
const STEP_BYTES: usize = 4096;

/// Values of a pipeline with what they weigh.
#[derive(Default)]
pub(super) struct Out {
    /// The values.
    pub(super) values: Vec<Value>,
    /// What of them is held, in bytes.
    pub(super) weight: usize,
}

impl Out {
    /// Takes over what another one holds.
    pub(super) fn append(&mut self, mut other: Out) {
        self.values.append(&mut other.values);
        self.weight += other.weight;
    }
}

impl<H: Host> Running<'_, H> {
    /// Counts a step at `place`.
    pub(super) fn step(&mut self, place: Place) -> Result<(), Stopped> {
        self.at = place;
        self.steps_more(1)
    }

    fn steps_more(&mut self, more: usize) -> Result<(), Stopped> {
        self.steps = self.steps.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        if self.steps > self.host.most_steps() {
            return Err(self.wrong(self.at, "The script takes too many steps. Split it."));
        }
        if self.host.is_late() {
            let fault = Fault::new("late", "The script takes too long and was ended here. Split it.");
            return Err(self.stopped(self.at, fault));
        }
        Ok(())
    }

    /// Counts going through so many bytes.
    pub(super) fn work(&mut self, bytes: usize) -> Result<(), Stopped> {
        self.worked = self.worked.saturating_add(bytes);
        let steps = self.worked / STEP_BYTES;
        self.worked %= STEP_BYTES;
        if steps > 0 { self.steps_more(steps) } else { Ok(()) }
    }

    /// What a value weighs that lies `depth` deep in another.
    pub(super) fn weighed(&mut self, value: &Value, depth: usize) -> Result<usize, Stopped> {
        let most = self.host.most_memory();
        match weight(value, depth, most) {
            Ok(found) => self.work(found).map(|()| found),
            Err(why) => Err(self.wrong(self.at, why.sentence(most))),
        }
    }

    /// What the variable `name` weighs.
    pub(super) fn weight_of(&self, name: &str) -> usize {
        let most = self.host.most_memory();
        match self.weights.get(name) {
            Some(known) if name != "_" => *known,
            _ => self
                .variables
                .get(name)
                .map_or(0, |value| weight(value, 0, most).unwrap_or(most)),
        }
    }

    /// Holds a value while something is put together of it. Gives what is to be released afterwards.
    pub(super) fn hold(&mut self, value: &Value) -> Result<usize, Stopped> {
        let found = self.weighed(value, 1)?;
        self.room(self.kept, found)?;
        self.live += found;
        Ok(found)
    }

    /// Holds so many bytes of a text.
    pub(super) fn hold_bytes(&mut self, bytes: usize) -> Result<usize, Stopped> {
        self.work(bytes)?;
        self.room(self.kept, bytes)?;
        self.live += bytes;
        Ok(bytes)
    }

    /// Holds all of these.
    pub(super) fn hold_all(&mut self, values: &[Value]) -> Result<usize, Stopped> {
        let mut held = 0;
        for value in values {
            held += self.hold(value)?;
        }
        Ok(held)
    }

    /// Lets go of what was held.
    pub(super) fn release(&mut self, held: usize) {
        self.live = self.live.saturating_sub(held);
    }

    /// Gives a variable a value of its own.
    pub(super) fn set(&mut self, name: &str, value: Value) -> Result<(), Stopped> {
        let found = self.weighed(&value, 0)?;
        let before = self.weights.get(name).copied().unwrap_or_default();
        self.room(self.kept.saturating_sub(before), found)?;
        self.variables.insert(name.to_owned(), value);
        self.keep(name, found);
        Ok(())
    }

    /// Adds to a variable, or to what is in it at `members`; what is there is not copied.
    pub(super) fn change(
        &mut self,
        name: &str,
        members: &[String],
        adds: bool,
        value: Value,
    ) -> Result<(), Stopped> {
        let added = self.weighed(&value, members.len() + usize::from(adds))?;
        let most = self.host.most_memory();
        let before = self.weights.get(name).copied().unwrap_or_default();
        let others = self.kept.saturating_sub(before);
        let mut found = before.saturating_add(added);
        if found > most || self.room(others, found).is_err() {
            // Too much was counted when something was replaced before.
            let exact = self
                .variables
                .get(name)
                .map_or(Ok(0), |value| weight(value, 0, most));
            found = exact.unwrap_or(most).saturating_add(added);
        }
        if found > most {
            return Err(self.wrong(self.at, TooMuch::Large.sentence(most)));
        }
        self.room(others, found)?;
        let target = self.variables.get_mut(name);
        let outcome = match target {
            Some(target) => super::assign::put(target, members, adds, value),
            None => {
                let mut target = Value::Null;
                let outcome = super::assign::put(&mut target, members, adds, value);
                if outcome.is_ok() {
                    self.variables.insert(name.to_owned(), target);
                }
                outcome
            }
        };
        outcome.map_err(|message| self.wrong(self.at, message))?;
        self.keep(name, found);
        Ok(())
    }

    fn keep(&mut self, name: &str, weight: usize) {
        let before = self.weights.insert(name.to_owned(), weight).unwrap_or_default();
        self.kept = self.kept.saturating_sub(before) + weight;
    }

    /// Counts the variables that a session has from before.
    pub(super) fn keep_known(&mut self) {
        let names: Vec<_> = self.variables.keys().cloned().collect();
        for name in names {
            let weight = self.weight_of(&name);
            self.keep(&name, weight);
        }
    }

    fn room(&self, kept: usize, more: usize) -> Result<(), Stopped> {
        let most = self.host.most_memory().saturating_mul(2);
        if kept.saturating_add(self.live).saturating_add(more) > most {
            let message = format!(
                "The script holds more than {} MB at once. Narrow it down, and set variables that are done with to $null.",
                most / 1024 / 1024
            );
            return Err(self.wrong(self.at, message));
        }
        Ok(())
    }
}
