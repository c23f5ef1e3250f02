//! A change that is not made.

use super::direct;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Access, Situation, SourceKind, Switches};
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::assignment::Moves;
use std::collections::HashMap;
use std::sync::Arc;

/// A change that is not made, and the state that it would be made in: so every piece of a long list is of one state.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) snapshot: Arc<Snapshot>,
    /// The organization's switches afterwards.
    pub(super) organization: Switches,
    /// The policies that would say something else.
    pub(super) edited: Vec<(PolicyId, Switches)>,
    pub(super) people: Whom,
}

/// Who gets another policy.
#[derive(Clone, Debug)]
pub(super) enum Whom {
    /// Nobody.
    Nobody,
    /// Those whom other assignments give one.
    Moves(Moves),
    /// These, to what is said with each: name, switches and source of the policy.
    Listed(HashMap<PersonId, (String, Switches, SourceKind)>),
}

impl Plan {
    fn new(services: &Services) -> Result<Self, ServiceError> {
        let snapshot = services.snapshot()?;
        Ok(Self {
            organization: snapshot.settings.switches(),
            edited: Vec::new(),
            people: Whom::Nobody,
            snapshot,
        })
    }

    /// Other organization settings.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`].
    pub fn settings(services: &Services, settings: &OrganizationSettings) -> Result<Self, ServiceError> {
        Ok(Self {
            organization: settings.switches(),
            ..Self::new(services)?
        })
    }

    /// A policy that says something else.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`].
    pub fn policy(services: &Services, id: PolicyId, switches: Switches) -> Result<Self, ServiceError> {
        Ok(Self {
            edited: vec![(id, switches)],
            ..Self::new(services)?
        })
    }

    /// Another direct assignment for some people; `None` or Global takes it away.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`].
    pub fn direct(
        services: &Services,
        people: Vec<PersonId>,
        policy: Option<PolicyId>,
    ) -> Result<Self, ServiceError> {
        let plan = Self::new(services)?;
        let policy = policy.filter(|policy| *policy != PolicyId::GLOBAL);
        let moves = direct(&plan.snapshot, people, policy);
        Ok(Self {
            people: Whom::Moves(moves),
            ..plan
        })
    }

    /// Other assignments: of groups, of their members, of a filter's people.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`].
    pub fn moves(services: &Services, moves: Moves) -> Result<Self, ServiceError> {
        Ok(Self {
            people: Whom::Moves(moves),
            ..Self::new(services)?
        })
    }

    /// Other settings, other policies and other assignments of single people at once.
    pub(crate) fn of_import(
        snapshot: Arc<Snapshot>,
        organization: Switches,
        policies: &[Policy],
        people: HashMap<PersonId, (String, Switches, SourceKind)>,
    ) -> Self {
        let edited = policies
            .iter()
            .map(|policy| (policy.id, policy.settings.switches()));
        Self {
            organization,
            edited: edited.collect(),
            people: Whom::Listed(people),
            snapshot,
        }
    }

    /// The state that it would be made in.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub(super) fn name(&self, policy: PolicyId) -> String {
        let found = self.snapshot.policy(policy);
        found.map(|policy| policy.name.to_string()).unwrap_or_default()
    }

    /// The answers of whoever has `policy` now. As impacts are counted: as if the feature were active.
    pub(super) fn access_before(&self, policy: PolicyId) -> Access {
        Access::of(Situation {
            active: true,
            organization: self.snapshot.settings.switches(),
            policy: self.stored(policy),
        })
    }

    /// The answers of whoever has `policy` afterwards.
    pub(super) fn access_after(&self, policy: PolicyId) -> Access {
        let edited = self.edited.iter().find(|(id, _)| *id == policy);
        self.access_with(edited.map_or_else(|| self.stored(policy), |(_, switches)| *switches))
    }

    /// The answers of whoever has a policy that says `switches` afterwards.
    pub(super) fn access_with(&self, switches: Switches) -> Access {
        Access::of(Situation {
            active: true,
            organization: self.organization,
            policy: switches,
        })
    }

    fn stored(&self, policy: PolicyId) -> Switches {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let found = self.snapshot.policy(policy);
        found.map_or(off, |policy| policy.settings.switches())
    }
}
