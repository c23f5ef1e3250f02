//! The lists of a document: policies, groups, people, answers.

use super::read::{Reader, at, is_null};
use super::read_values::stated;
use super::tree::{Entry, Node, Tree};
use super::{DocumentAssignment, DocumentException, DocumentGroup, DocumentPolicy, DocumentRollout};
use forecourt_model::folding::fold_case;
use forecourt_model::policy::PolicyName;
use forecourt_model::rollout::Answer;
use forecourt_model::settings::Level;
use std::collections::HashMap;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// The entry of this name.
fn of<'t>(entries: &[&'t Entry], name: &str) -> Option<&'t Tree> {
    entries
        .iter()
        .find(|entry| entry.name == name)
        .map(|entry| &entry.value)
}

/// A text that has to be there.
fn needed(reader: &mut Reader, tree: &Tree, entries: &[&Entry], path: &str, name: &str) -> Option<String> {
    match of(entries, name) {
        Some(value) => reader.text(value, &at(path, name)),
        None => {
            let message = format!("{name} is missing.");
            reader.wrong(tree.line, path, "value-missing", message);
            None
        }
    }
}

/// A text that may be missing.
fn optional(reader: &mut Reader, entries: &[&Entry], path: &str, name: &str) -> Option<String> {
    let value = of(entries, name)?;
    if matches!(&value.node, Node::Plain(word) if is_null(word)) {
        return None;
    }
    reader.text(value, &at(path, name))
}

fn policy_name(reader: &mut Reader, line: u64, path: &str, text: &str) -> Option<PolicyName> {
    PolicyName::parse(text)
        .map_err(|error| reader.wrong(line, path, error.code(), error.to_string()))
        .ok()
}

/// Refuses what stands twice, whatever its case.
fn once(
    reader: &mut Reader,
    seen: &mut HashMap<String, u64>,
    line: u64,
    path: &str,
    key: String,
    what: &str,
) -> bool {
    if let Some(first) = seen.get(&key) {
        let message =
            format!("{what} stands on line {first} already; upper and lower case make no difference.");
        reader.wrong(line, path, "twice", message);
        return false;
    }
    seen.insert(key, line);
    true
}

pub(super) fn policies(reader: &mut Reader, tree: &Tree) -> Vec<DocumentPolicy> {
    let (mut all, mut seen) = (Vec::new(), HashMap::new());
    for (number, item) in (1..).zip(reader.list(tree, "policies")) {
        let path = format!("policies[{number}]");
        let entries = reader.map(item, &path, &["name", "settings"]);
        let Some(name) = needed(reader, item, &entries, &path, "name") else {
            continue;
        };
        let Some(name) = policy_name(reader, item.line, &at(&path, "name"), &name) else {
            continue;
        };
        let what = format!("The policy {name}");
        once(
            reader,
            &mut seen,
            item.line,
            &at(&path, "name"),
            name.folded(),
            &what,
        );
        let mut read = Vec::new();
        if let Some(settings) = of(&entries, "settings") {
            let place = at(&path, "settings");
            match &settings.node {
                Node::Map(entries) => {
                    for entry in entries {
                        read.extend(stated(reader, entry, &place, Level::Policy));
                    }
                }
                _ => reader.wrong(
                    settings.line,
                    &place,
                    "wrong-shape",
                    "Here belong settings by their names.",
                ),
            }
        }
        all.push(DocumentPolicy {
            line: item.line,
            name,
            stated: read,
        });
    }
    all
}

pub(super) fn group_assignments(reader: &mut Reader, tree: &Tree) -> Vec<DocumentGroup> {
    let (mut all, mut seen) = (Vec::new(), HashMap::new());
    for (number, item) in (1_u64..).zip(reader.list(tree, "group_assignments")) {
        let path = format!("group_assignments[{number}]");
        let entries = reader.map(item, &path, &["rank", "group", "id", "policy"]);
        if let Some(rank) = of(&entries, "rank")
            && reader
                .text(rank, &at(&path, "rank"))
                .is_some_and(|text| text.parse() != Ok(number))
        {
            let message = format!(
                "The groups stand in the order of their ranks, so this is rank {number}. Move the entry, or correct the number."
            );
            reader.wrong(rank.line, &at(&path, "rank"), "wrong-rank", message);
        }
        let group = needed(reader, item, &entries, &path, "group");
        let policy = needed(reader, item, &entries, &path, "policy");
        let id = match optional(reader, &entries, &path, "id").map(|text| text.parse()) {
            Some(Err(_)) => {
                let message = "This is not an identifier of a group.";
                reader.wrong(item.line, &at(&path, "id"), "wrong-value", message);
                None
            }
            Some(Ok(id)) => Some(id),
            None => None,
        };
        let (Some(group), Some(policy)) = (group, policy) else {
            continue;
        };
        let Some(policy) = policy_name(reader, item.line, &at(&path, "policy"), &policy) else {
            continue;
        };
        let key = id.map_or_else(
            || fold_case(&group),
            |id: forecourt_model::GroupId| id.to_string(),
        );
        once(
            reader,
            &mut seen,
            item.line,
            &path,
            key,
            &format!("The group {group}"),
        );
        all.push(DocumentGroup {
            line: item.line,
            group,
            id,
            policy,
        });
    }
    all
}

