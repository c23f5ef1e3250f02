//! Cmdlets that work on values.

use super::budget::Out;
use super::properties::Column;
use super::{Running, Stopped};
use crate::bind::Arguments;
use crate::help;
use crate::host::Host;
use crate::operators::equal;
use crate::print;
use crate::syntax::{Call, Operator};
use crate::table::{Id, cmdlets};
use crate::value::{Object, Value, kinds};

const COMPARISONS: &[(&str, Operator)] = &[
    ("EQ", Operator::Eq),
    ("NE", Operator::Ne),
    ("GT", Operator::Gt),
    ("GE", Operator::Ge),
    ("LT", Operator::Lt),
    ("LE", Operator::Le),
    ("Like", Operator::Like),
    ("NotLike", Operator::NotLike),
    ("Contains", Operator::Contains),
    ("NotContains", Operator::NotContains),
    ("In", Operator::In),
    ("NotIn", Operator::NotIn),
];

fn count(arguments: &Arguments, name: &str) -> Option<usize> {
    arguments
        .int(name)
        .map(|number| usize::try_from(number).unwrap_or_default())
}

impl<H: Host> Running<'_, H> {
    /// Does what a cmdlet of the language does.
    pub(super) async fn language(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        match call.cmdlet.id {
            Id::Where => self.filtered(call, given, input).await,
            Id::ForEach => self.for_each(call, given, input).await,
            Id::Select => self.selected(call, given, input).await,
            Id::Sort => self.sorted(call, given, input).await,
            Id::Measure => {
                let number = i64::try_from(input.len()).unwrap_or(i64::MAX);
                Ok(vec![Object::new(&kinds::CUSTOM).with("Count", number).into()])
            }
            Id::ConvertToJson => {
                let depth = count(given, "Depth").unwrap_or(2);
                let most = self.host.most_memory();
                let text = print::json(
                    &input,
                    depth,
                    given.is_on("Compress"),
                    given.is_on("AsArray"),
                    most,
                );
                Ok(vec![Value::Text(self.bounded(text)?)])
            }
            Id::FormatList | Id::FormatTable => self.formatted(call, given, input).await,
            Id::WriteOutput => Ok(input),
            Id::WriteHost => {
                let shown = if call.is_piped {
                    Value::List(input)
                } else {
                    given.get("Object").cloned().unwrap_or_default()
                };
                let end = if given.is_on("NoNewline") { "" } else { "\n" };
                self.host.print(&format!("{shown}{end}"));
                Ok(Vec::new())
            }
            Id::WriteWarning => {
                let texts = if call.is_piped {
                    input
                } else {
                    vec![Value::text(given.text("Message").unwrap_or_default())]
                };
                for text in texts {
                    self.host.warn(&format!("WARNING: {text}"));
                }
                Ok(Vec::new())
            }
            Id::OutNull | Id::Connect | Id::Disconnect | Id::ImportModule => Ok(Vec::new()),
            Id::GetCommand => {
                let pattern = given.text("Name").unwrap_or("*");
                let mut rows = Vec::new();
                for cmdlet in cmdlets() {
                    if self.fits(cmdlet.name, pattern)? {
                        let row = Object::new(&kinds::CUSTOM)
                            .with("Name", cmdlet.name)
                            .with("What it does", cmdlet.help);
                        rows.push(row.into());
                    }
                }
                Ok(rows)
            }
            Id::GetHelp => match help::about(given.text("Name").unwrap_or("Get-Help")) {
                Ok(text) => Ok(vec![Value::Text(text)]),
                Err(message) => Err(self.wrong(call.place, message)),
            },
            _ => self.with_files(call, given, input).await,
        }
    }

    async fn filtered(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let mut kept = Vec::new();
        if let Some(Value::Block(block)) = given.get("FilterScript") {
            for item in input {
                let fits = self.with_item(block, item.clone(), call.place).await?;
                self.release(fits.weight);
                if Value::from_items(fits.values).is_true() {
                    kept.push(item);
                }
            }
            return Ok(kept);
        }
        let property = given.text("Property").unwrap_or_default();
        let value = given.get("Value");
        let operator = COMPARISONS
            .iter()
            .find(|(name, _)| given.is_on(name))
            .map(|(_, operator)| *operator);
        if value.is_some() && operator.is_none() {
            return Err(self.wrong(
                call.place,
                "Say how they are compared, for example Where-Object Name -eq 'x'.",
            ));
        }
        for item in input {
            let found = item.member(property);
            self.weighed(&found, 0)?;
            let fits = match operator {
                Some(operator) => self
                    .compared(operator, &found, value.unwrap_or(&Value::Null))?
                    .is_true(),
                None => found.is_true(),
            };
            if fits {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    async fn for_each(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let mut out = Out::default();
        for item in input {
            match given.get("Process") {
                Some(Value::Block(block)) => out.append(self.with_item(block, item, call.place).await?),
                Some(name) => {
                    let values = item.member(&name.to_string()).items();
                    let weight = self.hold_all(&values)?;
                    out.append(Out { values, weight });
                }
                None => {}
            }
            if out.values.len() > super::MAXIMUM_ITEMS {
                let message = format!(
                    "More than {} objects are too many for a pipeline.",
                    super::MAXIMUM_ITEMS
                );
                return Err(self.wrong(call.place, message));
            }
        }
        self.release(out.weight);
        Ok(out.values)
    }

    async fn selected(
        &mut self,
        call: &Call,
        given: &Arguments,
        mut input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        if let Some(skip) = count(given, "Skip") {
            input.drain(..skip.min(input.len()));
        }
        match (count(given, "First"), count(given, "Last")) {
            (Some(first), None) => input.truncate(first),
            (None, Some(last)) => {
                input.drain(..input.len().saturating_sub(last));
            }
            (Some(first), Some(last)) if first + last < input.len() => {
                let end = input.split_off(input.len() - last);
                input.truncate(first);
                input.extend(end);
            }
            _ => {}
        }
        if let Some(name) = given.text("ExpandProperty") {
            let mut out = Vec::new();
            let mut held = 0;
            for item in input {
                let missing = match &item {
                    Value::Object(object) => object.get(name).is_none(),
                    _ => item.member(name) == Value::Null,
                };
                if missing {
                    return Err(self.wrong(call.place, format!("Property \"{name}\" cannot be found.")));
                }
                let values = item.member(name).items();
                held += self.hold_all(&values)?;
                out.extend(values);
            }
            self.release(held);
            return Ok(if given.is_on("Unique") { unique(out) } else { out });
        }
        let mut out = input;
        if let Some(value) = given.get("Property") {
            let columns = self.columns(value, call.place)?;
            let mut objects = Vec::with_capacity(out.len());
            let mut held = 0;
            for item in out {
                let (properties, weight) = self.chosen(&item, &columns, call.place).await?;
                held += weight;
                objects.push(Value::Object(Object {
                    kind: &kinds::CUSTOM,
                    properties,
                }));
            }
            self.release(held);
            out = objects;
        }
        Ok(if given.is_on("Unique") { unique(out) } else { out })
    }

    async fn formatted(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let columns: Vec<Column> = match given.get("Property") {
            Some(value) => self.columns(value, call.place)?,
            None => Vec::new(),
        };
        let is_list = call.cmdlet.id == Id::FormatList;
        let mut rows = Vec::with_capacity(input.len());
        let mut held = 0;
        for item in &input {
            rows.push(if columns.is_empty() {
                held += self.hold(item)?;
                print::default_columns(item, is_list)
            } else {
                let (row, weight) = self.chosen(item, &columns, call.place).await?;
                held += weight;
                row
            });
        }
        rows.retain(|row| !row.is_empty());
        let (width, most) = (self.host.width(), self.host.most_memory());
        let text = if is_list {
            print::list(&rows, width, most)
        } else {
            print::table(&rows, width, !given.is_on("HideTableHeaders"), most)
        };
        let text = self.bounded(text)?;
        self.release(held);
        Ok(vec![Object::new(&kinds::FORMATTED).with("Text", text).into()])
    }

    /// A text that was put together, unless it is too long.
    pub(super) fn bounded(&mut self, text: Result<String, print::TooLong>) -> Result<String, Stopped> {
        let text = text.map_err(|why| self.wrong(self.at, why.to_string()))?;
        self.work(text.len())?;
        Ok(text)
    }
}

pub(super) fn unique(items: Vec<Value>) -> Vec<Value> {
    let mut seen = std::collections::HashSet::new();
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        let key = match &item {
            Value::Object(object) => {
                let each: Vec<_> = object
                    .properties
                    .iter()
                    .map(|(_, value)| value.to_string())
                    .collect();
                each.join("\u{1f}")
            }
            other => other.to_string(),
        };
        if seen.insert(key)
            || kept
                .last()
                .is_some_and(|last| !equal(last, &item) && matches!(item, Value::Null))
        {
            kept.push(item);
        }
    }
    kept
}
