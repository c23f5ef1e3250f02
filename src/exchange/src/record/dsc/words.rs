//! The words of a configuration: names, literals, braces. Comments and blanks are passed over.

use serde_json::Value;

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// A bare name: of a resource, of a property.
    Name(String),
    /// A literal.
    Value(Value),
    Open,
    Close,
    Equals,
    /// `;` or `,`.
    Separator,
    /// Anything else: `$variable`, `(`, `@`.
    Other,
}

/// Reads one word after the other.
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: text.trim_start_matches('\u{feff}'),
            at: 0,
            line: 1,
        }
    }

    /// Where the reader is, to go back to.
    pub(super) fn place(&self) -> (usize, u64) {
        (self.at, self.line)
    }

    pub(super) fn go_back(&mut self, (at, line): (usize, u64)) {
        (self.at, self.line) = (at, line);
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        self.line += u64::from(character == '\n');
        Some(character)
    }

    fn skip(&mut self) {
        loop {
            if self.rest().starts_with("<#") {
                while !self.rest().is_empty() && !self.rest().starts_with("#>") {
                    self.take();
                }
                self.take();
                self.take();
            } else if self.peek() == Some('#') {
                while self.peek().is_some_and(|character| character != '\n') {
                    self.take();
                }
            } else if self.peek().is_some_and(char::is_whitespace) {
                self.take();
            } else {
                return;
            }
        }
    }

    /// The next word and the line it is on.
    pub(super) fn next_word(&mut self) -> Option<(Word, u64)> {
        self.skip();
        let line = self.line;
        let word = match self.peek()? {
            '{' => self.single(Word::Open),
            '}' => self.single(Word::Close),
            '=' => self.single(Word::Equals),
            ';' | ',' => self.single(Word::Separator),
            '\'' | '"' => self.quoted().map_or(Word::Other, |text| Word::Value(text.into())),
            character if character.is_alphanumeric() || character == '_' => Word::Name(self.bare()),
            _ => self.single(Word::Other),
        };
        Some((word, line))
    }

    fn single(&mut self, word: Word) -> Word {
        self.take();
        word
    }

    fn bare(&mut self) -> String {
        let is_part = |character: char| character.is_alphanumeric() || "_-.".contains(character);
        let end = self.rest().find(|character| !is_part(character));
        let name = self
            .rest()
            .get(..end.unwrap_or(self.rest().len()))
            .unwrap_or_default();
        self.at += name.len();
        name.to_owned()
    }

    /// A text in quotes; `None` when something in it has to be run, or when it breaks off. Is behind it afterwards.
    fn quoted(&mut self) -> Option<String> {
        let quote = self.take()?;
        let (mut text, mut is_clear) = (String::new(), true);
        loop {
            match self.take()? {
                character if character == quote => {
                    if self.peek() == Some(quote) {
                        self.take();
                        text.push(quote);
                    } else {
                        return is_clear.then_some(text);
                    }
                }
                '`' if quote == '"' => match self.take()? {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    character => text.push(character),
                },
                '$' if quote == '"' => is_clear = false,
                character => text.push(character),
            }
        }
    }

    /// A value, as far as the line or its brackets go. `None` when it is not a literal; it is passed over then.
    pub(super) fn value(&mut self) -> Option<Value> {
        self.skip();
        let start = self.place();
        if let Some(value) = self.literal()
            && self.is_at_end()
        {
            return Some(value);
        }
        self.go_back(start);
        self.pass_over();
        None
    }

    fn literal(&mut self) -> Option<Value> {
        self.skip();
        let rest = self.rest();
        for (word, value) in [
            ("$true", Value::Bool(true)),
            ("$false", Value::Bool(false)),
            ("$null", Value::Null),
        ] {
            if rest
                .get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
            {
                self.at += word.len();
                return Some(value);
            }
        }
        match self.peek()? {
            '\'' | '"' => self.quoted().map(Value::from),
            '@' if rest.starts_with("@(") => {
                self.at += 2;
                self.list(')')
            }
            character if character.is_ascii_digit() => {
                let digits = self.bare();
                digits.parse::<u64>().ok().map(Value::from)
            }
            _ => None,
        }
    }

    fn list(&mut self, end: char) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek()? {
                character if character == end => {
                    self.take();
                    return Some(Value::Array(items));
                }
                ',' | ';' => {
                    self.take();
                }
                _ => items.push(self.literal()?),
            }
        }
    }

    /// Whether nothing follows a value on its line that would make it an expression.
    fn is_at_end(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with(['\n', ';', '}', '#'])
    }

    /// Goes to the end of the line, or of the brackets that open on it.
    fn pass_over(&mut self) {
        let mut depth = 0_usize;
        while let Some(character) = self.peek() {
            match character {
                '\n' | ';' | '}' if depth == 0 => return,
                '\'' | '"' => {
                    self.quoted();
                    continue;
                }
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.take();
        }
    }
}
