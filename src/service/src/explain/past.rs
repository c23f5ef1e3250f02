//! The answer as it would have been at a moment of the past.

use super::answer::{Assignment, Explanation, PolicyCandidate};
use super::sides::{ExplainRequest, Sides};
use crate::as_of::{PersonThen, State};
use forecourt_model::PolicyId;
use forecourt_model::access::{AssignmentSource, SourceKind, evaluate};

/// The answer in a state of the past.
pub(super) fn answer(
    state: &State,
    then: &PersonThen,
    request: ExplainRequest,
    sides: &Sides,
) -> Explanation {
    let verdict = evaluate(then.situation, sides.initiator, request.action);
    let policy = state.policy_name(then.effective.policy);
    Explanation {
        decision: verdict.decision,
        reason_code: verdict.reason,
        deciding_setting: verdict.reason.deciding_setting(),
        sentence: verdict.reason.sentence(&policy),
        policy,
        assignment: assignment(&then.effective.source),
        candidates: candidates(state, then),
        consulted: verdict.consulted,
        would_change: verdict.would_change,
        revision: state.revision,
        from: request.from.trim().to_owned(),
        to: request.to.trim().to_owned(),
        action: request.action,
        initiator: sides.initiator,
        person: then.person.id,
        person_name: then.person.shown_name().to_owned(),
    }
}

fn assignment(source: &AssignmentSource) -> Assignment {
    let (source, group, rank) = match source {
        AssignmentSource::Direct => (SourceKind::Direct, None, None),
        AssignmentSource::Group { group, rank } => (SourceKind::Group, Some(*group), Some(*rank)),
        AssignmentSource::Global => (SourceKind::Global, None, None),
    };
    Assignment { source, group, rank }
}

fn candidates(state: &State, then: &PersonThen) -> Vec<PolicyCandidate> {
    let alone = |source, policy: Option<PolicyId>, wins| PolicyCandidate {
        source,
        group: None,
        group_name: None,
        rank: None,
        policy: policy.map(|id| state.policy_name(id)),
        wins,
    };
    let source = &then.effective.source;
    let mut found = vec![alone(
        SourceKind::Direct,
        then.direct,
        *source == AssignmentSource::Direct,
    )];
    found.extend(then.groups.iter().map(|group| PolicyCandidate {
        source: SourceKind::Group,
        group: Some(group.assignment.group),
        group_name: Some(group.name.clone()),
        rank: Some(group.assignment.rank),
        policy: Some(state.policy_name(group.assignment.policy)),
        wins: group.wins,
    }));
    let global = *source == AssignmentSource::Global;
    found.push(alone(SourceKind::Global, Some(PolicyId::GLOBAL), global));
    found
}
