//! Identities of many people at once, from lines of text.

use super::identities::{IDENTITY_LIMIT, parse_one};
use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::explain::find_person as lookup;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, PersonId, Revision};
use forecourt_store::identity::{self as store, Identity};
use forecourt_store::{Connection, StoreError};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The most lines that are imported at once.
const IMPORT_LIMIT: usize = 20_000;

/// The most faults of an import that are named.
const NAMED_FAULTS: usize = 20;

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
    let mut wanted = Wanted::default();
    for (index, line) in lines {
        if errors.0.len() >= NAMED_FAULTS {
            break;
        }
        match wanted.take(&mut connection, context, line).await {
            Ok(()) => {}
            Err(Fault::Line(code, message)) => {
                errors.push("lines", code, format!("Line {}: {message}", index + 1));
            }
            Err(Fault::Service(error)) => return Err(error),
        }
    }
    errors.or(())?;
    let Wanted { mut people, added } = wanted;
    people.retain(|_, (_, is_new)| *is_new);
    if people.is_empty() {
        return Ok(ImportedIdentities {
            identities: 0,
            people: 0,
            revision: None,
        });
    }
    for (person, (identities, _)) in &people {
        store::replace(&mut connection, context.tenant, *person, identities, revision).await?;
    }
    let people = people.len();
    let fields = vec![FieldChange::new(
        "Identities added",
        None,
        Some(format!("{added} to {people} people")),
    )];
    let record = Record::new(
        Action::IdentitiesImported,
        Target::new(TargetKind::Directory, "identities", "Identities"),
        fields,
    );
    let revision = draft.commit(record, &[]).await?;
    Ok(ImportedIdentities {
        identities: added,
        people,
        revision: Some(revision),
    })
}

/// What the lines ask for, as far as they are read.
#[derive(Default)]
struct Wanted {
    /// All identities of the people who are named, and whether any of them is new.
    people: BTreeMap<PersonId, (Vec<Identity>, bool)>,
    /// How many are new.
    added: usize,
}

/// Why a line was not taken.
enum Fault {
    /// It is wrong: a code and a sentence.
    Line(&'static str, String),
    /// That is not known, and nothing of the import can be done.
    Service(ServiceError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl Wanted {
    async fn take(
        &mut self,
        connection: &mut Connection<'_>,
        context: &OpContext,
        line: &str,
    ) -> Result<(), Fault> {
        let Some((who, identity)) = line.split_once([',', ';', '\t']) else {
            let message = "write a person, a comma and an identity.".to_owned();
            return Err(Fault::Line("line-wrong", message));
        };
        let identity = parse_one(unquoted(identity)).map_err(|(code, message)| Fault::Line(code, message))?;
        let person = find(connection, context, unquoted(who)).await?;
        let holder = store::holder(connection, context.tenant, &identity).await?;
        let promised = self
            .people
            .iter()
            .any(|(other, (held, _))| *other != person && held.contains(&identity));
        if promised || holder.is_some_and(|holder| holder != person) {
            let message = format!("{} is an identity of somebody else.", identity.value);
            return Err(Fault::Line("identity-of-another", message));
        }
        let (held, is_new) = match self.people.entry(person) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let held = store::of_person(connection, context.tenant, person).await?;
                entry.insert((held, false))
            }
        };
        if !held.contains(&identity) {
            held.push(identity);
            *is_new = true;
            self.added += 1;
        }
        if held.len() > IDENTITY_LIMIT {
            let message = format!("a person has at most {IDENTITY_LIMIT} identities.");
            return Err(Fault::Line("too-many-identities", message));
        }
        Ok(())
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches('"').trim()
}

async fn find(connection: &mut Connection<'_>, context: &OpContext, who: &str) -> Result<PersonId, Fault> {
    match lookup(connection, context, "lines", who).await {
        Ok(Some(person)) => Ok(person.id),
        Ok(None) => Err(Fault::Line(
            "person-unknown",
            format!("nobody in the directory is {who}."),
        )),
        Err(ServiceError::Invalid(ambiguous)) => Err(Fault::Line(
            "address-ambiguous",
            ambiguous.message("lines").unwrap_or_default().to_owned(),
        )),
        Err(error) => Err(Fault::Service(error)),
    }
}
