//! Putting the people of an operation into its draft.

use super::get::visible;
use super::prepare::People;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::people::Filter;
use crate::services::Services;
use forecourt_exchange::Unreadable;
use forecourt_exchange::people_list::{IdentifierKind, ListedIdentifier, MAXIMUM_LENGTH, PeopleList};
use forecourt_model::PersonId;
use forecourt_store::operation::staging::{self, StagedLine};
use forecourt_store::operation::{self as store, Found, State};
use forecourt_store::{person, person_list};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The largest list, in bytes.
pub const MAXIMUM_LIST_BYTES: usize = 64 * 1024 * 1024;

/// The most people of a list.
pub const MAXIMUM_LIST_LINES: u64 = MAXIMUM_LENGTH;

/// How many lines are looked up and written at once.
const BATCH: usize = 5_000;

/// The sentence for a list that is too large.
pub fn too_large() -> String {
    format!(
        "The list is larger than {} MB, and no more are taken at once. Split it into several lists.",
        MAXIMUM_LIST_BYTES / 1024 / 1024
    )
}

fn unreadable(error: Unreadable) -> ServiceError {
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
        People::List(bytes) if bytes.len() > MAXIMUM_LIST_BYTES => {
            Err(ServiceError::field("people", "list-too-large", too_large()))
        }
        People::List(bytes) if bytes.trim_ascii().is_empty() => Err(ServiceError::field(
            "people",
            "list-empty",
            "Paste addresses or object ids, or choose a file with them.",
        )),
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
        People::List(bytes) => list(Batches::new(services, context, id), &bytes).await,
    }
}

async fn list(mut batches: Batches<'_>, bytes: &[u8]) -> Result<(), ServiceError> {
    let entries = PeopleList::new(bytes).map_err(unreadable)?;
    let mut batch = Vec::with_capacity(BATCH);
    for entry in entries {
        batch.push(match entry.map_err(unreadable)? {
            Ok(identifier) => read(identifier),
            Err(problem) => Read {
                line: i64::try_from(problem.line).ok(),
                text: Some(problem.message),
                kind: Kind::Unreadable,
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

fn read(identifier: ListedIdentifier) -> Read {
    Read {
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
    }
}

async fn finish(
    connection: &mut forecourt_store::Connection<'_>,
    context: &OpContext,
    id: Uuid,
    (lines, people): (u64, u64),
) -> Result<(), ServiceError> {
    if lines == 0 {
        return Err(ServiceError::field(
            "people",
            "nobody",
            "Nothing was prepared: nobody is meant.",
        ));
    }
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    store::set_size(connection, context.tenant, id, number(lines), number(people)).await?;
    Ok(())
}

/// A line before it is known whom it means.
struct Read {
    line: Option<i64>,
    text: Option<String>,
    kind: Kind,
}

enum Kind {
    Id(PersonId),
    Address(String),
    Unreadable,
}

/// Whom identifiers mean.
#[derive(Default)]
struct Meant {
    known: HashSet<PersonId>,
    holders: HashMap<String, Vec<PersonId>>,
}

/// Lines on their way into a draft, a batch in each transaction, so that others can write in between.
struct Batches<'s> {
    services: &'s Services,
    context: &'s OpContext,
    id: Uuid,
    seen: HashSet<PersonId>,
    position: i64,
    /// Lines that are still to be written.
    waiting: Vec<StagedLine>,
    /// Whether addresses are SIP addresses alone.
    only_sip: bool,
}

impl<'s> Batches<'s> {
    fn new(services: &'s Services, context: &'s OpContext, id: Uuid) -> Self {
        Self {
            services,
            context,
            id,
            seen: HashSet::new(),
            position: 0,
            waiting: Vec::new(),
            only_sip: false,
        }
    }

    /// Adds lines: while those of the call before are written, whom these mean is looked up.
    async fn add(&mut self, read: Vec<Read>) -> Result<(), ServiceError> {
        let before = std::mem::take(&mut self.waiting);
        let (written, meant) = tokio::join!(self.write(&before), self.look_up(&read));
        written?;
        let meant = meant?;
        self.waiting = read.into_iter().map(|line| self.staged(line, &meant)).collect();
        Ok(())
    }

    async fn write(&self, lines: &[StagedLine]) -> Result<(), ServiceError> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut transaction = self.services.database().begin().await?;
        staging::insert_lines(&mut transaction.connection(), self.context.tenant, self.id, lines).await?;
        Ok(transaction.commit().await?)
    }

    async fn look_up(&self, read: &[Read]) -> Result<Meant, ServiceError> {
        let mut reader = self.services.database().read().await?;
        let mut connection = reader.connection();
        let tenant = self.context.tenant;
        let ids: Vec<_> = read
            .iter()
            .filter_map(|line| match line.kind {
                Kind::Id(person) => Some(person),
                Kind::Address(_) | Kind::Unreadable => None,
            })
            .collect();
        let addresses: HashSet<_> = read
            .iter()
            .filter_map(|line| match &line.kind {
                Kind::Address(address) => Some(address.clone()),
                Kind::Id(_) | Kind::Unreadable => None,
            })
            .collect();
        let mut meant = Meant::default();
        if !ids.is_empty() {
            let found = staging::known(&mut connection, tenant, &ids).await?;
            meant.known = found.into_iter().collect();
        }
        if !addresses.is_empty() {
            let addresses: Vec<_> = addresses.into_iter().collect();
            let found = if self.only_sip {
                staging::by_sip_address(&mut connection, tenant, &addresses).await?
            } else {
                staging::by_address(&mut connection, tenant, &addresses).await?
            };
            for (address, person) in found {
                meant.holders.entry(address).or_default().push(person);
            }
        }
        Ok(meant)
    }

    fn staged(&mut self, read: Read, meant: &Meant) -> StagedLine {
        self.position += 1;
        let (person, outcome) = match &read.kind {
            Kind::Id(person) if meant.known.contains(person) => (Some(*person), None),
            Kind::Id(_) => (None, Some(Found::NotFound)),
            Kind::Address(address) => match meant.holders.get(address).map(Vec::as_slice) {
                None | Some([]) => (None, Some(Found::NotFound)),
                Some([only]) => (Some(*only), None),
                Some(_) => (None, Some(Found::Ambiguous)),
            },
            Kind::Unreadable => (None, Some(Found::Unreadable)),
        };
        let is_second = person.is_some_and(|person| !self.seen.insert(person));
        let text = match (&read.kind, read.text) {
            (Kind::Id(id), None) if outcome.is_some() => Some(id.to_string()),
            (_, text) => text,
        };
        StagedLine {
            position: self.position,
            line: read.line,
            text,
            person,
            outcome: outcome.or(is_second.then_some(Found::Duplicate)),
        }
    }

    async fn finish(self) -> Result<(), ServiceError> {
        self.write(&self.waiting).await?;
        let mut transaction = self.services.database().begin().await?;
        let lines = u64::try_from(self.position).unwrap_or_default();
        let people = u64::try_from(self.seen.len()).unwrap_or_default();
        let mut connection = transaction.connection();
        finish(&mut connection, self.context, self.id, (lines, people)).await?;
        Ok(transaction.commit().await?)
    }
}
