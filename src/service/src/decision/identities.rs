//! What chat servers know people by, beside what the directory says.

use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::explain::find_person as lookup;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::decision::{Identifier, IdentifierKind};
use forecourt_model::{FieldErrors, PersonId, Revision};
use forecourt_store::identity::{self as store, Identity};
use forecourt_store::person;
use std::collections::BTreeMap;

/// The most identities of one person.
pub const IDENTITY_LIMIT: usize = 50;

/// The most lines that are imported at once.
const IMPORT_LIMIT: usize = 20_000;

/// The most faults of an import that are named.
const NAMED_FAULTS: usize = 20;

/// The identities of a person.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn get_identities(
    services: &Services,
    context: &OpContext,
    person: PersonId,
) -> Result<Vec<Identity>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    Ok(store::of_person(&mut reader.connection(), context.tenant, person).await?)
}

/// How many identities there are of each kind.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn identity_counts(
    services: &Services,
    context: &OpContext,
) -> Result<Vec<(IdentifierKind, u64)>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    Ok(store::count(&mut reader.connection(), context.tenant).await?)
}

/// Reads identities as they are typed, one on each line: `@ada:chat.example`, `+4722334455`, `jid ada@chat.example`.
///
/// # Errors
/// For the field `identities`, with the number of the line.
pub fn parse_identities(text: &str) -> Result<Vec<Identity>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut found: Vec<Identity> = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        match parse_one(line) {
            Ok(identity) if found.contains(&identity) => {}
            Ok(identity) => found.push(identity),
            Err((code, message)) => {
                errors.push("identities", code, format!("Line {}: {message}", index + 1));
            }
        }
    }
    if found.len() > IDENTITY_LIMIT {
        let message = format!("A person has at most {IDENTITY_LIMIT} identities. Remove some.");
        errors.push("identities", "too-many-identities", message);
    }
    found.sort();
    errors.or(found)
}

fn parse_one(line: &str) -> Result<Identity, (&'static str, String)> {
    let line = line.trim();
    let (kind, text) = match line.split_once(char::is_whitespace) {
        Some((word, rest)) => match IdentifierKind::from_code(word.trim_end_matches(':')) {
            Some(kind) => (Some(kind), rest),
            None => (None, line),
        },
        None => (None, line),
    };
    let identifier = Identifier::parse(kind, text).map_err(|error| (error.code(), error.to_string()))?;
    if identifier.kind() == IdentifierKind::ObjectId {
        let message = "An object id is given by the directory and cannot be added.".to_owned();
        return Err(("identity-is-object-id", message));
    }
    Ok(Identity::from(&identifier))
}

fn words(identities: &[Identity]) -> String {
    let words: Vec<_> = identities
        .iter()
        .map(|one| format!("{} {}", one.kind.code(), one.value))
        .collect();
    words.join(", ")
}

