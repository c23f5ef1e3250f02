//! Values of expressions.

use super::budget::Out;
use super::{Doing, MAXIMUM_ITEMS, Running, Stopped};
use crate::host::Host;
use crate::operators::{MAXIMUM_TEXT, TOO_LONG, add, join};
use crate::place::Place;
use crate::syntax::{CastType, Expression, Operator, Pipeline, Stage, Statement};
use crate::value::{BlockValue, Object, Value, kinds};

/// How deep blocks may run in each other.
const MAXIMUM_BLOCKS: usize = 32;

impl<H: Host> Running<'_, H> {
    pub(super) fn pipeline<'a>(&'a mut self, pipeline: &'a Pipeline, out: &'a mut Out) -> Doing<'a, ()> {
        Box::pin(async move {
            let mut items = Vec::new();
            let mut held = 0;
            for stage in &pipeline.stages {
                items = match stage {
                    Stage::Expression(expression) => self.value(expression).await?.items(),
                    Stage::Call(call) => self.called(call, items).await?,
                };
                if items.len() > MAXIMUM_ITEMS {
                    let message = format!(
                        "More than {MAXIMUM_ITEMS} objects are too many for a pipeline. Narrow it down."
                    );
                    return Err(self.wrong(pipeline.place, message));
                }
                self.release(held);
                self.at = pipeline.place;
                held = self.hold_all(&items)?;
            }
            out.append(Out {
                values: items,
                weight: held,
            });
            Ok(())
        })
    }

    pub(super) fn value<'a>(&'a mut self, expression: &'a Expression) -> Doing<'a, Value> {
        Box::pin(async move {
            self.deeper()?;
            let value = self.value_here(expression).await;
            self.nested -= 1;
            value
        })
    }

    fn value_here<'a>(&'a mut self, expression: &'a Expression) -> Doing<'a, Value> {
        Box::pin(async move {
            Ok(match expression {
                Expression::Literal(value) => value.clone(),
                Expression::Variable(name, place) => {
                    self.work(self.weight_of(name))?;
                    match self.variables.get(name) {
                        Some(value) => value.clone(),
                        None => {
                            let message = format!("${name} has no value: what sets it was not run.");
                            return Err(self.wrong(*place, message));
                        }
                    }
                }
                // What a variable holds is not copied for one property of it.
                Expression::Member(object, name) => match object.as_ref() {
                    Expression::Variable(variable, _) if self.variables.contains_key(variable) => {
                        self.work(self.weight_of(variable))?;
                        self.variables
                            .get(variable)
                            .map(|value| value.member(name))
                            .unwrap_or_default()
                    }
                    other => self.value(other).await?.member(name),
                },
                Expression::Index(list, index, place) => {
                    let list = self.value(list).await?;
                    let index = self.value(index).await?;
                    self.index(list, &index, *place)?
                }
                Expression::List(items) => {
                    let mut values = Vec::with_capacity(items.len());
                    let mut held = 0;
                    for item in items {
                        let value = self.value(item).await?;
                        held += self.hold(&value)?;
                        values.push(value);
                    }
                    self.release(held);
                    Value::List(values)
                }
                Expression::Table(entries) => {
                    let mut values = Vec::with_capacity(entries.len());
                    let mut held = 0;
                    for (name, value) in entries {
                        let value = self.group(value).await?;
                        held += self.hold(&value)?;
                        values.push((name.clone(), value));
                    }
                    self.release(held);
                    Value::Table(values)
                }
                Expression::Text(parts) => self.text(parts).await?,
                Expression::Block(block) => Value::Block(BlockValue(block.clone())),
                Expression::Group(statements) => self.group(statements).await?,
                Expression::Array(statements) => {
                    let mut items = Out::default();
                    self.statements(statements, &mut items).await?;
                    self.release(items.weight);
                    Value::List(items.values)
                }
                Expression::Not(inner) => Value::Bool(!self.value(inner).await?.is_true()),
                Expression::Cast(kind, inner, place) => {
                    let value = self.value(inner).await?;
                    self.cast(*kind, value, *place)?
                }
                Expression::Binary(operator, left, right, place) => {
                    self.binary(*operator, (left, right), *place).await?
                }
            })
        })
    }

    pub(super) async fn group(&mut self, statements: &[Statement]) -> Result<Value, Stopped> {
        // A list that is put into brackets stays one, also when it is empty or has one item.
        if let [Statement::Pipeline(pipeline)] = statements
            && let [Stage::Expression(expression)] = pipeline.stages.as_slice()
        {
            return self.value(expression).await;
        }
        let mut items = Out::default();
        self.statements(statements, &mut items).await?;
        self.release(items.weight);
        Ok(Value::from_items(items.values))
    }

    /// A text in double quotes.
    fn text<'a>(&'a mut self, parts: &'a [Expression]) -> Doing<'a, Value> {
        Box::pin(self.text_here(parts))
    }

    async fn text_here(&mut self, parts: &[Expression]) -> Result<Value, Stopped> {
        let mut text = String::new();
        let mut held = 0;
        for part in parts {
            let before = text.len();
            let value = self.value(part).await?;
            text += &value.to_string();
            if text.len() > MAXIMUM_TEXT {
                return Err(self.wrong(self.at, TOO_LONG));
            }
            held += self.hold_bytes(text.len() - before)?;
        }
        self.release(held);
        Ok(Value::Text(text))
    }

    async fn binary(
        &mut self,
        operator: Operator,
        (left, right): (&Expression, &Expression),
        place: Place,
    ) -> Result<Value, Stopped> {
        let left = self.value(left).await?;
        // The right side of -and and -or is only looked at when it decides.
        match operator {
            Operator::And if !left.is_true() => return Ok(Value::Bool(false)),
            Operator::Or if left.is_true() => return Ok(Value::Bool(true)),
            _ => {}
        }
        let held = self.hold(&left)?;
        let right = self.value(right).await?;
        self.release(held);
        let outcome = match operator {
            Operator::Add => add(left, right, MAXIMUM_ITEMS),
            Operator::Join => join(left, &right),
            other => return self.compared(other, &left, &right),
        };
        outcome.map_err(|message| self.wrong(place, message))
    }

    fn index(&self, list: Value, index: &Value, place: Place) -> Result<Value, Stopped> {
        match (list, index) {
            (Value::Table(entries), key) => Ok(Value::Table(entries).member(&key.to_string())),
            (Value::Null, _) => Err(self.wrong(place, "Cannot index into a null array.")),
            (list, Value::Int(number)) => {
                let items = list.items();
                let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
                let at = if *number < 0 { length + number } else { *number };
                let found = usize::try_from(at).ok().and_then(|at| items.into_iter().nth(at));
                Ok(found.unwrap_or_default())
            }
            _ => Err(self.wrong(place, "An item of a list is asked for with a whole number.")),
        }
    }

    fn cast(&self, kind: CastType, value: Value, place: Place) -> Result<Value, Stopped> {
        Ok(match (kind, value) {
            (CastType::Bool, value) => Value::Bool(value.is_true()),
            (CastType::Int, Value::Bool(value)) => Value::Int(i64::from(value)),
            (CastType::Int, value) => match value.to_string().trim() {
                "" => Value::Int(0),
                text => match text.parse() {
                    Ok(number) => Value::Int(number),
                    Err(_) => return Err(self.wrong(place, format!("'{text}' is no whole number."))),
                },
            },
            (CastType::Text, value) => match value.to_string() {
                text if text.len() > MAXIMUM_TEXT => return Err(self.wrong(place, TOO_LONG)),
                text => Value::Text(text),
            },
            (CastType::List, value) => Value::List(value.items()),
            (CastType::Object, Value::Table(entries)) => Value::Object(Object {
                kind: &kinds::CUSTOM,
                properties: entries,
            }),
            (CastType::Object, value) => value,
        })
    }

    /// What a block gives for an item. Whoever takes it releases what it weighs.
    pub(super) async fn with_item(
        &mut self,
        block: &BlockValue,
        item: Value,
        place: Place,
    ) -> Result<Out, Stopped> {
        self.step(place)?;
        if self.blocks >= MAXIMUM_BLOCKS {
            let message = format!(
                "Blocks run more than {MAXIMUM_BLOCKS} deep in each other here. A block must not run itself; use foreach."
            );
            return Err(self.wrong(place, message));
        }
        self.blocks += 1;
        let before = self.variables.insert("_".to_owned(), item);
        let mut out = Out::default();
        let outcome = self.statements(&block.0.statements, &mut out).await;
        match before {
            Some(before) => self.variables.insert("_".to_owned(), before),
            None => self.variables.remove("_"),
        };
        self.blocks -= 1;
        outcome.map(|()| out)
    }
}
