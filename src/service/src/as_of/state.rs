//! Settings, policies, ranks and the rollout as they were.

use super::made::Made;
use super::moment::{When, utc_words};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::rollout::CONSUMER_CHAT;
use crate::snapshot::Snapshot;
use forecourt_model::access::{GroupAssignment, Situation, Switches};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::change::Change;
use forecourt_store::policy::KeptPolicy;
use forecourt_store::rollout::StoredRollout;
use forecourt_store::version::{self, Item};
use forecourt_store::{Connection, as_of as store, change, rollout};
use time::OffsetDateTime;

/// A policy as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyThen {
    /// Its identifier.
    pub id: PolicyId,
    /// Its name, kind and settings then.
    pub kept: KeptPolicy,
    /// The change that had written it last.
    pub revision: Revision,
}

/// What decided for everybody at a moment.
#[derive(Clone, Debug)]
pub struct State {
    /// The moment that answers are made for: the one that was asked about, or that of the change.
    pub moment: OffsetDateTime,
    /// The last change that had been made.
    pub revision: Revision,
    /// Who made that one.
    pub last: Made,
    /// The organization's settings.
    pub settings: OrganizationSettings,
    /// The change that had written them last.
    pub settings_revision: Revision,
    /// Every policy, by name.
    pub policies: Vec<PolicyThen>,
    /// The policies that groups had, best rank first.
    pub ranking: Vec<GroupAssignment>,
    /// When the feature was to arrive, and what the organization had answered.
    pub rollout: Option<StoredRollout>,
}

impl State {
    /// A policy by its identifier.
    pub fn policy(&self, id: PolicyId) -> Option<&PolicyThen> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// The name of a policy then; the identifier of one that was not there.
    pub fn policy_name(&self, id: PolicyId) -> String {
        self.policy(id)
            .map_or_else(|| id.to_string(), |policy| policy.kept.name.to_string())
    }

    /// What an effective policy came to. As today, a policy that is not there counts as off.
    pub fn situation(&self, policy: PolicyId) -> Situation {
        let off = Switches {
            access: false,
            inbound: false,
        };
        Situation {
            active: self
                .rollout
                .as_ref()
                .is_none_or(|stored| stored.rollout.is_active(self.moment)),
            organization: self.settings.switches(),
            policy: self
                .policy(policy)
                .map_or(off, |policy| policy.kept.settings.switches()),
        }
    }
}

/// The last change of the moment, and the moment itself.
async fn last(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    when: When,
) -> Result<(Change, OffsetDateTime), ServiceError> {
    let organization = &snapshot.organization;
    let before = || {
        let message = format!(
            "{} was set up here on {}. There is nothing to look back at before. Pick a later moment.",
            organization.name,
            utc_words(organization.created_at)
        );
        ServiceError::refused("as-of-before-organization", message)
    };
    match when {
        When::Moment(moment) if moment > context.now => {
            let message = format!(
                "{} is in the future. What will be then is not known; pick a moment of the past.",
                utc_words(moment)
            );
            Err(ServiceError::refused("as-of-future", message))
        }
        When::Moment(moment) => {
            let found = store::last_at(connection, context.tenant, moment).await?;
            Ok((found.ok_or_else(before)?, moment))
        }
        When::After(revision) if revision < Revision(1) => Err(before()),
        When::After(revision) => {
            let found = change::find(connection, context.tenant, revision).await?;
            let change = found.ok_or(ServiceError::NotFound { what: "change" })?;
            let moment = change.occurred_at;
            Ok((change, moment))
        }
    }
}

/// The rollout as it was. A database that is older than versions tells the first state in the first change.
async fn rollout_at(
    connection: &mut Connection<'_>,
    context: &OpContext,
    at: Revision,
) -> Result<Option<StoredRollout>, ServiceError> {
    let tenant = context.tenant;
    if let Some(version) = version::at(connection, tenant, Item::Rollout, at).await? {
        return Ok(version.document);
    }
    if let Some(next) = version::next(connection, tenant, Item::Rollout, at).await? {
        let change = change::find(connection, tenant, next).await?;
        let before = change.and_then(|change| {
            let detail: crate::change::Detail = serde_json::from_str(&change.detail).ok()?;
            serde_json::from_value(detail.before?.get("rollout")?.clone()).ok()
        });
        return Ok(before);
    }
    Ok(rollout::find(connection, tenant, CONSUMER_CHAT).await?)
}

/// The state at a moment.
///
/// # Errors
/// [`ServiceError::Refused`] for the future, for before the organization existed, and for before versions were kept;
/// [`ServiceError::NotFound`] for a change that there is not; [`ServiceError::Store`].
pub(crate) async fn state(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    when: When,
) -> Result<State, ServiceError> {
    let tenant = context.tenant;
    let (change, moment) = last(connection, context, snapshot, when).await?;
    let revision = change.revision;
    let known = store::known_from(connection, tenant).await?;
    let settings = version::at(connection, tenant, Item::Settings, revision).await?;
    let settings = settings
        .filter(|_| revision >= known)
        .and_then(|version| Some((version.document?, version.revision)));
    let Some((settings, settings_revision)) = settings else {
        return Err(unknown(connection, context, known).await?);
    };
    let policies = version::policies_at::<KeptPolicy>(connection, tenant, revision).await?;
    let mut policies: Vec<_> = policies
        .into_iter()
        .filter_map(|(id, version)| {
            Some(PolicyThen {
                id,
                kept: version.document?,
                revision: version.revision,
            })
        })
        .collect();
    policies.sort_by_key(|policy| policy.kept.name.folded());
    let ranking = version::at(connection, tenant, Item::Ranking, revision).await?;
    let rollout = rollout_at(connection, context, revision).await?;
    let last = store::whole(connection, tenant, revision)
        .await?
        .unwrap_or(change);
    Ok(State {
        moment,
        revision,
        last: last.into(),
        settings,
        settings_revision,
        policies,
        ranking: ranking.and_then(|version| version.document).unwrap_or_default(),
        rollout,
    })
}

async fn unknown(
    connection: &mut Connection<'_>,
    context: &OpContext,
    known: Revision,
) -> Result<ServiceError, ServiceError> {
    let change = change::find(connection, context.tenant, known).await?;
    let since = change.map_or_else(String::new, |change| {
        format!(", made on {}", utc_words(change.occurred_at))
    });
    let message = format!(
        "What was in force then is not known: this database keeps every version from change {known} on{since}. Pick a \
         later moment."
    );
    Ok(ServiceError::refused("as-of-not-kept", message))
}