pub(super) fn assignments(reader: &mut Reader, tree: &Tree) -> Vec<DocumentAssignment> {
    const KNOWN: [&str; 6] = ["person", "policy", "reason", "owner", "expires", "then"];
    let (mut all, mut seen) = (Vec::new(), HashMap::new());
    for (number, item) in (1..).zip(reader.list(tree, "assignments")) {
        let path = format!("assignments[{number}]");
        let entries = reader.map(item, &path, &KNOWN);
        let person = needed(reader, item, &entries, &path, "person");
        let policy = needed(reader, item, &entries, &path, "policy");
        let exception = exception(reader, item, &entries, &path);
        let (Some(person), Some(policy)) = (person, policy) else {
            continue;
        };
        let Some(policy) = policy_name(reader, item.line, &at(&path, "policy"), &policy) else {
            continue;
        };
        once(
            reader,
            &mut seen,
            item.line,
            &path,
            fold_case(person.trim()),
            &person,
        );
        if policy.is_global() {
            let message =
                "Global is not assigned to people. Leave the person out; Global counts for them then.";
            reader.wrong(item.line, &at(&path, "policy"), "global-assigned", message);
        }
        all.push(DocumentAssignment {
            line: item.line,
            person,
            policy,
            exception,
        });
    }
    all
}

fn exception(reader: &mut Reader, item: &Tree, entries: &[&Entry], path: &str) -> Option<DocumentException> {
    let reason = optional(reader, entries, path, "reason");
    let owner = optional(reader, entries, path, "owner");
    let expires = optional(reader, entries, path, "expires");
    let then = optional(reader, entries, path, "then");
    let Some(owner) = owner else {
        if reason.is_some() || expires.is_some() || then.is_some() {
            let message = "An exception needs an owner: somebody who answers for it.";
            reader.wrong(item.line, path, "value-missing", message);
        }
        return None;
    };
    let expires = expires.and_then(|text| {
        let read = OffsetDateTime::parse(&text, &Rfc3339).ok();
        let read = read.map(|end| end.to_offset(UtcOffset::UTC));
        if read.is_none() {
            let message = format!("“{text}” is not a moment. Write it as 2027-03-31T23:59:59Z.");
            reader.wrong(item.line, &at(path, "expires"), "wrong-value", message);
        }
        read
    });
    let then = then.and_then(|text| policy_name(reader, item.line, &at(path, "then"), &text));
    Some(DocumentException {
        reason,
        owner,
        expires,
        then,
    })
}

pub(super) fn rollouts(reader: &mut Reader, tree: &Tree) -> Vec<DocumentRollout> {
    let (mut all, mut seen) = (Vec::new(), HashMap::new());
    for (number, item) in (1..).zip(reader.list(tree, "rollouts")) {
        let path = format!("rollouts[{number}]");
        let entries = reader.map(item, &path, &["message", "answer"]);
        let Some(message) = needed(reader, item, &entries, &path, "message") else {
            continue;
        };
        once(reader, &mut seen, item.line, &path, fold_case(&message), &message);
        let answer = optional(reader, &entries, &path, "answer").and_then(|code| {
            let answer = Answer::from_code(&code);
            if answer.is_none() {
                let codes = Answer::ALL.map(Answer::code).join(", ");
                let message = format!("“{code}” is not an answer. Write one of: {codes}.");
                reader.wrong(item.line, &at(&path, "answer"), "wrong-value", message);
            }
            answer
        });
        all.push(DocumentRollout {
            line: item.line,
            message,
            answer,
        });
    }
    all
}
