//! Reading a document: every fault is found and named by line and place, and nothing is passed over.

use super::read_entries::{assignments, group_assignments, policies, rollouts};
use super::read_values::stated;
use super::tree::{Entry, Node, Tree, join, read_tree};
use super::{Document, DocumentProblem, DocumentSettings, SCHEMA, nearest::nearest};
use forecourt_model::DomainName;
use forecourt_model::settings::{DomainMode, DomainRule, Level};

/// At most this many faults are collected; whoever has more has another kind of file.
const MAXIMUM_PROBLEMS: usize = 100;

/// Collects what is wrong while a document is read.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<DocumentProblem>,
}

impl Reader {
    pub(super) fn wrong(&mut self, line: u64, path: &str, code: &'static str, message: impl Into<String>) {
        if self.problems.len() < MAXIMUM_PROBLEMS {
            self.problems.push(DocumentProblem {
                line,
                path: path.to_owned(),
                code,
                message: message.into(),
            });
        }
    }

    /// The properties of a map, each of which is one of `known`.
    pub(super) fn map<'t>(&mut self, tree: &'t Tree, path: &str, known: &[&str]) -> Vec<&'t Entry> {
        let Node::Map(entries) = &tree.node else {
            self.wrong(
                tree.line,
                path,
                "wrong-shape",
                format!("Here belong properties: {}.", known.join(", ")),
            );
            return Vec::new();
        };
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            if known.contains(&entry.name.as_str()) {
                found.push(entry);
            } else {
                self.unknown(entry, path, known);
            }
        }
        found
    }

    pub(super) fn unknown(&mut self, entry: &Entry, path: &str, known: &[&str]) {
        let meant = nearest(&entry.name, known.iter().copied());
        let hint = meant.map_or_else(
            || format!("Known here: {}.", known.join(", ")),
            |name| format!("Is {name} meant?"),
        );
        let message = format!("{} is not a property that is known here. {hint}", entry.name);
        self.wrong(entry.line, &at(path, &entry.name), "unknown-property", message);
    }

    /// The items of a list.
    pub(super) fn list<'t>(&mut self, tree: &'t Tree, path: &str) -> &'t [Tree] {
        match &tree.node {
            Node::List(items) => items,
            _ => {
                self.wrong(
                    tree.line,
                    path,
                    "wrong-shape",
                    "Here belongs a list; write [] for an empty one.",
                );
                &[]
            }
        }
    }

    /// A text, in quotes or without.
    pub(super) fn text(&mut self, tree: &Tree, path: &str) -> Option<String> {
        match &tree.node {
            Node::Text(text) => Some(text.clone()),
            Node::Plain(text) if !is_null(text) => Some(text.clone()),
            Node::Plain(_) => {
                self.wrong(tree.line, path, "value-missing", "The value is missing.");
                None
            }
            _ => {
                self.wrong(
                    tree.line,
                    path,
                    "wrong-shape",
                    "Here belongs one text, not a list or properties.",
                );
                None
            }
        }
    }
}

/// Whether a word without quotes stands for nothing.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The place of a property.
pub(super) fn at(path: &str, name: &str) -> String {
    let mut path = path.to_owned();
    join(&mut path, name);
    path
}

const SECTIONS: [&str; 7] = [
    "schema",
    "organization",
    "settings",
    "policies",
    "group_assignments",
    "assignments",
    "rollouts",
];

