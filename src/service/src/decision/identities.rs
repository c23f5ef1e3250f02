//! What chat servers know people by, beside what the directory says.

use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::decision::{Identifier, IdentifierKind};
use forecourt_model::{FieldErrors, PersonId, Revision};
use forecourt_store::identity::{self as store, Identity};
use forecourt_store::person;

/// The most identities of one person.
pub const IDENTITY_LIMIT: usize = 50;

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

/// Reads one identity; a code and a sentence when it is none.
pub(super) fn parse_one(line: &str) -> Result<Identity, (&'static str, String)> {
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
    let record = Record::new(
        Action::IdentitiesChanged,
        Target::new(TargetKind::Person, person, found.shown_name()),
        fields,
    );
    Ok(Some(draft.commit(record, &[]).await?))
}
