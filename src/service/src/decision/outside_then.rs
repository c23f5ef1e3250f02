//! What was said about the world outside at a moment of the past.

use super::outside::{Outside, PERSON_RULE, RULE, TARGET, stored};
use crate::change::{Detail, FieldChange, TargetKind};
use crate::error::ServiceError;
use forecourt_model::decision::{
    OutsideRules, ServerClass, ServerName, UnknownPersonRule, UnknownServerRule,
};
use forecourt_model::{Revision, TenantId};
use forecourt_store::{Connection, StoreError, as_of};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a change found, of all that it changed. Whole lists are too long to be kept with each change.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<UnknownServerRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown_person: Option<UnknownPersonRule>,
    /// Servers with their class; without one they were in no list.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    servers: BTreeMap<ServerName, Option<ServerClass>>,
}

impl Found {
    /// What differs between what is stored and what comes after it.
    pub(super) fn between(before: &Outside, after: &Outside) -> Self {
        let old: BTreeMap<_, _> = before.servers.iter().cloned().collect();
        let new: BTreeMap<_, _> = after.servers.iter().cloned().collect();
        let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        let names = names.into_iter().filter(|name| old.get(name) != new.get(name));
        Self {
            unknown: Some(before.unknown).filter(|rule| *rule != after.unknown),
            unknown_person: Some(before.unknown_person).filter(|rule| *rule != after.unknown_person),
            servers: names.map(|name| (name.clone(), old.get(name).copied())).collect(),
        }
    }

    /// The same from the words of changes that kept nothing else; `None` when they do not tell.
    fn read(fields: &[FieldChange]) -> Option<Self> {
        let mut found = Self::default();
        for field in fields {
            let before = field.before.as_deref();
            match field.name.as_str() {
                RULE => found.unknown = Some(UnknownServerRule::from_code(before?)?),
                PERSON_RULE => found.unknown_person = Some(UnknownPersonRule::from_code(before?)?),
                name => {
                    let class = match before {
                        None => None,
                        Some(label) => {
                            let mut classes = ServerClass::ALL.into_iter();
                            Some(classes.find(|class| class.label() == label)?)
                        }
                    };
                    found.servers.insert(ServerName::parse(name).ok()?, class);
                }
            }
        }
        Some(found)
    }

    fn of(detail: &str) -> Option<Self> {
        let detail: Detail = serde_json::from_str(detail).ok()?;
        match detail.before {
            Some(document) => serde_json::from_value(document).ok(),
            None => Self::read(&detail.fields),
        }
    }
}

/// What counted once change `at` had been made: what is stored, with every change since taken back.
///
/// # Errors
/// [`ServiceError::Store`], also when a change since does not tell what it did.
pub(super) async fn outside_at(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    at: Revision,
) -> Result<OutsideRules, ServiceError> {
    let outside = stored(connection, tenant).await?;
    let (mut unknown, mut unknown_person) = (outside.unknown, outside.unknown_person);
    let mut servers: BTreeMap<_, _> = outside.servers.into_iter().collect();
    let target = (TargetKind::Settings.code(), TARGET);
    let since = as_of::of_target_after(connection, tenant, target, at, i64::MAX).await?;
    for change in since.into_iter().rev() {
        let found = Found::of(&change.detail).ok_or_else(|| StoreError::Inconsistent {
            table: "change",
            problem: format!("change {} does not tell what it did outside", change.revision),
        })?;
        unknown = found.unknown.unwrap_or(unknown);
        unknown_person = found.unknown_person.unwrap_or(unknown_person);
        for (name, class) in found.servers {
            match class {
                Some(class) => servers.insert(name, class),
                None => servers.remove(&name),
            };
        }
    }
    Ok(OutsideRules::new(servers, unknown, unknown_person))
}

#[cfg(test)]
mod tests {
    use super::Found;
    use crate::change::Detail;
    use crate::decision::outside::{Outside, differences};
    use forecourt_model::decision::{ServerClass, ServerName, UnknownPersonRule, UnknownServerRule};

    fn outside(
        servers: &[(&str, ServerClass)],
        unknown: UnknownServerRule,
        by: UnknownPersonRule,
    ) -> Outside {
        let server = |(name, class): &(&str, ServerClass)| (ServerName::parse(name).unwrap(), *class);
        Outside {
            servers: servers.iter().map(server).collect(),
            unknown,
            unknown_person: by,
            ..Outside::default()
        }
    }

    #[test]
    fn what_a_change_found_is_kept_and_is_read_from_the_words_of_older_ones_too() {
        let before = outside(
            &[
                ("a.example", ServerClass::Personal),
                ("b.example", ServerClass::Own),
                ("c.example", ServerClass::Organization),
            ],
            UnknownServerRule::Refuse,
            UnknownPersonRule::Global,
        );
        let after = outside(
            &[
                ("b.example", ServerClass::Own),
                ("c.example", ServerClass::Personal),
                ("d.example", ServerClass::Personal),
            ],
            UnknownServerRule::Organization,
            UnknownPersonRule::Refuse,
        );
        let found = Found::between(&before, &after);
        let kept = serde_json::to_value(&found).unwrap();
        assert_eq!(
            kept,
            serde_json::json!({
                "unknown": "refuse",
                "unknown_person": "global",
                "servers": { "a.example": "personal", "c.example": "organization", "d.example": null },
            })
        );
        for document in [Some(kept), None] {
            let detail = Detail {
                fields: differences(&before, &after),
                before: document,
                ..Detail::default()
            };
            let read = Found::of(&serde_json::to_string(&detail).unwrap());
            assert_eq!(read.as_ref(), Some(&found));
        }
        let same = serde_json::to_value(Found::between(&after, &after)).unwrap();
        assert_eq!(same, serde_json::json!({}));
    }
}
