//! External access policies: what `Get-CsExternalAccessPolicy` prints.

use crate::reading::{Ambiguity, Gathered, UnknownProperty, gather, shortened};
use crate::record::{Raw, Record, not_the_object, read_records};
use crate::source::Unreadable;
use crate::tenant::with_answers;
use crate::value::{ReadSetting, put_policy};
use forecourt_model::FieldErrors;
use forecourt_model::policy::{PolicyName, PolicySettings};
use forecourt_model::settings::{Level, SettingKey};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The policies of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PolicyFile {
    /// Each policy, in the order of the file. No two have the same name.
    pub policies: Vec<ReadPolicy>,
    /// What is not taken over; the name of the property is preceded by that of its policy.
    pub unknown: Vec<UnknownProperty>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

/// What a file says about one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadPolicy {
    /// Its name without `Tag:`.
    pub name: PolicyName,
    /// What the file clearly says.
    pub settings: Vec<ReadSetting>,
    /// What has to be asked before the policy is applied.
    pub ambiguous: Vec<Ambiguity>,
}

const WANTED: &str = "external access policies";
const ADVICE: &str =
    "Export them with Get-CsExternalAccessPolicy | ConvertTo-Json -Depth 5 and choose that file.";

/// Reads JSON (a list or a lone policy) or Format-List of policies.
///
/// # Errors
/// When the text is something else, is broken, has a value that cannot be, or names a policy twice in any case.
pub fn read_policies(text: &str) -> Result<PolicyFile, Unreadable> {
    let found = read_records(text)?;
    let mut file = PolicyFile {
        notes: found.notes.clone(),
        ..PolicyFile::default()
    };
    let mut names = HashMap::new();
    for record in &found.records {
        let gathered = gather(record, Level::Policy)?;
        if !says_something_of_its_own(&gathered) {
            continue;
        }
        let identity = identity(record)?;
        if identity
            .get(..5)
            .is_some_and(|start| start.eq_ignore_ascii_case("site:"))
        {
            let note = format!(
                "{} is for servers of your own and was left out.",
                shortened(&identity)
            );
            file.notes.push(note);
            continue;
        }
        let name = PolicyName::parse(&identity).map_err(|error| {
            Unreadable::new(
                error.code(),
                format!("The policy “{}” cannot be taken: {error}", shortened(&identity)),
            )
        })?;
        if let Some(first) = names.insert(name.folded(), identity.clone()) {
            return Err(Unreadable::new(
                "duplicate-policy",
                format!(
                    "“{first}” and “{identity}” are the same policy. Keep one of them and choose the file again."
                ),
            ));
        }
        let notes = gathered.notes.iter().map(|note| format!("{name}: {note}"));
        file.notes.extend(notes);
        file.unknown
            .extend(gathered.unknown.into_iter().map(|unknown| UnknownProperty {
                name: format!("{name}: {}", unknown.name),
                ..unknown
            }));
        file.policies.push(ReadPolicy {
            name,
            settings: gathered.settings,
            ambiguous: gathered.ambiguous,
        });
    }
    if names.is_empty() && file.notes == found.notes {
        return Err(not_the_object(text, &found, WANTED, ADVICE));
    }
    Ok(file)
}

/// `Description` alone does not make a policy of this kind; many objects have one.
fn says_something_of_its_own(gathered: &Gathered) -> bool {
    !gathered.ambiguous.is_empty()
        || gathered
            .settings
            .iter()
            .any(|read| read.key != SettingKey::Description)
}

fn identity(record: &Record) -> Result<String, Unreadable> {
    let named = ["Identity", "Name", "PolicyName"]
        .iter()
        .find_map(|name| match record.get(name) {
            Some(Raw::Printed(text) | Raw::Json(serde_json::Value::String(text)))
                if !text.trim().is_empty() =>
            {
                Some(text.trim().to_owned())
            }
            _ => None,
        });
    named.ok_or_else(|| {
        Unreadable::new(
            "policy-without-name",
            "A policy in the file has no Identity. Export whole policies, without Select-Object.",
        )
    })
}

/// Puts values where their keys say, one by one.
pub fn put_stated(settings: &mut PolicySettings, stated: &[ReadSetting]) {
    for read in stated {
        put_policy(settings, read.key, &read.value);
    }
}

impl ReadPolicy {
    /// What the policy says once the file is applied to `current`; for a new policy give the defaults. `answers`
    /// holds the code of a choice for each question.
    ///
    /// # Errors
    /// A question without a valid answer, or settings that cannot be together.
    pub fn apply(
        &self,
        answers: &BTreeMap<SettingKey, String>,
        current: &PolicySettings,
    ) -> Result<PolicySettings, FieldErrors> {
        let mut settings = current.clone();
        for read in with_answers(&self.settings, &self.ambiguous, answers)? {
            put_policy(&mut settings, read.key, &read.value);
        }
        settings.check(self.name.is_global())?;
        Ok(settings)
    }
}
