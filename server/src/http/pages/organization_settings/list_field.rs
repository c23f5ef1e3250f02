//! Reading a list of names from its fields.

use crate::http::form::Fields;
use forecourt_app::pages::organization_settings::ListInput;
use forecourt_model::settings::{BlockedPerson, SettingKey};
use forecourt_model::{DomainName, FieldErrors};

/// How many names of one list are complained about at once.
const COMPLAINTS: usize = 3;

/// A name of a list.
pub(super) trait Entry: Sized + PartialEq + Clone + ToString {
    /// Reads one name; the error is a code and a sentence.
    fn read(text: &str) -> Result<Self, (&'static str, String)>;
}

impl Entry for DomainName {
    fn read(text: &str) -> Result<Self, (&'static str, String)> {
        Self::parse(text).map_err(|error| (error.code(), error.to_string()))
    }
}

impl Entry for BlockedPerson {
    fn read(text: &str) -> Result<Self, (&'static str, String)> {
        Self::parse(text).map_err(|error| ("not-a-person", error.to_string()))
    }
}

impl Entry for String {
    fn read(text: &str) -> Result<Self, (&'static str, String)> {
        if text.chars().any(char::is_control) || text.len() > 200 {
            let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
            return Err((
                "not-an-identifier",
                format!("“{shown}” is not a resource identifier. It has at most 200 characters."),
            ));
        }
        Ok(text.to_owned())
    }
}

/// Reads the list `key` into `list`, which holds what is stored and keeps it when the field was not sent.
pub(super) fn read_list<E: Entry>(
    fields: &Fields,
    key: SettingKey,
    list: &mut Vec<E>,
    with_additions: bool,
    errors: &mut FieldErrors,
) -> ListInput {
    let name = key.name();
    let mut input = ListInput {
        find: fields.get(&format!("{name}.find")).to_owned(),
        ..ListInput::default()
    };
    if fields.has(name) {
        let text = fields.get(name);
        let (entries, complaints) = read_all(text);
        *list = unique(entries);
        if !complaints.is_empty() {
            complain(errors, name, &complaints);
            input.text = Some(text.to_owned());
        }
    }
    for removed in removals(fields, name) {
        list.retain(|entry| entry.to_string() != removed);
    }
    let field = format!("{name}.add");
    fields.get(&field).clone_into(&mut input.add);
    if with_additions && !input.add.trim().is_empty() {
        let (entries, complaints) = read_all::<E>(&input.add);
        let fresh: Vec<_> = entries
            .iter()
            .filter(|entry| !list.contains(entry))
            .cloned()
            .collect();
        if !complaints.is_empty() {
            complain(errors, &field, &complaints);
        } else if let (true, Some(first)) = (fresh.is_empty(), entries.first()) {
            let sentence = format!("{} is in the list already.", first.to_string());
            errors.push(&field, "in-list-already", sentence);
        } else {
            list.extend(unique(fresh));
            input.add.clear();
        }
    }
    input
}

/// Every name in a text; between them stand commas, semicolons, blanks or line breaks.
fn read_all<E: Entry>(text: &str) -> (Vec<E>, Vec<(&'static str, String)>) {
    let mut entries = Vec::new();
    let mut complaints = Vec::new();
    for part in text.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
        if part.is_empty() {
            continue;
        }
        match E::read(part) {
            Ok(entry) => entries.push(entry),
            Err(complaint) => complaints.push(complaint),
        }
    }
    (entries, complaints)
}

/// The names without repeats, in their order: a name that is pasted twice is meant once.
fn unique<E: Entry>(entries: Vec<E>) -> Vec<E> {
    let mut seen = std::collections::HashSet::new();
    entries
        .into_iter()
        .filter(|entry| seen.insert(entry.to_string()))
        .collect()
}

fn complain(errors: &mut FieldErrors, field: &str, complaints: &[(&'static str, String)]) {
    let Some((code, _)) = complaints.first() else {
        return;
    };
    let mut sentences: Vec<_> = complaints
        .iter()
        .take(COMPLAINTS)
        .map(|(_, sentence)| sentence.clone())
        .collect();
    let more = complaints.len().saturating_sub(COMPLAINTS);
    if more > 0 {
        sentences.push(format!("And {more} more."));
    }
    errors.push(field, code, sentences.join(" "));
}

/// The names whose Remove button was pressed.
fn removals<'f>(fields: &'f Fields, name: &'f str) -> impl Iterator<Item = &'f str> {
    fields.all("do").filter_map(move |action| {
        action
            .strip_prefix("remove:")?
            .strip_prefix(name)?
            .strip_prefix(':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SettingKey = SettingKey::BlockedDomains;

    fn read(pairs: &[(&str, &str)], stored: &[&str]) -> (Vec<String>, ListInput, FieldErrors) {
        let fields = Fields(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        );
        let mut list: Vec<_> = stored
            .iter()
            .map(|name| DomainName::parse(name).unwrap())
            .collect();
        let mut errors = FieldErrors::default();
        let input = read_list(&fields, KEY, &mut list, true, &mut errors);
        (list.iter().map(ToString::to_string).collect(), input, errors)
    }

    #[test]
    fn a_list_that_was_not_sent_stays() {
        let (list, _, errors) = read(&[], &["a.example"]);
        assert_eq!(list, ["a.example"]);
        assert!(errors.is_empty());
    }

    #[test]
    fn many_can_be_pasted_however_they_are_separated() {
        let pasted = "B.example, c.example;d.example\r\n\te.example b.example";
        let (list, input, errors) = read(
            &[("BlockedDomains", "a.example"), ("BlockedDomains.add", pasted)],
            &[],
        );
        assert_eq!(
            list,
            ["a.example", "b.example", "c.example", "d.example", "e.example"]
        );
        assert_eq!(input, ListInput::default());
        assert!(errors.is_empty());
    }

    #[test]
    fn what_is_no_domain_is_kept_and_named() {
        for (typed, code) in [
            ("http://x", "domain-is-web-address"),
            ("*.x", "domain-has-wildcard"),
            ("x..y", "domain-has-empty-label"),
        ] {
            let (list, input, errors) = read(&[("BlockedDomains.add", typed)], &["a.example"]);
            assert_eq!(list, ["a.example"], "{typed}");
            assert_eq!(input.add, typed);
            assert_eq!(errors.0[0].code, code);
            assert_eq!(errors.0[0].field, "BlockedDomains.add");
            assert!(errors.0[0].message.contains(typed), "{}", errors.0[0].message);
        }
    }

    #[test]
    fn a_whole_text_that_cannot_be_read_is_kept() {
        let (list, input, errors) = read(&[("BlockedDomains", "a.example\n*.x\nhttp://y/")], &[]);
        assert_eq!(list, ["a.example"]);
        assert_eq!(input.text.as_deref(), Some("a.example\n*.x\nhttp://y/"));
        assert_eq!(errors.0.len(), 1);
        assert!(errors.0[0].message.contains("*.x") && errors.0[0].message.contains("http://y/"));
    }

    #[test]
    fn removing_takes_one_and_keeps_the_rest() {
        let (list, _, _) = read(
            &[
                ("BlockedDomains", "a.example\nb.example"),
                ("do", "remove:BlockedDomains:a.example"),
            ],
            &[],
        );
        assert_eq!(list, ["b.example"]);
    }

    #[test]
    fn a_domain_of_another_script_is_brought_into_its_one_form() {
        let (list, _, errors) = read(&[("BlockedDomains.add", "Bücher.example")], &[]);
        assert_eq!(list, ["xn--bcher-kva.example"]);
        assert!(errors.is_empty());
        let (list, input, errors) = read(
            &[("BlockedDomains.add", "BÜCHER.example")],
            &["xn--bcher-kva.example"],
        );
        assert_eq!(list.len(), 1);
        assert_eq!(input.add, "BÜCHER.example");
        assert_eq!(errors.0[0].code, "in-list-already");
    }
}
