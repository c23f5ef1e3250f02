//! One person with everything that decides for them.

use super::history::{self, HistoryEntry};
use super::remedies::{self, Remedy};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Access, Action, Initiator, Situation, SourceKind, Verdict, evaluate};
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::{self as store, Person};
use std::sync::Arc;

/// One place that a policy can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which place.
    pub source: SourceKind,
    /// The policy from there; `None` when nothing is assigned.
    pub policy: Option<PolicyId>,
    /// Whether this is the one that counts.
    pub wins: bool,
}

/// One person with everything that decides for them.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// What holds for them.
    pub situation: Situation,
    /// What they may do.
    pub access: Access,
    /// Whether they can start chats, with the chain of evidence.
    pub outward: Verdict,
    /// Whether they can be found and contacted, with the chain of evidence.
    pub inward: Verdict,
    /// Where a policy can come from, in the order in which they are asked. The first that has one wins.
    pub candidates: Vec<Candidate>,
    /// What would change the answers, fewest people first.
    pub remedies: Vec<Remedy>,
    /// What happened to their access, newest first.
    pub history: Vec<HistoryEntry>,
    /// The revision that the answers were made at.
    pub revision: Revision,
    /// The state that the answers were made from.
    pub snapshot: Arc<Snapshot>,
}

/// Where a person's policy can come from.
pub(crate) fn candidates(person: &Person) -> Vec<Candidate> {
    let wins = |source| person.effective_source == source;
    vec![
        Candidate {
            source: SourceKind::Direct,
            policy: person.direct_policy,
            wins: wins(SourceKind::Direct),
        },
        Candidate {
            source: SourceKind::Global,
            policy: Some(PolicyId::GLOBAL),
            wins: wins(SourceKind::Global),
        },
    ]
}

/// One person with verdicts, evidence, what would change them, and history.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn get(
    services: &Services,
    context: &OpContext,
    person: PersonId,
) -> Result<PersonView, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let person = store::find(&mut connection, context.tenant, person)
        .await?
        .ok_or(ServiceError::NotFound { what: "person" })?;
    let history = history::of(&mut connection, context.tenant, &snapshot, &person).await?;
    drop(reader);
    let situation = snapshot.situation(person.effective_policy, context.now);
    Ok(PersonView {
        situation,
        access: Access::of(situation),
        outward: evaluate(situation, Initiator::Internal, Action::StartChat),
        inward: evaluate(situation, Initiator::External, Action::StartChat),
        candidates: candidates(&person),
        remedies: remedies::of(&snapshot, &person, situation),
        history,
        revision: snapshot.revision(),
        snapshot,
        person,
    })
}
