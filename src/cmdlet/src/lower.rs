//! From text to what is understood: the tree of the grammar, walked once.

mod command;
mod expression;
mod lines;
mod statement;
mod text;

use crate::place::{Place, Problem, Problems};
use crate::syntax::Script;
use lines::Lines;
use std::collections::HashSet;
use tree_sitter::{Node, ParseOptions, ParseState, Parser};

/// The largest script, in bytes.
pub const MAXIMUM_SCRIPT_BYTES: usize = 1024 * 1024;

/// How deep brackets and blocks may lie in each other.
const MAXIMUM_DEPTH: usize = 48;

/// How many problems are told of one script.
const TOLD: usize = 20;

/// How often the parser may look up before it is stopped: text that it cannot make sense of takes it long.
const PATIENCE: usize = 200_000;

/// Understands a script: all of it, before anything runs. `known` are variables that have a value already.
///
/// # Errors
/// Everything that is not understood, with its place.
pub fn parse(source: &str, known: &[&str]) -> Result<Script, Problems> {
    let one = |message: String| Problems(vec![Problem::new(Place { line: 1, column: 1 }, message)]);
    if source.len() > MAXIMUM_SCRIPT_BYTES {
        return Err(one(format!(
            "The script has {} bytes, and at most 1 MB is taken. Split it, and read long lists with Import-Csv.",
            source.len()
        )));
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.contains('\0') {
        return Err(one(
            "The script has a NUL character. Save it as UTF-8 text.".to_owned()
        ));
    }
    if is_only_remarks(source) {
        return Ok(Script::default());
    }
    let mut parser = Parser::new();
    if parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .is_err()
    {
        return Err(one("The grammar cannot be used by this build.".to_owned()));
    }
    let mut looks = 0_usize;
    let mut progress = |_: &ParseState| {
        looks += 1;
        if looks > PATIENCE {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = source.as_bytes();
    let read = &mut |offset: usize, _| bytes.get(offset..).unwrap_or_default();
    let Some(tree) = parser.parse_with_options(read, None, Some(options)) else {
        return Err(one(
            "The script takes too long to be understood. Split it.".to_owned()
        ));
    };
    let mut lower = Lower::new(source, known);
    let root = tree.root_node();
    if root.has_error() {
        lower.errors_in(root);
        if lower.problems.is_empty() {
            lower.refuse(root, "Something here is not complete.");
        }
        return Err(Problems(lower.problems));
    }
    let statements = lower.statements(root);
    if lower.problems.is_empty() {
        Ok(Script { statements })
    } else {
        lower.problems.sort_by_key(|problem| problem.place);
        lower.problems.truncate(TOLD);
        Err(Problems(lower.problems))
    }
}

/// Whether nothing stands there but remarks, for which the grammar has no tree.
fn is_only_remarks(source: &str) -> bool {
    let mut rest = source.trim_start();
    while rest.starts_with("<#") || rest.starts_with('#') {
        let end = if rest.starts_with("<#") { "#>" } else { "\n" };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            // A remark that is not closed would swallow the script.
            None => return end == "\n",
        }
    }
    rest.is_empty()
}

/// What is known on the way through the tree.
struct Lower<'s> {
    source: &'s str,
    lines: Lines,
    problems: Vec<Problem>,
    /// Variables that have a value from somewhere above, in lower case.
    variables: HashSet<String>,
    depth: usize,
}

/// What is not understood was noted; whoever hears of it goes on with the next statement.
struct Refused;

type Understood<T> = Result<T, Refused>;

impl<'s> Lower<'s> {
    fn new(source: &'s str, known: &[&str]) -> Self {
        Self {
            source,
            lines: Lines::of(source),
            problems: Vec::new(),
            variables: known.iter().map(|name| name.to_lowercase()).collect(),
            depth: 0,
        }
    }

    fn text(&self, node: Node<'_>) -> &'s str {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    fn place(&self, node: Node<'_>) -> Place {
        self.lines.place(self.source, node.start_byte())
    }

    fn refuse(&mut self, node: Node<'_>, message: impl Into<String>) -> Refused {
        let place = self.place(node);
        self.refuse_at(place, message)
    }

    fn refuse_at(&mut self, place: Place, message: impl Into<String>) -> Refused {
        if self.problems.len() < TOLD {
            self.problems.push(Problem::new(place, message));
        }
        Refused
    }

    /// Notes what the grammar could not read. Not into it: the outermost place is where somebody looks.
    fn errors_in(&mut self, root: Node<'_>) {
        let mut cursor = root.walk();
        let mut below = true;
        loop {
            let node = cursor.node();
            if below && (node.is_error() || node.is_missing()) {
                let message = if node.is_missing() {
                    format!("A {} is missing here.", words_of(node.kind()))
                } else {
                    let shown: String = self.text(node).trim().chars().take(40).collect();
                    format!(
                        "“{shown}” is not understood here. Look for a bracket or a quote that is not closed."
                    )
                };
                self.refuse(node, message);
                below = false;
            }
            if self.problems.len() >= 5 {
                return;
            }
            if below && node.has_error() && cursor.goto_first_child() {
                continue;
            }
            loop {
                below = true;
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    /// Goes one level deeper, if that is not too deep.
    fn within<T>(&mut self, node: Node<'_>, work: impl FnOnce(&mut Self) -> Understood<T>) -> Understood<T> {
        if self.depth >= MAXIMUM_DEPTH {
            return Err(self.refuse(
                node,
                format!("Brackets and blocks lie more than {MAXIMUM_DEPTH} deep in each other here. Put parts into variables."),
            ));
        }
        self.depth += 1;
        let outcome = work(self);
        self.depth -= 1;
        outcome
    }
}

/// A kind of the grammar as a word.
fn words_of(kind: &str) -> String {
    if kind.chars().any(char::is_alphabetic) {
        kind.replace('_', " ")
    } else {
        format!("“{kind}”")
    }
}

/// The named children of a node, without remarks.
fn named(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .collect()
}

/// All children of a node, without remarks.
fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .collect()
}
