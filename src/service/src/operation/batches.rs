//! Lines on their way into a draft.

use super::by_line::Places;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::operation::staging::{self, Meant, StagedLine};
use forecourt_store::operation::{self as store, Found, part, stretch};
use forecourt_store::planning;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many lines are looked up and written at once.
pub(super) const BATCH: usize = 5_000;

/// Notes how many lines a draft has, and how many of them are people.
pub(super) async fn finish(
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
    if number(lines) >= part::LARGE {
        planning::count_rows(connection, "operation_person").await?;
    }
    Ok(())
}

/// A line before it is known whom it means.
pub(super) struct Read {
    pub(super) line: Option<i64>,
    pub(super) text: Option<String>,
    pub(super) kind: Kind,
    pub(super) policy: Named,
}

/// The policy that a line names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Named {
    /// The line does not say: everybody gets the same, or nobody is meant.
    #[default]
    Nothing,
    /// This one; `None` takes the direct assignment away.
    Policy(Option<PolicyId>),
    /// One that there is not.
    Unknown(String),
}

pub(super) enum Kind {
    Id(PersonId),
    Address(String),
    Unreadable,
}

/// Whom identifiers mean.
#[derive(Default)]
struct LookedUp {
    by_id: HashMap<PersonId, Meant>,
    by_address: HashMap<String, Vec<Meant>>,
}

/// Lines on their way into a draft, a batch in each transaction, so that others can write in between.
pub(super) struct Batches<'s> {
    services: &'s Services,
    context: &'s OpContext,
    id: Uuid,
    seen: HashSet<PersonId>,
    position: i64,
    /// Lines that are still to be written.
    waiting: Vec<StagedLine>,
    /// Whether addresses are SIP addresses alone.
    pub(super) only_sip: bool,
    /// Where lines go that name policies of their own.
    pub(super) places: Option<Places>,
}

impl<'s> Batches<'s> {
    pub(super) fn new(services: &'s Services, context: &'s OpContext, id: Uuid) -> Self {
        Self {
            services,
            context,
            id,
            seen: HashSet::new(),
            position: 0,
            waiting: Vec::new(),
            only_sip: false,
            places: None,
        }
    }

    /// Makes room for so many people at once: while it grows, what is remembered is there twice.
    pub(super) fn expect(&mut self, people: usize) {
        self.seen.reserve(people);
    }

    /// Adds lines: while those of the call before are written, whom these mean is looked up.
    pub(super) async fn add(&mut self, read: Vec<Read>) -> Result<(), ServiceError> {
        let before = std::mem::take(&mut self.waiting);
        let (written, found) = tokio::join!(self.write(&before), self.look_up(&read));
        written?;
        let found = found?;
        self.waiting = read.into_iter().map(|line| self.staged(line, &found)).collect();
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

    async fn look_up(&self, read: &[Read]) -> Result<LookedUp, ServiceError> {
        let mut reader = self.services.database().read().await?;
        let mut connection = reader.connection();
        let tenant = self.context.tenant;
        let (mut ids, mut addresses) = (Vec::new(), Vec::new());
        for line in read {
            match &line.kind {
                Kind::Id(person) => ids.push(*person),
                Kind::Address(address) => addresses.push(address.clone()),
                Kind::Unreadable => {}
            }
        }
        // In their order, so that who lies beside each other is read together.
        ids.sort_unstable();
        addresses.sort_unstable();
        addresses.dedup();
        let mut found = LookedUp::default();
        if !ids.is_empty() {
            let known = staging::known(&mut connection, tenant, &ids).await?;
            found.by_id = known.into_iter().map(|meant| (meant.person, meant)).collect();
        }
        if !addresses.is_empty() {
            let holders = if self.only_sip {
                staging::by_sip_address(&mut connection, tenant, &addresses).await?
            } else {
                staging::by_address(&mut connection, tenant, &addresses).await?
            };
            for (address, meant) in holders {
                found.by_address.entry(address).or_default().push(meant);
            }
        }
        Ok(found)
    }

    fn staged(&mut self, read: Read, found: &LookedUp) -> StagedLine {
        self.position += 1;
        let position = match &mut self.places {
            Some(places) => places.take(&read.policy),
            None => self.position,
        };
        let (person, outcome) = match &read.kind {
            Kind::Id(person) => match found.by_id.get(person) {
                None => (None, Some(Found::NotFound)),
                Some(meant) => (Some(meant), None),
            },
            Kind::Address(address) => match found.by_address.get(address).map(Vec::as_slice) {
                None | Some([]) => (None, Some(Found::NotFound)),
                Some([only]) => (Some(only), None),
                Some(_) => (None, Some(Found::Ambiguous)),
            },
            Kind::Unreadable => (None, Some(Found::Unreadable)),
        };
        let unknown = match &read.policy {
            Named::Unknown(name) => Some(name),
            Named::Nothing | Named::Policy(_) => None,
        };
        let outcome = outcome.or(unknown.map(|_| Found::PolicyUnknown));
        // A line that names no policy that there is leaves its person to the lines after it.
        let is_second = outcome.is_none() && person.is_some_and(|meant| !self.seen.insert(meant.person));
        let outcome = outcome.or(is_second.then_some(Found::Duplicate));
        if outcome.is_none()
            && let Some(places) = &mut self.places
        {
            places.count(&read.policy);
        }
        let text = match (&read.kind, read.text) {
            (Kind::Id(id), None) if outcome.is_some_and(|outcome| outcome != Found::Duplicate) => {
                Some(id.to_string())
            }
            (_, text) => text,
        };
        let text = match (text, unknown) {
            (Some(text), Some(name)) => Some(format!("{text}, {name}")),
            (text, _) => text,
        };
        StagedLine {
            position,
            line: read.line,
            text,
            person: person.cloned(),
            outcome,
        }
    }

    pub(super) async fn finish(self) -> Result<(), ServiceError> {
        self.write(&self.waiting).await?;
        let mut transaction = self.services.database().begin().await?;
        let lines = u64::try_from(self.position).unwrap_or_default();
        let people = u64::try_from(self.seen.len()).unwrap_or_default();
        let mut connection = transaction.connection();
        if let Some(places) = self.places {
            let stretches = places.into_stretches();
            stretch::insert(&mut connection, self.context.tenant, self.id, &stretches).await?;
        }
        finish(&mut connection, self.context, self.id, (lines, people)).await?;
        Ok(transaction.commit().await?)
    }
}
