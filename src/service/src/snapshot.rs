//! What answers and previews are made from, in memory.

use crate::error::ServiceError;
use crate::organization::Asking;
use forecourt_model::access::{
    Access, Cohort, GroupAssignment, Impact, PolicyChange, Situation, SourceKind, Switches, impact,
};
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision, TenantId};
use forecourt_store::cohort::PolicyCount;
use forecourt_store::group_assignment::{self, RankedGroup};
use forecourt_store::organization::Organization;
use forecourt_store::rollout::StoredRollout;
use forecourt_store::{Connection, Database, cohort, organization, policy, rollout, settings};
use time::OffsetDateTime;

/// Everything that decides for people, as of one revision. Never changed; replaced as a whole.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The organization and its newest revision.
    pub organization: Organization,
    /// Its settings.
    pub settings: OrganizationSettings,
    /// The change that wrote them last.
    pub settings_revision: Revision,
    /// Every policy, by name.
    pub policies: Vec<Policy>,
    /// How many people have which policy.
    pub counts: Vec<PolicyCount>,
    /// The policies that groups have, best rank first.
    pub ranking: Vec<RankedGroup>,
    /// The change that wrote the ranks last; 0 before the first.
    pub ranking_revision: Revision,
    /// When the feature arrives, and what the organization answered.
    pub rollout: Option<StoredRollout>,
    /// From which share of everybody on a change has to be acknowledged.
    pub asking: Asking,
}

