//! The text of a document as a tree that knows its lines. JSON is read as the YAML that it is.

use super::{DocumentProblem, MAXIMUM_DOCUMENT_BYTES};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;

/// How deep a document may be.
const DEEPEST: usize = 16;

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    pub(super) line: u64,
    pub(super) node: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A word without quotes.
    Plain(String),
    /// A text in quotes, or one over several lines.
    Text(String),
    List(Vec<Tree>),
    Map(Vec<Entry>),
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) value: Tree,
}

fn problem(line: u64, path: String, code: &'static str, message: impl Into<String>) -> DocumentProblem {
    DocumentProblem {
        line,
        path,
        code,
        message: message.into(),
    }
}

/// A list or a map that is not finished.
struct Open {
    tree: Tree,
    /// A name that waits for its value.
    name: Option<(String, u64)>,
    /// The names of a map, with their lines.
    names: HashMap<String, u64>,
}

impl Open {
    /// Where the next value of it is.
    fn place(&self) -> String {
        match (&self.tree.node, &self.name) {
            (Node::List(items), _) => format!("[{}]", items.len() + 1),
            (_, Some((name, _))) => name.clone(),
            _ => String::new(),
        }
    }
}

/// Reads `text`.
///
/// # Errors
/// When it is too large, is not YAML or JSON, has several documents or more depth than a document can have, names
/// something twice in one place, or uses anchors or tags, which a document of this kind never needs.
pub(super) fn read_tree(text: &str) -> Result<Tree, DocumentProblem> {
    if text.len() > MAXIMUM_DOCUMENT_BYTES {
        return Err(problem(
            1,
            String::new(),
            "document-too-large",
            format!(
                "The document has {} MB. At most {} MB are read.",
                text.len().div_ceil(1024 * 1024),
                MAXIMUM_DOCUMENT_BYTES / 1024 / 1024
            ),
        ));
    }
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text.trim_start_matches('\u{feff}')) {
        let (event, span) = event.map_err(|error| {
            let line = u64::try_from(error.marker().line()).unwrap_or_default();
            let message = format!(
                "This is not valid YAML or JSON near column {}: {}. Correct it or export it again.",
                error.marker().col() + 1,
                error.info()
            );
            problem(line, builder.path(), "broken-document", message)
        })?;
        let line = u64::try_from(span.start.line()).unwrap_or_default();
        if let Some(tree) = builder.event(event, line)? {
            builder.put(tree);
        }
    }
    builder.whole.ok_or_else(|| {
        let message = "The document is empty. Export one to begin with.";
        problem(1, String::new(), "document-empty", message)
    })
}

/// Puts a tree together from events.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    whole: Option<Tree>,
}

impl Builder {
    /// Takes an event; gives a value that is finished with it.
    fn event(&mut self, event: Event<'_>, line: u64) -> Result<Option<Tree>, DocumentProblem> {
        if let Some(what) = fancy(&event) {
            let message = format!("{what} are not read here. Write the value itself.");
            return Err(problem(line, self.path(), "not-plain-yaml", message));
        }
        match event {
            Event::Scalar(text, ..) if self.waits_for_name() => {
                self.name(text.into_owned(), line)?;
                Ok(None)
            }
            Event::Scalar(text, style, ..) => {
                let text = text.into_owned();
                let node = match style {
                    ScalarStyle::Plain => Node::Plain(text),
                    _ => Node::Text(text),
                };
                Ok(Some(Tree { line, node }))
            }
            Event::SequenceStart(..) => self.begin(Node::List(Vec::new()), line),
            Event::MappingStart(..) => self.begin(Node::Map(Vec::new()), line),
            Event::SequenceEnd | Event::MappingEnd => Ok(self.open.pop().map(|open| open.tree)),
            Event::DocumentStart(_) if self.whole.is_some() => {
                let message = "There are several documents in the file. Keep one.";
                Err(problem(line, String::new(), "several-documents", message))
            }
            _ => Ok(None),
        }
    }

    fn waits_for_name(&self) -> bool {
        self.open
            .last()
            .is_some_and(|top| matches!(top.tree.node, Node::Map(_)) && top.name.is_none())
    }

    fn name(&mut self, text: String, line: u64) -> Result<(), DocumentProblem> {
        let Some(top) = self.open.last_mut() else {
            return Ok(());
        };
        let first = top.names.insert(text.clone(), line);
        top.name = Some((text.clone(), line));
        match first {
            None => Ok(()),
            Some(first) => {
                let message =
                    format!("{text} stands here twice, also on line {first}. Keep the one that is right.");
                Err(problem(line, self.path(), "property-twice", message))
            }
        }
    }

    fn begin(&mut self, node: Node, line: u64) -> Result<Option<Tree>, DocumentProblem> {
        if self.open.len() >= DEEPEST {
            let message = "This is deeper than a document can be. Look at what an export writes.";
            return Err(problem(line, self.path(), "document-too-deep", message));
        }
        if self.waits_for_name() {
            let message = "A list or a map cannot be the name of a property.";
            return Err(problem(line, self.path(), "not-plain-yaml", message));
        }
        self.open.push(Open {
            tree: Tree { line, node },
            name: None,
            names: HashMap::new(),
        });
        Ok(None)
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, tree: Tree) {
        let Some(top) = self.open.last_mut() else {
            self.whole = Some(tree);
            return;
        };
        let name = top.name.take();
        match &mut top.tree.node {
            Node::List(items) => items.push(tree),
            Node::Map(entries) => {
                let (name, line) = name.unwrap_or_default();
                entries.push(Entry {
                    name,
                    line,
                    value: tree,
                });
            }
            Node::Plain(_) | Node::Text(_) => {}
        }
    }

    /// The place in the document.
    fn path(&self) -> String {
        let mut path = String::new();
        for place in self.open.iter().map(Open::place) {
            join(&mut path, &place);
        }
        path
    }
}

/// What an event has that a document never needs.
fn fancy(event: &Event<'_>) -> Option<&'static str> {
    match event {
        Event::Alias(_) => Some("Aliases (*name)"),
        Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
            if *anchor != 0 =>
        {
            Some("Anchors (&name)")
        }
        Event::Scalar(_, _, _, Some(_))
        | Event::SequenceStart(_, Some(_))
        | Event::MappingStart(_, Some(_)) => Some("Tags (!name)"),
        _ => None,
    }
}

/// Adds a name or the number of an item to a path.
pub(super) fn join(path: &mut String, part: &str) {
    if !path.is_empty() && !part.is_empty() && !part.starts_with('[') {
        path.push('.');
    }
    path.push_str(part);
}
