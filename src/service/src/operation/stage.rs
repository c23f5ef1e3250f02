//! Putting the people of an operation into its draft.

use super::batches::{BATCH, Batches, Kind, Named, Read, finish};
use super::by_line::{Names, Places};
use super::get::visible;
use super::prepare::People;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::people::Filter;
use crate::services::Services;
use forecourt_exchange::Unreadable;
use forecourt_exchange::people_list::{IdentifierKind, ListedIdentifier, MAXIMUM_LENGTH, PeopleList};
use forecourt_store::operation::{State, staging, stretch};
use forecourt_store::{person, person_list};
use uuid::Uuid;

/// The largest list, in bytes.
pub const MAXIMUM_LIST_BYTES: usize = 64 * 1024 * 1024;

/// The most people of a list.
pub const MAXIMUM_LIST_LINES: u64 = MAXIMUM_LENGTH;

/// The sentence for a list that is too large.
pub fn too_large() -> String {
    format!(
        "The list is larger than {} MB, and no more are taken at once. Split it into several lists.",
        MAXIMUM_LIST_BYTES / 1024 / 1024
    )
}

pub(super) fn unreadable(error: Unreadable) -> ServiceError {
    ServiceError::field("people", error.code, error.message)
}

/// Refuses what can be refused without looking at the people.
pub(super) fn check(people: &People) -> Result<(), ServiceError> {
    match people {
        People::Ticked(ticked) if ticked.is_empty() => Err(ServiceError::field(
            "people",
            "selection-empty",
            "Tick the people first.",
        )),
        People::List(bytes) | People::PolicyList(bytes) if bytes.len() > MAXIMUM_LIST_BYTES => {
            Err(ServiceError::field("people", "list-too-large", too_large()))
        }
        People::List(bytes) | People::PolicyList(bytes) if bytes.trim_ascii().is_empty() => {
            Err(ServiceError::field(
                "people",
                "list-empty",
                "Paste addresses or object ids, or choose a file with them.",
            ))
        }
        People::PolicyList(bytes) => {
            let list = PeopleList::new(bytes.as_slice()).map_err(unreadable)?;
            if list.has_policy_column() {
                return Ok(());
            }
            Err(ServiceError::field(
                "people",
                "policy-column-missing",
                "The list has no column ExternalAccessPolicy, PolicyName or Policy, so it does not say who gets which \
                 policy. Add the column, or choose one policy for everybody.",
            ))
        }
        // Read once to its end before anything is written: a list that ends badly leaves nothing behind.
        People::List(bytes) => {
            for entry in PeopleList::new(bytes.as_slice()).map_err(unreadable)? {
                let _ = entry.map_err(unreadable)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Where the people come from: a code, and words.
pub(super) fn words(people: &People) -> (&'static str, String) {
    match people {
        People::Ticked(_) => ("selection", "Ticked in the list of users".to_owned()),
        People::Matching(filter) if filter.is_empty() => ("filter", "Everybody in the directory".to_owned()),
        People::Matching(filter) => (
            "filter",
            format!("Everybody who matched: {}", filter_words(filter)),
        ),
        People::List(_) => ("list", "A list of addresses and object ids".to_owned()),
        People::PolicyList(_) => (
            "policy-list",
            "A list of people with a policy for each".to_owned(),
        ),
        People::SipAddresses(_) => ("batch", "A list of SIP addresses and object ids".to_owned()),
        People::FailedOf(_) => (
            "retry",
            "The people whom an earlier operation could not change".to_owned(),
        ),
    }
}

fn filter_words(filter: &Filter) -> String {
    let yes = |value: bool| if value { "yes" } else { "no" };
    let mut parts = Vec::new();
    if !filter.search.trim().is_empty() {
        parts.push(format!("search “{}”", filter.search.trim().replace('\0', "")));
    }
    if !filter.policies.is_empty() {
        parts.push(format!(
            "policy {}",
            filter.policies.join(" or ").replace('\0', "")
        ));
    }
    if !filter.sources.is_empty() {
        let names: Vec<_> = filter.sources.iter().map(|source| source.code()).collect();
        parts.push(format!("source {}", names.join(" or ")));
    }
    if let Some(enabled) = filter.enabled {
        parts.push(format!("account enabled: {}", yes(enabled)));
    }
    if let Some(chat) = filter.chat {
        parts.push(format!("can start chats: {}", yes(chat)));
    }
    if let Some(inbound) = filter.inbound {
        parts.push(format!("can be contacted: {}", yes(inbound)));
    }
    if let Some(department) = &filter.department {
        parts.push(format!("department {}", department.replace('\0', "")));
    }
    parts.join(", ")
}

/// Stages everybody and notes how many they are.
pub(super) async fn stage(
    services: &Services,
    context: &OpContext,
    id: Uuid,
    people: People,
) -> Result<(), ServiceError> {
    match people {
        People::Matching(filter) => {
            let resolved = filter.resolve(&*services.snapshot()?, context.now);
            let mut transaction = services.database().begin().await?;
            let mut connection = transaction.connection();
            let count = person_list::stage(&mut connection, context.tenant, &resolved, id).await?;
            finish(&mut connection, context, id, (count, count)).await?;
            Ok(transaction.commit().await?)
        }
        People::FailedOf(of) => {
            let mut transaction = services.database().begin().await?;
            let mut connection = transaction.connection();
            let before = visible(&mut connection, context, of).await?;
            if before.state == State::Draft {
                return Err(ServiceError::NotFound { what: "operation" });
            }
            let count = staging::stage_failed(&mut connection, context.tenant, id, of).await?;
            if before.is_by_line() {
                stretch::insert_failed(&mut connection, context.tenant, id, of).await?;
            }
            finish(&mut connection, context, id, (count, count)).await?;
            Ok(transaction.commit().await?)
        }
        People::Ticked(ticked) => {
            let mut batches = Batches::new(services, context, id);
            for batch in ticked.chunks(BATCH) {
                let read = batch.iter().map(|person| Read {
                    line: None,
                    text: None,
                    kind: Kind::Id(*person),
                    policy: Named::Nothing,
                });
                batches.add(read.collect()).await?;
            }
            batches.finish().await
        }
        People::SipAddresses(written) => {
            let mut batches = Batches::new(services, context, id);
            batches.only_sip = true;
            for batch in written.chunks(BATCH) {
                batches
                    .add(batch.iter().map(|text| read_sip(text)).collect())
                    .await?;
            }
            batches.finish().await
        }
        People::List(bytes) => list(Batches::new(services, context, id), &bytes, None).await,
        People::PolicyList(bytes) => {
            let names = Names::of(&*services.snapshot()?);
            let mut batches = Batches::new(services, context, id);
            batches.places = Some(Places::for_list(&bytes, &names)?);
            list(batches, &bytes, Some(&names)).await
        }
    }
}

async fn list(mut batches: Batches<'_>, bytes: &[u8], names: Option<&Names>) -> Result<(), ServiceError> {
    let entries = PeopleList::new(bytes).map_err(unreadable)?;
    let lines = bytes.split(|byte| *byte == b'\n').count();
    batches.expect(lines.min(usize::try_from(MAXIMUM_LIST_LINES).unwrap_or(usize::MAX)));
    let mut batch = Vec::with_capacity(BATCH);
    for entry in entries {
        batch.push(match entry.map_err(unreadable)? {
            Ok(identifier) => read(identifier, names),
            Err(problem) => Read {
                line: i64::try_from(problem.line).ok(),
                text: Some(problem.message),
                kind: Kind::Unreadable,
                policy: Named::Nothing,
            },
        });
        if batch.len() == BATCH {
            batches.add(std::mem::take(&mut batch)).await?;
        }
    }
    if !batch.is_empty() {
        batches.add(batch).await?;
    }
    batches.finish().await
}

fn read(identifier: ListedIdentifier, names: Option<&Names>) -> Read {
    Read {
        policy: names.map_or(Named::Nothing, |names| names.read(identifier.policy.as_deref())),
        line: i64::try_from(identifier.line).ok(),
        kind: match identifier.kind {
            IdentifierKind::Id(person) => Kind::Id(person),
            IdentifierKind::Address => Kind::Address(person::fold_address(&identifier.text)),
        },
        text: Some(identifier.text),
    }
}

/// What somebody wrote for one person.
fn read_sip(text: &str) -> Read {
    let trimmed = text.trim();
    let kind = match trimmed.parse() {
        Ok(person) => Kind::Id(person),
        Err(_) => match person::fold_address(trimmed) {
            address if address.is_empty() || address.contains('\0') => Kind::Unreadable,
            address => Kind::Address(address),
        },
    };
    Read {
        line: None,
        text: Some(trimmed.to_owned()),
        kind,
        policy: Named::Nothing,
    }
}
