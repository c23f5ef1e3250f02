//! Filters of people: `ExternalAccessPolicy -eq 'Sales' -and Enabled -eq $true`.

use crate::operators::compare;
use crate::syntax::Operator;
use crate::value::Value;

/// How deep brackets may lie in each other.
const MAXIMUM_DEPTH: usize = 32;

/// The longest filter, in bytes.
const MAXIMUM_BYTES: usize = 64 * 1024;

/// The most words and signs of a filter: some 500 comparisons.
const MAXIMUM_WORDS: usize = 2_000;

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// A property compared with a value.
    Test {
        /// The property, as it was written.
        property: String,
        /// How.
        operator: Operator,
        /// With what.
        value: Value,
    },
    /// All of them hold.
    And(Vec<Filter>),
    /// One of them holds.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
}

impl Filter {
    /// Whether it lets an object through; `property` gives the object's values.
    pub fn fits(&self, property: &dyn Fn(&str) -> Value) -> bool {
        match self {
            Self::Test {
                property: name,
                operator,
                value,
            } => compare(*operator, &property(name), value).is_true(),
            Self::And(parts) => parts.iter().all(|part| part.fits(property)),
            Self::Or(parts) => parts.iter().any(|part| part.fits(property)),
            Self::Not(inner) => !inner.fits(property),
        }
    }

    /// The parts that all have to hold.
    pub fn all(&self) -> Vec<&Filter> {
        match self {
            Self::And(parts) => parts.iter().flat_map(Self::all).collect(),
            other => vec![other],
        }
    }

    /// The properties that it asks for.
    pub fn properties(&self) -> Vec<&str> {
        match self {
            Self::Test { property, .. } => vec![property],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::properties).collect(),
            Self::Not(inner) => inner.properties(),
        }
    }
}

/// Understands a filter.
///
/// # Errors
/// A sentence: what is wrong, and how filters are written.
pub fn parse(text: &str) -> Result<Filter, String> {
    let text = text.trim();
    let text = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(text);
    if text.len() > MAXIMUM_BYTES {
        return Err("it is longer than 64 KB. Name fewer values, or filter with Where-Object.".to_owned());
    }
    let words = words(text)?;
    if words.len() > MAXIMUM_WORDS {
        return Err(format!(
            "it has more than {MAXIMUM_WORDS} words. Name fewer values, or filter with Where-Object."
        ));
    }
    let mut reader = Reader { words, at: 0 };
    let filter = reader.either(0)?;
    match reader.next() {
        None => Ok(filter),
        Some(word) => Err(format!("{} stands where -and or -or would. {HOW}", word.shown())),
    }
}

const HOW: &str = "A filter is Property -eq 'value', also with -ne, -like, -notlike, -gt, -ge, -lt, -le and -contains, \
                   joined by -and, -or and brackets.";

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Open,
    Close,
    Sign(String),
    Name(String),
    Value(Value),
}

impl Word {
    fn shown(&self) -> String {
        match self {
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
            Self::Sign(sign) => format!("-{sign}"),
            Self::Name(name) => name.clone(),
            Self::Value(value) => format!("'{value}'"),
        }
    }
}

fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let used = match first {
            '(' => {
                words.push(Word::Open);
                1
            }
            ')' => {
                words.push(Word::Close);
                1
            }
            '\'' | '"' => {
                let (value, used) = quoted(rest, first)?;
                words.push(Word::Value(Value::Text(value)));
                used
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\'' | '"'))
                    .unwrap_or(rest.len());
                let (word, _) = rest.split_at(end);
                words.push(plain(word));
                end
            }
        };
        rest = rest.get(used..).unwrap_or_default().trim_start();
    }
    Ok(words)
}

fn quoted(text: &str, quote: char) -> Result<(String, usize), String> {
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = chars.next() {
        if character != quote {
            value.push(character);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
            value.push(quote);
        } else {
            return Ok((value, at + quote.len_utf8()));
        }
    }
    Err(format!("a quote is not closed. {HOW}"))
}

fn plain(word: &str) -> Word {
    match word.to_lowercase().as_str() {
        "$true" => Word::Value(Value::Bool(true)),
        "$false" => Word::Value(Value::Bool(false)),
        "$null" => Word::Value(Value::Null),
        _ => match word.strip_prefix('-') {
            Some(sign) if sign.starts_with(char::is_alphabetic) => Word::Sign(sign.to_lowercase()),
            _ => match word.parse() {
                Ok(number) => Word::Value(Value::Int(number)),
                Err(_) => Word::Name(word.to_owned()),
            },
        },
    }
}

/// The only part alone, or all of them beside each other: a long chain is not deep.
fn joined(mut parts: Vec<Filter>, with: fn(Vec<Filter>) -> Filter) -> Filter {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            with(parts)
        }
    }
}

struct Reader {
    words: Vec<Word>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at)
    }

    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Word::Sign(known)) if known == sign);
        self.at += usize::from(found);
        found
    }

    // -and and -or bind alike in filters of people, from left to right; -and first is what scripts mean.
    fn either(&mut self, depth: usize) -> Result<Filter, String> {
        let mut parts = vec![self.both(depth)?];
        while self.takes("or") {
            parts.push(self.both(depth)?);
        }
        Ok(joined(parts, Filter::Or))
    }

    fn both(&mut self, depth: usize) -> Result<Filter, String> {
        let mut parts = vec![self.one(depth)?];
        while self.takes("and") {
            parts.push(self.one(depth)?);
        }
        Ok(joined(parts, Filter::And))
    }

    fn one(&mut self, depth: usize) -> Result<Filter, String> {
        if depth > MAXIMUM_DEPTH {
            return Err("it is nested too deep.".to_owned());
        }
        if self.takes("not") {
            return Ok(Filter::Not(Box::new(self.one(depth + 1)?)));
        }
        match self.next() {
            Some(Word::Open) => {
                let inner = self.either(depth + 1)?;
                match self.next() {
                    Some(Word::Close) => Ok(inner),
                    _ => Err(format!("a bracket is not closed. {HOW}")),
                }
            }
            Some(Word::Name(property)) => self.test(property.trim_start_matches("$_.").to_owned()),
            Some(other) => Err(format!("{} stands where a property would. {HOW}", other.shown())),
            None => Err(format!("it ends too early. {HOW}")),
        }
    }

    fn test(&mut self, property: String) -> Result<Filter, String> {
        let Some(Word::Sign(sign)) = self.next() else {
            return Err(format!("a comparison is missing after {property}. {HOW}"));
        };
        let operator = match sign.as_str() {
            "eq" => Operator::Eq,
            "ne" => Operator::Ne,
            "gt" => Operator::Gt,
            "ge" => Operator::Ge,
            "lt" => Operator::Lt,
            "le" => Operator::Le,
            "like" => Operator::Like,
            "notlike" => Operator::NotLike,
            "contains" => Operator::Contains,
            _ => return Err(format!("-{sign} is no comparison. {HOW}")),
        };
        let value = match self.next() {
            Some(Word::Value(value)) => value,
            Some(Word::Name(name)) => Value::Text(name),
            _ => return Err(format!("a value is missing after {property} -{sign}. {HOW}")),
        };
        Ok(Filter::Test {
            property,
            operator,
            value,
        })
    }
}
