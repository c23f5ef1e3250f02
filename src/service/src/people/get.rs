//! One person with everything that decides for them.

use super::history::{self, HistoryEntry};
use super::remedies::{self, Remedy};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception::{self, AssignmentException};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Access, Action, Initiator, Situation, SourceKind, Verdict, evaluate};
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::group::Group;
use forecourt_store::group_assignment::RankedGroup;
use forecourt_store::group_member;
use forecourt_store::person::{self as store, Person};
use std::sync::Arc;

/// One place that a policy can come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which place.
    pub source: SourceKind,
    /// The policy from there; `None` when nothing is assigned.
    pub policy: Option<PolicyId>,
    /// The group, when it comes from one: its identifier, name and rank.
    pub group: Option<(GroupId, String, u32)>,
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
    /// The exception that the direct assignment is, and the policy that is assigned directly when it ends.
    pub exception: Option<(AssignmentException, Option<PolicyId>)>,
    /// The groups that the person is a direct member of, by name.
    pub groups: Vec<Group>,
    /// What would change the answers, fewest people first.
    pub remedies: Vec<Remedy>,
    /// What happened to their access, newest first.
    pub history: Vec<HistoryEntry>,
    /// The revision that the answers were made at.
    pub revision: Revision,
    /// The state that the answers were made from.
    pub snapshot: Arc<Snapshot>,
}

/// Where a person's policy can come from, in the order in which it is asked: the direct assignment, each group with a
/// policy that the person is a direct member of, best rank first, and Global.
pub(crate) fn candidates(snapshot: &Snapshot, person: &Person, groups: &[Group]) -> Vec<Candidate> {
    let mut found = vec![Candidate {
        source: SourceKind::Direct,
        policy: person.direct_policy,
        group: None,
        wins: person.effective_source == SourceKind::Direct,
    }];
    let member = |row: &&RankedGroup| groups.iter().any(|group| group.id == row.assignment.group);
    found.extend(snapshot.ranking.iter().filter(member).map(|row| Candidate {
        source: SourceKind::Group,
        policy: Some(row.assignment.policy),
        group: Some((row.assignment.group, row.group_name.clone(), row.assignment.rank)),
        wins: person.effective_group == Some(row.assignment.group),
    }));
    found.push(Candidate {
        source: SourceKind::Global,
        policy: Some(PolicyId::GLOBAL),
        group: None,
        wins: person.effective_source == SourceKind::Global,
    });
    found
}

/// The policy that counts for somebody without a direct assignment: the best-ranked group's, or else Global.
fn fallback(candidates: &[Candidate]) -> PolicyId {
    candidates
        .iter()
        .filter(|candidate| candidate.source != SourceKind::Direct)
        .find_map(|candidate| candidate.policy)
        .unwrap_or(PolicyId::GLOBAL)
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
    let groups = group_member::of_person(&mut connection, context.tenant, person.id).await?;
    let history = history::of(&mut connection, context.tenant, &snapshot, &person).await?;
    let exception = exception::of_person(&mut connection, context.tenant, &snapshot, person.id).await?;
    drop(reader);
    let situation = snapshot.situation(person.effective_policy, context.now);
    let candidates = candidates(&snapshot, &person, &groups);
    Ok(PersonView {
        situation,
        access: Access::of(situation),
        outward: evaluate(situation, Initiator::Internal, Action::StartChat),
        inward: evaluate(situation, Initiator::External, Action::StartChat),
        remedies: remedies::of(&snapshot, &person, fallback(&candidates), situation),
        candidates,
        exception,
        groups,
        history,
        revision: snapshot.revision(),
        snapshot,
        person,
    })
}