/// Gives a person these identities and no others.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Invalid`] for the field `identities`, when
/// somebody else has one; [`ServiceError::Store`]. Nothing is changed then.
pub async fn save_identities(
    services: &Services,
    context: &OpContext,
    person: PersonId,
    identities: &[Identity],
) -> Result<Option<Revision>, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let found = person::find(&mut connection, context.tenant, person).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    let before = store::of_person(&mut connection, context.tenant, person).await?;
    if before == identities {
        return Ok(None);
    }
    let mut errors = FieldErrors::default();
    for identity in identities {
        let holder = store::holder(&mut connection, context.tenant, identity).await?;
        if let Some(other) = holder.filter(|holder| *holder != person) {
            let message = format!(
                "{} is an identity of somebody else already ({other}).",
                identity.value
            );
            errors.push("identities", "identity-of-another", message);
        }
    }
    errors.or(())?;
    store::replace(&mut connection, context.tenant, person, identities, revision).await?;
    let fields = vec![FieldChange::new(
        "Identities",
        Some(words(&before)).filter(|words| !words.is_empty()),
        Some(words(identities)).filter(|words| !words.is_empty()),
    )];
    let record = Record {
        action: Action::IdentitiesChanged,
        target: Target::new(TargetKind::Person, person, found.shown_name()),
        detail: Detail {
            fields,
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    Ok(Some(draft.commit(record, &[]).await?))
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedIdentities {
    /// How many identities were added.
    pub identities: usize,
    /// To how many people.
    pub people: usize,
    /// The change; `None` when nothing was new.
    pub revision: Option<Revision>,
}

/// Adds identities from lines of `person, identity`, the person by sign-in name, address or object id. What people have
/// stays. All or nothing.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `lines`, with the numbers of the lines;
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn import_identities(
    services: &Services,
    context: &OpContext,
    text: &str,
) -> Result<ImportedIdentities, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let lines: Vec<_> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    if lines.is_empty() || lines.len() > IMPORT_LIMIT {
        let message =
            format!("Paste 1 to {IMPORT_LIMIT} lines, each with a person, a comma and an identity.");
        return Err(ServiceError::field("lines", "lines-out-of-range", message));
    }
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let mut errors = FieldErrors::default();
    let mut wanted: BTreeMap<PersonId, (Vec<Identity>, bool)> = BTreeMap::new();
    let mut added = 0;
    for (index, line) in lines {
        if errors.0.len() >= NAMED_FAULTS {
            break;
        }
        let mut fault = |code, message: String| {
            errors.push("lines", code, format!("Line {}: {message}", index + 1));
        };
        let Some((who, identity)) = line.split_once([',', ';', '\t']) else {
            fault(
                "line-wrong",
                "write a person, a comma and an identity.".to_owned(),
            );
            continue;
        };
        let unquoted = |text: &str| text.trim().trim_matches('"').trim().to_owned();
        let identity = match parse_one(&unquoted(identity)) {
            Ok(identity) => identity,
            Err((code, message)) => {
                fault(code, message);
                continue;
            }
        };
        let person = match lookup(&mut connection, context, "lines", &unquoted(who)).await {
            Ok(Some(person)) => person.id,
            Ok(None) => {
                fault(
                    "person-unknown",
                    format!("nobody in the directory is {}.", unquoted(who)),
                );
                continue;
            }
            Err(ServiceError::Invalid(ambiguous)) => {
                fault(
                    "address-ambiguous",
                    ambiguous.message("lines").unwrap_or_default().to_owned(),
                );
                continue;
            }
            Err(error) => return Err(error),
        };
        let holder = store::holder(&mut connection, context.tenant, &identity).await?;
        let promised = wanted
            .iter()
            .any(|(other, (held, _))| *other != person && held.contains(&identity));
        if promised || holder.is_some_and(|holder| holder != person) {
            fault(
                "identity-of-another",
                format!("{} is an identity of somebody else.", identity.value),
            );
            continue;
        }
        let entry = match wanted.entry(person) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let held = store::of_person(&mut connection, context.tenant, person).await?;
                entry.insert((held, false))
            }
        };
        if !entry.0.contains(&identity) {
            entry.0.push(identity);
            entry.1 = true;
            added += 1;
        }
        if entry.0.len() > IDENTITY_LIMIT {
            fault(
                "too-many-identities",
                format!("a person has at most {IDENTITY_LIMIT} identities."),
            );
        }
    }
    errors.or(())?;
    wanted.retain(|_, (_, is_new)| *is_new);
    if wanted.is_empty() {
        return Ok(ImportedIdentities {
            identities: 0,
            people: 0,
            revision: None,
        });
    }
    for (person, (identities, _)) in &wanted {
        store::replace(&mut connection, context.tenant, *person, identities, revision).await?;
    }
    let people = wanted.len();
    let fields = vec![FieldChange::new(
        "Identities added",
        None,
        Some(format!("{added} to {people} people")),
    )];
    let record = Record {
        action: Action::IdentitiesImported,
        target: Target::new(TargetKind::Directory, "identities", "Identities"),
        detail: Detail {
            fields,
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(ImportedIdentities {
        identities: added,
        people,
        revision: Some(revision),
    })
}
