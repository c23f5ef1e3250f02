//! The many shapes of a list.

use crate::record::Raw;
use serde_json::Value;

/// What a list turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// `AllowAllKnownDomains`.
    AllKnown,
    /// A list without entries that is written as one.
    Empty,
    /// An allow list that is named as such and has nothing in it; how the file writes it.
    NamedEmpty(String),
    /// A list whose content is not there: `{}`, null, nothing, the name of a type.
    Lost(String),
    /// Entries. `cut` when the console left out the rest.
    Entries { entries: Vec<String>, cut: bool },
}

/// Reads a list.
///
/// # Errors
/// The end of a sentence that begins with the property's name, when it is none.
pub(super) fn read_list(raw: &Raw) -> Result<List, String> {
    match raw {
        Raw::Printed(text) => Ok(match text.trim() {
            "{}" => List::Empty,
            other => from_text(other),
        }),
        Raw::Json(value) => from_json(value),
    }
}

fn from_json(value: &Value) -> Result<List, String> {
    match value {
        Value::Null => Ok(List::Lost("null".to_owned())),
        Value::Bool(_) | Value::Number(_) => Err(format!(
            "{value} is not a list. Export it again with ConvertTo-Json."
        )),
        Value::String(text) => Ok(from_text(text)),
        Value::Array(items) if items.is_empty() => Ok(List::Empty),
        Value::Array(items) => {
            let mut all = Vec::new();
            let mut cut = false;
            for item in items {
                match from_json(item)? {
                    List::Entries { entries, cut: more } => {
                        all.extend(entries);
                        cut |= more;
                    }
                    single if items.len() == 1 => return Ok(single),
                    _ => return Ok(List::Lost(super::shortened(&value.to_string()))),
                }
            }
            Ok(List::Entries { entries: all, cut })
        }
        Value::Object(object) => {
            if object.is_empty() {
                return Ok(List::Lost("{}".to_owned()));
            }
            if let Some(Value::String(domain)) = object.get("Domain") {
                return Ok(from_text(domain));
            }
            if object.contains_key("AllowAllKnownDomains") {
                return Ok(List::AllKnown);
            }
            let named = ["AllowedDomain", "AllowList"]
                .iter()
                .find_map(|name| object.get(*name));
            if let Some(inner) = named {
                return Ok(match from_json(inner)? {
                    List::Empty | List::Lost(_) => List::NamedEmpty(super::shortened(&value.to_string())),
                    filled => filled,
                });
            }
            match object.get("value") {
                Some(inner) => from_json(inner),
                None => Err(format!(
                    "{} is not a list of any known shape. Export it again with ConvertTo-Json -Depth 5.",
                    super::shortened(&value.to_string())
                )),
            }
        }
    }
}

/// `{Domain=a, Domain=b…}`, `Domain=a,Domain=b`, `AllowAllKnownDomains`, or the name of a type.
fn from_text(text: &str) -> List {
    let trimmed = text.trim();
    let inner = trimmed
        .trim_start_matches('@')
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(trimmed)
        .trim();
    let last = inner.rsplit('.').next().unwrap_or_default();
    if last.eq_ignore_ascii_case("AllowAllKnownDomains") {
        return List::AllKnown;
    }
    if inner.is_empty() {
        return List::Lost(if trimmed.is_empty() {
            "nothing".to_owned()
        } else {
            trimmed.to_owned()
        });
    }
    let is_type = ["AllowList", "DomainPattern"]
        .iter()
        .any(|name| last.eq_ignore_ascii_case(name))
        || ["System.", "Microsoft.Rtc.", "Deserialized."]
            .iter()
            .any(|start| inner.starts_with(start));
    if is_type {
        return List::Lost(super::shortened(inner));
    }
    let (whole, cut) = ["…", "..."]
        .iter()
        .find_map(|end| inner.strip_suffix(end))
        .map_or((inner, false), |shorter| (shorter, true));
    let entries = whole
        .split([',', ';', ' ', '\t', '\n', '\r'])
        .map(|entry| entry.trim().trim_start_matches("@{").trim_end_matches('}'))
        .map(|entry| match entry.split_once('=') {
            Some((name, domain)) if name.eq_ignore_ascii_case("Domain") => domain.trim(),
            _ => entry,
        })
        .filter(|entry| !entry.is_empty())
        .map(str::to_owned)
        .collect();
    List::Entries { entries, cut }
}