/// Reads a document in YAML or JSON.
///
/// # Errors
/// Everything that is wrong with it, at most 100 faults: text that is no YAML, another schema, a property that is not
/// known, one that stands twice, values of another kind, names that differ only by case, people or groups twice.
pub fn read_document(text: &str) -> Result<Document, Vec<DocumentProblem>> {
    let tree = read_tree(text).map_err(|problem| vec![problem])?;
    let mut reader = Reader::default();
    let mut document = Document::default();
    let entries = reader.map(&tree, "", &SECTIONS);
    match entries.iter().find(|entry| entry.name == "schema") {
        None => reader.wrong(
            tree.line,
            "schema",
            "schema-missing",
            format!(
                "The document does not say its schema. Write “schema: {SCHEMA}”, or export one to begin with."
            ),
        ),
        Some(entry) => match &entry.value.node {
            Node::Plain(number) if number.parse() == Ok(SCHEMA) => {}
            _ => reader.wrong(
                entry.line,
                "schema",
                "schema-unknown",
                format!("This version of Forecourt reads schema {SCHEMA} only. Export the document again."),
            ),
        },
    }
    for entry in entries {
        let (tree, path) = (&entry.value, entry.name.as_str());
        match path {
            "organization" => document.organization = reader.text(tree, path),
            "settings" => document.settings = Some(settings(&mut reader, tree)),
            "policies" => document.policies = Some(policies(&mut reader, tree)),
            "group_assignments" => document.group_assignments = Some(group_assignments(&mut reader, tree)),
            "assignments" => document.assignments = Some(assignments(&mut reader, tree)),
            "rollouts" => document.rollouts = Some(rollouts(&mut reader, tree)),
            _ => {}
        }
    }
    if reader.problems.is_empty() {
        Ok(document)
    } else {
        reader.problems.sort_by_key(|problem| problem.line);
        Err(reader.problems)
    }
}

fn settings(reader: &mut Reader, tree: &Tree) -> DocumentSettings {
    let mut settings = DocumentSettings::default();
    let Node::Map(entries) = &tree.node else {
        reader.wrong(
            tree.line,
            "settings",
            "wrong-shape",
            "Here belong settings by their names.",
        );
        return settings;
    };
    for entry in entries {
        if entry.name == "Domains" {
            settings.domains = domains(reader, &entry.value);
        } else if ["AllowFederatedUsers", "AllowedDomains", "BlockedDomains"].contains(&entry.name.as_str()) {
            let message = format!(
                "{} is a part of Domains here. Write Domains with mode, allowed and blocked.",
                entry.name
            );
            reader.wrong(
                entry.line,
                &at("settings", &entry.name),
                "part-of-domains",
                message,
            );
        } else {
            settings
                .stated
                .extend(stated(reader, entry, "settings", Level::Organization));
        }
    }
    settings
}

fn domains(reader: &mut Reader, tree: &Tree) -> Option<DomainRule> {
    let path = "settings.Domains";
    let before = reader.problems.len();
    let (mut mode, mut allowed, mut blocked) = (None, None, None);
    for entry in reader.map(tree, path, &["mode", "allowed", "blocked"]) {
        let place = at(path, &entry.name);
        match entry.name.as_str() {
            "mode" => {
                let code = reader.text(&entry.value, &place)?;
                mode = DomainMode::from_code(&code);
                if mode.is_none() {
                    let codes = DomainMode::ALL.map(DomainMode::code).join(", ");
                    let message = format!("“{code}” is not a mode. Write one of: {codes}.");
                    reader.wrong(entry.value.line, &place, "wrong-value", message);
                }
            }
            "allowed" => allowed = Some(domain_list(reader, &entry.value, &place)),
            _ => blocked = Some(domain_list(reader, &entry.value, &place)),
        }
    }
    if let (Some(mode), Some(allowed), Some(blocked)) = (mode, allowed, blocked) {
        return Some(DomainRule {
            mode,
            allowed,
            blocked,
        });
    }
    if reader.problems.len() == before {
        let message = "Domains needs all three: mode, allowed and blocked. Write [] for an empty list.";
        reader.wrong(tree.line, path, "value-missing", message);
    }
    None
}

/// A list of domains.
pub(super) fn domain_list(reader: &mut Reader, tree: &Tree, path: &str) -> Vec<DomainName> {
    let mut list = Vec::new();
    for (number, item) in (1..).zip(reader.list(tree, path)) {
        let place = format!("{path}[{number}]");
        let Some(text) = reader.text(item, &place) else {
            continue;
        };
        match DomainName::parse(&text) {
            Ok(domain) => list.push(domain),
            Err(error) => reader.wrong(item.line, &place, "wrong-value", error.to_string()),
        }
    }
    list
}
