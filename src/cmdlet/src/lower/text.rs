//! Texts: quotes, escapes, here-strings, and variables within.

use super::{Lower, Understood, named};
use crate::syntax::Expression;
use crate::value::Value;
use tree_sitter::Node;

impl Lower<'_> {
    /// A text in single quotes.
    pub(super) fn verbatim(&self, node: Node<'_>) -> String {
        undoubled(inside(self.text(node).trim_start(), 1, 1))
    }

    /// A text between `@'` and `'@`.
    pub(super) fn verbatim_here(&self, node: Node<'_>) -> String {
        here(self.text(node)).to_owned()
    }

    /// A text in double quotes, or between `@"` and `"@`: literal when nothing in it is replaced.
    pub(super) fn expandable(&mut self, node: Node<'_>) -> Understood<Expression> {
        let is_here = node.kind() == "expandable_here_string_literal";
        let whole = self.text(node);
        let content = if is_here {
            here(whole)
        } else {
            let quoted = whole.trim_start();
            inside(quoted, 1, 1)
        };
        // Both are slices of the same source.
        let start = (content.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize);
        let end = start + content.len();
        let mut parts = Vec::new();
        let mut at = start;
        let mut text = String::new();
        for child in named(node) {
            let range = child.byte_range();
            if range.start < at || range.end > end {
                continue;
            }
            unescape(
                self.source.get(at..range.start).unwrap_or_default(),
                is_here,
                &mut text,
            );
            at = range.end;
            match child.kind() {
                "variable" | "sub_expression" => {
                    // The node may begin with blanks that belong to the text.
                    let raw = self.text(child);
                    let blanks = raw.len() - raw.trim_start().len();
                    text.push_str(raw.get(..blanks).unwrap_or_default());
                    if !text.is_empty() {
                        parts.push(Expression::Literal(Value::Text(std::mem::take(&mut text))));
                    }
                    parts.push(self.expression(child)?);
                }
                _ => unescape(self.text(child), is_here, &mut text),
            }
        }
        unescape(self.source.get(at..end).unwrap_or_default(), is_here, &mut text);
        if parts.is_empty() {
            return Ok(Expression::Literal(Value::Text(text)));
        }
        if !text.is_empty() {
            parts.push(Expression::Literal(Value::Text(text)));
        }
        Ok(Expression::Text(parts))
    }
}

/// What is between the quotes.
fn inside(text: &str, first: usize, last: usize) -> &str {
    let mut chars = text.char_indices();
    let start = chars.nth(first).map_or(text.len(), |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().rev().nth(last - 1).map_or(0, |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

/// What is between the lines of `@'` and `'@`.
fn here(text: &str) -> &str {
    let text = text.trim_start();
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.rfind('\n').unwrap_or(0);
    rest.get(..end).unwrap_or_default().trim_end_matches('\r')
}

fn is_single(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}'
    )
}

fn is_double(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Two quotes mean one.
fn undoubled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        out.push(character);
        if is_single(character) && chars.peek().copied().is_some_and(is_single) {
            chars.next();
        }
    }
    out
}

/// Adds `text` to `out` with what the backtick means, and two quotes as one.
fn unescape(text: &str, is_here: bool, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        match character {
            '`' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('0') => out.push('\u{fffd}'),
                // A backtick before a line break joins the lines; bells and the like are left out.
                Some('\n' | 'a' | 'b' | 'f' | 'v' | 'e') | None => {}
                Some('\r') => {
                    if chars.peek() == Some(&'\n') {
                        chars.next();
                    }
                }
                Some(other) => out.push(other),
            },
            quote if !is_here && is_double(quote) && chars.peek().copied().is_some_and(is_double) => {
                out.push(quote);
                chars.next();
            }
            other => out.push(other),
        }
    }
}
