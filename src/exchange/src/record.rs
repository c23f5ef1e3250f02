//! The objects of a file, before anybody asks what they mean: names with values, from JSON, from Format-List or from
//! blocks of a configuration.

mod cipp;
mod dsc;
mod format_list;
mod recognise;

pub(crate) use recognise::{looks_like, not_the_object};

use crate::source::{Unreadable, check_text};
use serde_json::Value;

/// A value as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    Json(Value),
    /// From Format-List: continuation lines joined, blanks around it taken off.
    Printed(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) raw: Raw,
    /// Known for Format-List only.
    pub(crate) line: Option<u64>,
}

/// One object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    pub(crate) properties: Vec<Property>,
}

impl Record {
    /// The value of the property of this name, whatever its case.
    pub(crate) fn get(&self, name: &str) -> Option<&Raw> {
        let wanted = plain(name);
        self.properties
            .iter()
            .find(|property| plain(&property.name) == wanted)
            .map(|property| &property.raw)
    }
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) records: Vec<Record>,
    pub(crate) notes: Vec<String>,
}

/// A property's name in the form in which names are compared: other tools write `allow_teams_consumer`.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Reads the objects of `text`: JSON, also standards of CIPP, Format-List, or blocks of Microsoft365DSC.
pub(crate) fn read_records(text: &str) -> Result<Records, Unreadable> {
    check_text(text)?;
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if trimmed.is_empty() {
        return Err(Unreadable::new(
            "empty",
            "The file is empty. Run the command again, look at the file, and choose it again.",
        ));
    }
    if trimmed.starts_with(['{', '[']) {
        let value = serde_json::from_str(trimmed).map_err(|error| broken_json(&error, text, trimmed))?;
        if let Some(found) = cipp::read(&value) {
            return Ok(found);
        }
        return Ok(Records {
            records: objects(value)?,
            notes: Vec::new(),
        });
    }
    match dsc::read(text) {
        Some(found) => found,
        None => Ok(format_list::read(text)),
    }
}

/// Whether `text` is a configuration of Microsoft365DSC with blocks about external access.
pub(crate) fn is_configuration(text: &str) -> bool {
    dsc::read(text).is_some()
}

fn broken_json(error: &serde_json::Error, text: &str, trimmed: &str) -> Unreadable {
    let skipped = text.split_once(trimmed).map_or("", |(before, _)| before);
    let above = skipped.matches('\n').count();
    let line = u64::try_from(error.line() + above).ok();
    let hint = if error.is_eof() {
        "It breaks off before its end; export it again."
    } else {
        "Export it again without editing it."
    };
    Unreadable::at(
        line,
        "broken-json",
        format!(
            "Line {} is not valid JSON near column {}. {hint}",
            line.unwrap_or_default(),
            error.column()
        ),
    )
}

/// The objects of a JSON file: one, several, or those that Windows PowerShell wraps as `{"value": […], "Count": n}`.
fn objects(value: Value) -> Result<Vec<Record>, Unreadable> {
    match value {
        Value::Object(mut object) => {
            let wrapped = object.len() <= 3 && object.get("value").is_some_and(Value::is_array);
            if wrapped && let Some(inner) = object.remove("value") {
                return objects(inner);
            }
            let properties = object.into_iter().map(|(name, value)| Property {
                name,
                raw: Raw::Json(value),
                line: None,
            });
            Ok(vec![Record {
                properties: properties.collect(),
            }])
        }
        Value::Array(items) => {
            let mut records = Vec::with_capacity(items.len());
            for item in items {
                if !item.is_object() {
                    return Err(Unreadable::new(
                        "wrong-shape",
                        "The JSON is a list of texts or numbers, not of settings. Export the objects themselves with ConvertTo-Json.",
                    ));
                }
                records.extend(objects(item)?);
            }
            Ok(records)
        }
        _ => Err(Unreadable::new(
            "wrong-shape",
            "The JSON is a single value, not an object. Export the objects themselves with ConvertTo-Json.",
        )),
    }
}
