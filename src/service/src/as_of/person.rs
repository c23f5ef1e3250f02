//! What counted for one person, and who made it so.

use super::made::{Made, made};
use super::moment::utc_words;
use super::settings;
use super::state::State;
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::access::{
    Access, Action, AssignmentSource, EffectivePolicy, GroupAssignment, Initiator, Situation, Verdict,
    effective_policy, evaluate,
};
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::person::{self, Person};
use forecourt_store::version::{self, Item};
use forecourt_store::{Connection, as_of as store, group, group_member};

/// How many versions of the ranks are read at once.
const PIECE: i64 = 20;

/// A group with a policy that the person was a direct member of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupThen {
    /// The group with its rank and its policy.
    pub assignment: GroupAssignment,
    /// What the group was called.
    pub name: String,
    /// Whether its policy counted for the person.
    pub wins: bool,
    /// Who made the person a member.
    pub joined: Option<Made>,
    /// Who gave the group this policy.
    pub assigned: Option<Made>,
    /// Who gave the group this rank, also by moving others.
    pub ranked: Option<Made>,
}

/// A setting that was asked, and who gave it its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidingSetting {
    /// Which.
    pub setting: SettingKey,
    /// Who.
    pub made: Option<Made>,
}

/// What counted for one person.
#[derive(Clone, Debug)]
pub struct PersonThen {
    /// The person, as the directory has them today.
    pub person: Person,
    /// The policy assigned directly.
    pub direct: Option<PolicyId>,
    /// Who assigned it or took it away; `None` when nobody ever had until then.
    pub direct_made: Option<Made>,
    /// The groups with a policy that the person was a direct member of, best rank first.
    pub groups: Vec<GroupThen>,
    /// The one policy that counted, and where it came from.
    pub effective: EffectivePolicy,
    /// What it came to.
    pub situation: Situation,
    /// The two answers.
    pub access: Access,
    /// Whether they could start chats, with the chain of evidence.
    pub outward: Verdict,
    /// Whether they could be found and contacted, with the chain of evidence.
    pub inward: Verdict,
    /// Who gave each setting that was asked its value.
    pub settings: Vec<DecidingSetting>,
}

impl PersonThen {
    /// Who gave a setting the value that it had.
    pub fn made(&self, setting: SettingKey) -> Option<&Made> {
        let found = self.settings.iter().find(|deciding| deciding.setting == setting);
        found.and_then(|deciding| deciding.made.as_ref())
    }
}

/// What counted for a person in a state of the past.
///
/// # Errors
/// [`ServiceError::NotFound`]; [`ServiceError::Refused`] when the person was not in the directory yet;
/// [`ServiceError::Store`].
pub(crate) async fn person_then(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
    id: PersonId,
) -> Result<PersonThen, ServiceError> {
    let tenant = context.tenant;
    let found = person::find(connection, tenant, id).await?;
    let person = found.ok_or(ServiceError::NotFound { what: "person" })?;
    if let Some(created) = person::created_at(connection, tenant, id).await?
        && created > state.moment
    {
        let message = format!(
            "{} was not in the directory yet: they came into it on {}. Pick a later moment.",
            person.shown_name(),
            utc_words(created)
        );
        return Err(ServiceError::refused("as-of-before-person", message));
    }
    let (direct, since) = match store::direct(connection, tenant, id, state.revision).await? {
        Some(then) => (then.policy, then.since),
        None => (person.direct_policy, None),
    };
    let member_of = group_member::at(connection, tenant, id, state.revision).await?;
    let mine: Vec<_> = state
        .ranking
        .iter()
        .filter(|row| member_of.contains(&row.group))
        .cloned()
        .collect();
    let effective = effective_policy(direct, &mine);
    let mut groups = Vec::with_capacity(mine.len());
    for assignment in mine {
        let wins =
            matches!(effective.source, AssignmentSource::Group { group, .. } if group == assignment.group);
        groups.push(group_then(connection, context, state, id, (assignment, wins)).await?);
    }
    let situation = state.situation(effective.policy);
    Ok(PersonThen {
        direct,
        direct_made: match since {
            Some(revision) => made(connection, context, revision).await?,
            None => None,
        },
        groups,
        settings: deciding(connection, context, state, effective.policy).await?,
        effective,
        situation,
        access: Access::of(situation),
        outward: evaluate(situation, Initiator::Internal, Action::StartChat),
        inward: evaluate(situation, Initiator::External, Action::StartChat),
        person,
    })
}

async fn deciding(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
    effective: PolicyId,
) -> Result<Vec<DecidingSetting>, ServiceError> {
    let organization = settings::organization(connection, context, state).await?;
    let policy = settings::policy(connection, context, state, effective).await?;
    let of = |setting, made| DecidingSetting { setting, made };
    Ok(vec![
        of(SettingKey::AllowTeamsConsumer, organization.access),
        of(SettingKey::AllowTeamsConsumerInbound, organization.inbound),
        of(SettingKey::EnableTeamsConsumerAccess, policy.access),
        of(SettingKey::EnableTeamsConsumerInbound, policy.inbound),
    ])
}

async fn group_then(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
    person: PersonId,
    (assignment, wins): (GroupAssignment, bool),
) -> Result<GroupThen, ServiceError> {
    let tenant = context.tenant;
    let (policy, rank) = ranked_by(connection, context, state, &assignment).await?;
    let joined = store::member_since(connection, tenant, (person, assignment.group), state.revision).await?;
    Ok(GroupThen {
        name: group_name(connection, context, assignment.group, state.revision).await?,
        wins,
        joined: match joined {
            Some(revision) => made(connection, context, revision).await?,
            None => None,
        },
        assigned: made(connection, context, policy).await?,
        ranked: made(connection, context, rank).await?,
        assignment,
    })
}

/// What a group was called: as changes named it, else as it is called today, else its identifier.
pub(super) async fn group_name(
    connection: &mut Connection<'_>,
    context: &OpContext,
    id: GroupId,
    at: Revision,
) -> Result<String, ServiceError> {
    let key = id.to_string();
    if let Some(name) = store::name(connection, context.tenant, ("group", &key), at).await? {
        return Ok(name);
    }
    let found = group::find(connection, context.tenant, id).await?;
    Ok(found.map_or(key, |group| group.display_name))
}

/// The changes that gave a group the policy and the rank that it had.
async fn ranked_by(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
    assignment: &GroupAssignment,
) -> Result<(Revision, Revision), ServiceError> {
    let (mut policy, mut rank) = (state.revision, state.revision);
    let (mut from, mut same_rank) = (state.revision, true);
    loop {
        let versions =
            version::up_to::<Vec<GroupAssignment>>(connection, context.tenant, Item::Ranking, from, PIECE)
                .await?;
        let Some(oldest) = versions.last().map(|version| version.revision) else {
            return Ok((policy, rank));
        };
        for version in versions {
            let rows = version.document.unwrap_or_default();
            let row = rows.iter().find(|row| row.group == assignment.group);
            let Some(row) = row.filter(|row| row.policy == assignment.policy) else {
                return Ok((policy, rank));
            };
            policy = version.revision;
            same_rank &= row.rank == assignment.rank;
            if same_rank {
                rank = version.revision;
            }
        }
        from = Revision(oldest.0 - 1);
    }
}
