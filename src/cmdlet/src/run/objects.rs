//! Cmdlets that work on values.

use super::properties::Column;
use super::{Running, Stopped};
use crate::bind::Arguments;
use crate::help;
use crate::host::Host;
use crate::operators::{compare, equal, like, order};
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
                let text = print::json(&input, depth, given.is_on("Compress"), given.is_on("AsArray"));
                Ok(vec![Value::Text(text)])
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
                let rows = cmdlets()
                    .filter(|cmdlet| like(cmdlet.name, pattern))
                    .map(|cmdlet| {
                        Object::new(&kinds::CUSTOM)
                            .with("Name", cmdlet.name)
                            .with("What it does", cmdlet.help)
                            .into()
                    });
                Ok(rows.collect())
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
                if Value::from_items(fits).is_true() {
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
            let fits = match operator {
                Some(operator) => compare(operator, &found, value.unwrap_or(&Value::Null)).is_true(),
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
        let mut out = Vec::new();
        for item in input {
            match given.get("Process") {
                Some(Value::Block(block)) => out.extend(self.with_item(block, item, call.place).await?),
                Some(name) => out.extend(item.member(&name.to_string()).items()),
                None => {}
            }
            if out.len() > super::MAXIMUM_ITEMS {
                let message = format!(
                    "More than {} objects are too many for a pipeline.",
                    super::MAXIMUM_ITEMS
                );
                return Err(self.wrong(call.place, message));
            }
        }
        Ok(out)
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
            for item in input {
                let missing = match &item {
                    Value::Object(object) => object.get(name).is_none(),
                    _ => item.member(name) == Value::Null,
                };
                if missing {
                    return Err(self.wrong(call.place, format!("Property \"{name}\" cannot be found.")));
                }
                out.extend(item.member(name).items());
            }
            return Ok(if given.is_on("Unique") { unique(out) } else { out });
        }
        let mut out = input;
        if let Some(value) = given.get("Property") {
            let columns = self.columns(value, call.place)?;
            let mut objects = Vec::with_capacity(out.len());
            for item in out {
                let properties = self.chosen(&item, &columns, call.place).await?;
                objects.push(Value::Object(Object {
                    kind: &kinds::CUSTOM,
                    properties,
                }));
            }
            out = objects;
        }
        Ok(if given.is_on("Unique") { unique(out) } else { out })
    }

    async fn sorted(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let columns = match given.get("Property") {
            Some(value) => self.columns(value, call.place)?,
            None => Vec::new(),
        };
        let mut keyed = Vec::with_capacity(input.len());
        for item in input {
            let key = if columns.is_empty() {
                vec![(String::new(), item.clone())]
            } else {
                self.chosen(&item, &columns, call.place).await?
            };
            keyed.push((key, item));
        }
        let descending = given.is_on("Descending");
        keyed.sort_by(|(left, _), (right, _)| {
            let pairs = left.iter().zip(right);
            let found = pairs
                .map(|((_, left), (_, right))| order(left, right))
                .find(|order| order.is_ne());
            let found = found.unwrap_or(std::cmp::Ordering::Equal);
            if descending { found.reverse() } else { found }
        });
        let out: Vec<_> = keyed.into_iter().map(|(_, item)| item).collect();
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
        for item in &input {
            rows.push(if columns.is_empty() {
                print::default_columns(item, is_list)
            } else {
                self.chosen(item, &columns, call.place).await?
            });
        }
        rows.retain(|row| !row.is_empty());
        let width = self.host.width();
        let text = if is_list {
            print::list(&rows, width)
        } else {
            print::table(&rows, width, !given.is_on("HideTableHeaders"))
        };
        Ok(vec![Object::new(&kinds::FORMATTED).with("Text", text).into()])
    }
}

fn unique(items: Vec<Value>) -> Vec<Value> {
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
