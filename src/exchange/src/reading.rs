//! From the properties of an object to settings, questions and what nobody knows.

mod ambiguity;
mod interpret;
mod list;
mod names;

pub(crate) use ambiguity::{ALLOW_ALL, AS_READ, EMPTY, EMPTY_ALLOW_LIST, KEEP};
pub use ambiguity::{Ambiguity, AmbiguityChoice};

use crate::record::{Property, Raw, Record};
use crate::source::Unreadable;
use crate::value::ReadSetting;
use forecourt_model::settings::{Level, SettingKey, setting};
use interpret::{Interpreted, interpret};
use names::{Meaning, meaning};
use serde::Serialize;

/// A property, or a value of one, that is not taken over. Reported so that nothing vanishes unseen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownProperty {
    /// Its name as the file spells it.
    pub name: String,
    /// Its value, shortened.
    pub value: String,
    /// Why it is not taken over, when that is known.
    pub note: Option<String>,
}

/// All that one object says.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) settings: Vec<ReadSetting>,
    pub(crate) ambiguous: Vec<Ambiguity>,
    pub(crate) unknown: Vec<UnknownProperty>,
    pub(crate) notes: Vec<String>,
    /// Whether any property belongs to the object.
    pub(crate) any: bool,
}

impl Gathered {
    fn says(&self, key: SettingKey) -> bool {
        self.settings.iter().any(|read| read.key == key)
            || self.ambiguous.iter().any(|question| question.key == key)
    }

    /// The settings of the objects that the file has something of, about which it says nothing.
    pub(crate) fn absent(&self) -> Vec<SettingKey> {
        let said = |key: SettingKey| self.says(key);
        let nouns: Vec<_> = SettingKey::ALL
            .iter()
            .filter(|key| said(**key))
            .map(|key| setting(*key).cmdlet_noun)
            .collect();
        SettingKey::ALL
            .iter()
            .copied()
            .filter(|key| !said(*key) && nouns.contains(&setting(*key).cmdlet_noun))
            .collect()
    }
}

/// Reads the properties of `record` that belong to `level`. Names of today count before older names for the same.
pub(crate) fn gather(record: &Record, level: Level) -> Result<Gathered, Unreadable> {
    let mut gathered = Gathered::default();
    let mut reserved = Vec::new();
    let mut older = Vec::new();
    for property in &record.properties {
        match meaning(&property.name, level) {
            Meaning::Setting(key) => take(&mut gathered, key, property)?,
            Meaning::Older(key) => older.push((key, property)),
            Meaning::Reserved => reserved.push(property.name.as_str()),
            Meaning::Bookkeeping => {}
            Meaning::Gone(note) => gathered.unknown.push(unknown(property, Some(note.to_owned()))),
            Meaning::Unknown => gathered.unknown.push(unknown(property, None)),
        }
    }
    for (key, property) in older {
        if gathered.says(key) {
            let note = format!("An older name for {key}, which the file has too; {key} counts.");
            gathered.unknown.push(unknown(property, Some(note)));
        } else {
            gathered.notes.push(format!(
                "{} is an older name for {key} and was read as that.",
                property.name
            ));
            take(&mut gathered, key, property)?;
        }
    }
    if !reserved.is_empty() {
        gathered.notes.push(format!(
            "Accepted but not kept, because they are reserved and have no effect: {}.",
            reserved.join(", ")
        ));
    }
    Ok(gathered)
}

fn take(gathered: &mut Gathered, key: SettingKey, property: &Property) -> Result<(), Unreadable> {
    gathered.any = true;
    if gathered.says(key) {
        return Err(Unreadable::at(
            property.line,
            "property-twice",
            format!(
                "{key} stands twice in one object. Keep the one that is right and choose the file again."
            ),
        ));
    }
    match interpret(key, &property.raw) {
        Ok(Interpreted::Clear(value)) => gathered.settings.push(ReadSetting { key, value }),
        Ok(Interpreted::Question(question)) => gathered.ambiguous.push(question),
        Ok(Interpreted::Silent) => {
            gathered.notes.push(format!(
                "{key} has no value in the file; it keeps the value it has."
            ));
        }
        Ok(Interpreted::UnknownValue) => {
            let note = format!("Not a value of {key} that is known here; it keeps the value it has.");
            gathered.unknown.push(unknown(property, Some(note)));
        }
        Ok(Interpreted::WithNote(value, note)) => {
            gathered.settings.push(ReadSetting { key, value });
            gathered.notes.push(note);
        }
        Err(reason) => {
            return Err(Unreadable::at(
                property.line,
                "wrong-value",
                format!("{key}: {reason}"),
            ));
        }
    }
    Ok(())
}

fn unknown(property: &Property, note: Option<String>) -> UnknownProperty {
    let text = match &property.raw {
        Raw::Json(serde_json::Value::String(text)) | Raw::Printed(text) => text.clone(),
        Raw::Json(value) => value.to_string(),
    };
    UnknownProperty {
        name: property.name.clone(),
        value: shortened(&text),
        note,
    }
}

/// At most 80 characters of `text`.
pub(crate) fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(80).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