impl Snapshot {
    /// Reads the state of an organization as one change left it; `None` before it is set up.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn load(database: &Database, tenant: TenantId) -> Result<Option<Self>, ServiceError> {
        let mut reading = database.begin_reading().await?;
        Self::read(&mut reading.connection(), tenant).await
    }

    /// The same as `connection` sees it. Nothing may be committed meanwhile that it would see.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(crate) async fn read(
        connection: &mut Connection<'_>,
        tenant: TenantId,
    ) -> Result<Option<Self>, ServiceError> {
        let Some(organization) = organization::find(connection, tenant).await? else {
            return Ok(None);
        };
        let (settings, settings_revision) = settings::find(connection, tenant).await?.unwrap_or_default();
        let policies = policy::list(connection, tenant).await?;
        let counts = cohort::count(connection, tenant).await?;
        let ranking = group_assignment::list(connection, tenant).await?;
        let ranking_revision = group_assignment::revision(connection, tenant).await?;
        let rollout = rollout::find(connection, tenant, crate::rollout::CONSUMER_CHAT).await?;
        let asking = crate::organization::asking::stored(connection, tenant).await?;
        Ok(Some(Self {
            organization,
            settings,
            settings_revision,
            policies,
            counts,
            ranking,
            ranking_revision,
            rollout,
            asking,
        }))
    }

    /// The newest change that this knows of.
    pub fn revision(&self) -> Revision {
        self.organization.revision
    }

    /// From how many percent of everybody on a change has to be acknowledged.
    pub fn acknowledge_percent(&self) -> u64 {
        self.asking.percent.get()
    }

    /// Whether chat with personal accounts exists here at `now`.
    pub fn is_active(&self, now: OffsetDateTime) -> bool {
        self.rollout
            .as_ref()
            .is_none_or(|stored| stored.rollout.is_active(now))
    }

    /// A policy by its identifier.
    pub fn policy(&self, id: PolicyId) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// What an effective policy comes to at `now`. A policy that is not there counts as off: faults fail closed.
    pub fn situation(&self, policy: PolicyId, now: OffsetDateTime) -> Situation {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let policy = self
            .policy(policy)
            .map_or(off, |policy| policy.settings.switches());
        Situation {
            active: self.is_active(now),
            organization: self.settings.switches(),
            policy,
        }
    }

    /// The two answers for whoever has `policy`.
    pub fn access(&self, policy: PolicyId, now: OffsetDateTime) -> Access {
        Access::of(self.situation(policy, now))
    }

    /// How many people the directory has.
    pub fn people(&self) -> u64 {
        self.counts.iter().map(|count| count.people).sum()
    }

    /// How many people have `policy`, from any source or from one.
    pub fn people_with(&self, policy: PolicyId, source: Option<SourceKind>) -> u64 {
        let wanted = |count: &&PolicyCount| {
            count.policy == policy && source.is_none_or(|source| count.source == source)
        };
        self.counts.iter().filter(wanted).map(|count| count.people).sum()
    }

    /// How many people can start chats, and how many can be found and contacted, at `now`.
    pub fn reach(&self, now: OffsetDateTime) -> (u64, u64) {
        self.counts.iter().fold((0, 0), |(chat, inbound), count| {
            let access = self.access(count.policy, now);
            let people = |yes: bool| if yes { count.people } else { 0 };
            (chat + people(access.chat), inbound + people(access.inbound))
        })
    }

    /// What it would do to people at `now` if `settings` and `policies` (those that differ) were in force instead.
    ///
    /// Before activation nobody can chat, so the impact is that of the moment of activation: as if the feature were
    /// active on both sides.
    pub fn impact_of(&self, settings: &OrganizationSettings, policies: &[Policy]) -> Impact {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let cohorts: Vec<_> = self
            .counts
            .iter()
            .map(|count| {
                let before = self
                    .policy(count.policy)
                    .map_or(off, |policy| policy.settings.switches());
                let changed = policies.iter().find(|policy| policy.id == count.policy);
                let after = changed.map_or(before, |policy| policy.settings.switches());
                Cohort {
                    people: count.people,
                    source: count.source,
                    before,
                    after,
                    policy: count.policy,
                    change: changed.map_or(PolicyChange::Same, |_| PolicyChange::Edited),
                }
            })
            .collect();
        impact(
            (true, self.settings.switches()),
            (true, settings.switches()),
            &cohorts,
        )
    }

    /// The policies that groups have, as the rules know them.
    pub fn group_assignments(&self) -> Vec<GroupAssignment> {
        self.ranking.iter().map(|row| row.assignment.clone()).collect()
    }

    /// What it would do if one person got another effective policy from another source.
    pub fn impact_on_person(&self, before: (PolicyId, SourceKind), after: (PolicyId, SourceKind)) -> Impact {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let switches = |policy| {
            self.policy(policy)
                .map_or(off, |policy| policy.settings.switches())
        };
        let cohort = Cohort {
            people: 1,
            source: before.1,
            before: switches(before.0),
            after: switches(after.0),
            policy: before.0,
            change: if before.0 == after.0 {
                PolicyChange::Same
            } else {
                PolicyChange::Replaced
            },
        };
        let state = (true, self.settings.switches());
        impact(state, state, &[cohort])
    }

    /// What it would do over everybody if people moved to another effective policy.
    pub fn impact_of_moves(&self, moves: &[Move]) -> Impact {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let switches = |policy| {
            self.policy(policy)
                .map_or(off, |policy| policy.settings.switches())
        };
        let stay = self.counts.iter().map(|count| {
            let from = (count.policy, count.source);
            let leaving: u64 = moves
                .iter()
                .filter(|moved| moved.from == from)
                .map(|moved| moved.people)
                .sum();
            let same = switches(count.policy);
            let people = count.people.saturating_sub(leaving);
            Cohort {
                people,
                source: count.source,
                before: same,
                after: same,
                policy: count.policy,
                change: PolicyChange::Same,
            }
        });
        let go = moves.iter().map(|moved| Cohort {
            people: moved.people,
            source: moved.from.1,
            before: switches(moved.from.0),
            after: switches(moved.to),
            policy: moved.from.0,
            change: if moved.from.0 == moved.to {
                PolicyChange::Same
            } else {
                PolicyChange::Replaced
            },
        });
        let cohorts: Vec<_> = stay.chain(go).collect();
        let state = (true, self.settings.switches());
        impact(state, state, &cohorts)
    }
}

/// People who go from one effective policy to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// How many.
    pub people: u64,
    /// Their effective policy and its source before.
    pub from: (PolicyId, SourceKind),
    /// Their effective policy after.
    pub to: PolicyId,
}
