//! Values of expressions.

use super::{Doing, MAXIMUM_ITEMS, Running, Stopped};
use crate::host::Host;
use crate::operators::{add, compare, join};
use crate::place::Place;
use crate::syntax::{CastType, Expression, Operator, Pipeline, Stage, Statement};
use crate::value::{BlockValue, Object, Value, kinds};

impl<H: Host> Running<'_, H> {
    pub(super) fn pipeline<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        out: &'a mut Vec<Value>,
    ) -> Doing<'a, ()> {
        Box::pin(async move {
            let mut items = Vec::new();
            for stage in &pipeline.stages {
                items = match stage {
                    Stage::Expression(expression) => self.value(expression).await?.items(),
                    Stage::Call(call) => self.call(call, items).await?,
                };
                if items.len() > MAXIMUM_ITEMS {
                    let message = format!(
                        "More than {MAXIMUM_ITEMS} objects are too many for a pipeline. Narrow it down."
                    );
                    return Err(self.wrong(pipeline.place, message));
                }
            }
            out.append(&mut items);
            Ok(())
        })
    }

    pub(super) fn value<'a>(&'a mut self, expression: &'a Expression) -> Doing<'a, Value> {
        Box::pin(async move {
            Ok(match expression {
                Expression::Literal(value) => value.clone(),
                Expression::Variable(name, place) => match self.variables.get(name) {
                    Some(value) => value.clone(),
                    None => {
                        return Err(
                            self.wrong(*place, format!("${name} has no value: what sets it was not run."))
                        );
                    }
                },
                // What a variable holds is not copied for one property of it.
                Expression::Member(object, name) => match object.as_ref() {
                    Expression::Variable(variable, _) if self.variables.contains_key(variable) => self
                        .variables
                        .get(variable)
                        .map(|value| value.member(name))
                        .unwrap_or_default(),
                    other => self.value(other).await?.member(name),
                },
                Expression::Index(list, index, place) => {
                    let list = self.value(list).await?;
                    let index = self.value(index).await?;
                    self.index(list, &index, *place)?
                }
                Expression::List(items) => {
                    let mut values = Vec::with_capacity(items.len());
                    for item in items {
                        values.push(self.value(item).await?);
                    }
                    Value::List(values)
                }
                Expression::Table(entries) => {
                    let mut values = Vec::with_capacity(entries.len());
                    for (name, value) in entries {
                        values.push((name.clone(), self.group(value).await?));
                    }
                    Value::Table(values)
                }
                Expression::Text(parts) => {
                    let mut text = String::new();
                    for part in parts {
                        text += &self.value(part).await?.to_string();
                    }
                    Value::Text(text)
                }
                Expression::Block(block) => Value::Block(BlockValue(block.clone())),
                Expression::Group(statements) => self.group(statements).await?,
                Expression::Array(statements) => {
                    let mut items = Vec::new();
                    self.statements(statements, &mut items).await?;
                    Value::List(items)
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
        let mut items = Vec::new();
        self.statements(statements, &mut items).await?;
        Ok(Value::from_items(items))
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
        let right = self.value(right).await?;
        let outcome = match operator {
            Operator::Add => add(left, right, MAXIMUM_ITEMS),
            Operator::Join => join(&left, &right),
            other => Ok(compare(other, &left, &right)),
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
            (CastType::Text, value) => Value::Text(value.to_string()),
            (CastType::List, value) => Value::List(value.items()),
            (CastType::Object, Value::Table(entries)) => Value::Object(Object {
                kind: &kinds::CUSTOM,
                properties: entries,
            }),
            (CastType::Object, value) => value,
        })
    }

    /// What a block gives for an item.
    pub(super) async fn with_item(
        &mut self,
        block: &BlockValue,
        item: Value,
        place: Place,
    ) -> Result<Vec<Value>, Stopped> {
        self.step(place)?;
        let before = self.variables.insert("_".to_owned(), item);
        let mut out = Vec::new();
        let outcome = self.statements(&block.0.statements, &mut out).await;
        match before {
            Some(before) => self.variables.insert("_".to_owned(), before),
            None => self.variables.remove("_"),
        };
        outcome.map(|()| out)
    }
}
