//! The answer.

use super::past;
use super::sides::{ExplainRequest, resolve};
use crate::as_of::{When, person_then, state};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::people::{Candidate, candidates};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{
    Action, Consulted, Decision, Initiator, ReasonCode, Remedy, SourceKind, evaluate,
};
use forecourt_model::authority::Permission;
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::group_member;
use serde::Serialize;

/// Where the effective policy comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// `direct`, `group` or `global`.
    pub source: SourceKind,
    /// The group, when it comes from one.
    pub group: Option<GroupId>,
    /// The rank of that group.
    pub rank: Option<u32>,
}

/// A place that the person's policy can come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyCandidate {
    /// `direct`, `group` or `global`.
    pub source: SourceKind,
    /// The group, when it is one.
    pub group: Option<GroupId>,
    /// The name of that group.
    pub group_name: Option<String>,
    /// The rank of that group; 1 is best.
    pub rank: Option<u32>,
    /// The name of the policy from there; `null` when nothing is assigned.
    pub policy: Option<String>,
    /// Whether this is the one that counts.
    pub wins: bool,
}

fn candidate_words(snapshot: &Snapshot, candidate: &Candidate) -> PolicyCandidate {
    let group = candidate.group.as_ref();
    PolicyCandidate {
        source: candidate.source,
        group: group.map(|(group, _, _)| *group),
        group_name: group.map(|(_, name, _)| name.clone()),
        rank: group.map(|(_, _, rank)| *rank),
        policy: candidate
            .policy
            .and_then(|id| snapshot.policy(id))
            .map(|policy| policy.name.to_string()),
        wins: candidate.wins,
    }
}

/// An answer with everything that it is made from. Its JSON form is stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Yes or no.
    pub decision: Decision,
    /// Why, as a code.
    pub reason_code: ReasonCode,
    /// The setting that refuses, if a setting does.
    pub deciding_setting: Option<SettingKey>,
    /// The name of the effective policy of the person inside.
    pub policy: String,
    /// Where that policy comes from.
    pub assignment: Assignment,
    /// Every place that a policy can come from, in the order in which they are asked, with the one that counts marked.
    pub candidates: Vec<PolicyCandidate>,
    /// Every setting that the question depends on, in the order in which they are asked.
    pub consulted: Vec<Consulted>,
    /// The smallest changes that would turn the answer.
    pub would_change: Vec<Remedy>,
    /// The newest change that the answer knows of.
    pub revision: Revision,
    /// Who begins, as it was asked.
    pub from: String,
    /// The other side, as it was asked.
    pub to: String,
    /// What was asked.
    pub action: Action,
    /// `internal` when a person of the directory begins.
    pub initiator: Initiator,
    /// The reason in words.
    pub sentence: String,
    /// The person inside.
    #[serde(skip)]
    pub person: PersonId,
    /// The name of the person inside.
    #[serde(skip)]
    pub person_name: String,
}

impl Explanation {
    /// Whether it may go on.
    pub fn is_allowed(&self) -> bool {
        self.decision == Decision::Allow
    }
}

/// Answers whether `from` may do `action` to `to`, and says why.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `from` and `to`: blank, not an address, or
/// shared by several people, who are named; [`ServiceError::Refused`] with `both-inside` or `not-in-directory`, and for
/// a moment of the past as [`crate::as_of::at`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn explain(
    services: &Services,
    context: &OpContext,
    request: ExplainRequest,
) -> Result<Explanation, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let domain = snapshot.organization.domain.as_str();
    let mut connection = reader.connection();
    let sides = resolve(&mut connection, context, domain, &request).await?;
    if let Some(moment) = request.at.filter(|moment| *moment < context.now) {
        let state = state(&mut connection, context, &snapshot, When::Moment(moment)).await?;
        let then = person_then(&mut connection, context, &state, sides.person.id).await?;
        return Ok(past::answer(&state, &then, request, &sides));
    }
    let groups = group_member::of_person(&mut connection, context.tenant, sides.person.id).await?;
    drop(reader);
    let candidates = candidates(&snapshot, &sides.person, &groups);
    Ok(answer(&snapshot, context, request, &sides, &candidates))
}

fn answer(
    snapshot: &Snapshot,
    context: &OpContext,
    request: ExplainRequest,
    sides: &super::sides::Sides,
    candidates: &[Candidate],
) -> Explanation {
    let person = &sides.person;
    let moment = request.at.unwrap_or(context.now);
    let situation = snapshot.situation(person.effective_policy, moment);
    let verdict = evaluate(situation, sides.initiator, request.action);
    let policy = snapshot.policy(person.effective_policy).map_or_else(
        || person.effective_policy.to_string(),
        |policy| policy.name.to_string(),
    );
    Explanation {
        decision: verdict.decision,
        reason_code: verdict.reason,
        deciding_setting: verdict.reason.deciding_setting(),
        sentence: verdict.reason.sentence(&policy),
        policy,
        assignment: assignment(person.effective_source, candidates),
        candidates: candidates
            .iter()
            .map(|candidate| candidate_words(snapshot, candidate))
            .collect(),
        consulted: verdict.consulted,
        would_change: verdict.would_change,
        revision: snapshot.revision(),
        from: request.from.trim().to_owned(),
        to: request.to.trim().to_owned(),
        action: request.action,
        initiator: sides.initiator,
        person: person.id,
        person_name: person.shown_name().to_owned(),
    }
}

fn assignment(source: SourceKind, candidates: &[Candidate]) -> Assignment {
    let winner = candidates.iter().find(|candidate| candidate.wins);
    let group = winner.and_then(|candidate| candidate.group.as_ref());
    Assignment {
        source,
        group: group.map(|(group, _, _)| *group),
        rank: group.map(|(_, _, rank)| *rank),
    }
}
