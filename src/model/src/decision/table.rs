//! What settings and policies come to, worked out ahead by asking the one evaluator.

use super::federation::{OrganizationFederation, PolicyFederation, evaluate_federation};
use super::reason::DecisionReason;
use crate::access::{Action, Direction, Initiator, ReasonCode, Situation, Switches, evaluate};
use crate::policy::Policy;
use crate::settings::OrganizationSettings;
use crate::{PolicyId, Revision};
use std::collections::HashMap;
use std::sync::Arc;

/// What counts for those whose policy is not there: everything off. Faults fail closed.
const OFF: Switches = Switches {
    access: false,
    inbound: false,
};

#[derive(Clone, Debug)]
struct Entry {
    id: PolicyId,
    revision: Revision,
    name: Arc<str>,
    /// The answers about personal accounts: before and after activation, outward and inward.
    personal: [[ReasonCode; 2]; 2],
    federation: Arc<PolicyFederation>,
}

/// The policies by number. A number stays with its policy for as long as tables are made from one another.
#[derive(Clone, Debug, Default)]
pub struct PolicyTable {
    entries: Vec<Entry>,
    numbers: Arc<HashMap<PolicyId, u16>>,
    organization: OrganizationFederation,
}

fn answers(organization: Switches, policy: Switches) -> [[ReasonCode; 2]; 2] {
    [false, true].map(|active| {
        [Initiator::Internal, Initiator::External].map(|initiator| {
            let situation = Situation {
                active,
                organization,
                policy,
            };
            evaluate(situation, initiator, Action::StartChat).reason
        })
    })
}

impl PolicyTable {
    /// The table for these settings and policies. Numbers that `before` gave are kept.
    pub fn new(settings: &OrganizationSettings, policies: &[Policy], before: &Self) -> Self {
        let organization = settings.switches();
        let combinations = [false, true].map(|access| {
            [false, true].map(|inbound| {
                let policy = Switches { access, inbound };
                (policy, answers(organization, policy))
            })
        });
        let personal = |switches: Switches| {
            let found = combinations
                .iter()
                .flatten()
                .find(|(policy, _)| *policy == switches);
            found.map_or_else(|| answers(organization, switches), |(_, answers)| *answers)
        };
        let mut numbers = Arc::clone(&before.numbers);
        for policy in policies {
            if !numbers.contains_key(&policy.id)
                && let Ok(number) = u16::try_from(numbers.len())
                && number < u16::MAX
            {
                Arc::make_mut(&mut numbers).insert(policy.id, number);
            }
        }
        let gone = Entry {
            id: PolicyId::GLOBAL,
            revision: Revision::default(),
            name: Arc::from(""),
            personal: personal(OFF),
            federation: Arc::default(),
        };
        let mut entries = vec![gone; numbers.len()];
        for policy in policies {
            let Some(number) = numbers.get(&policy.id) else {
                continue;
            };
            let known = before
                .entries
                .get(usize::from(*number))
                .filter(|entry| entry.revision == policy.revision && entry.id == policy.id);
            let (name, federation) = match known {
                Some(entry) => (Arc::clone(&entry.name), Arc::clone(&entry.federation)),
                None => (
                    Arc::from(policy.name.to_string()),
                    Arc::new(PolicyFederation::from(&policy.settings)),
                ),
            };
            if let Some(entry) = entries.get_mut(usize::from(*number)) {
                *entry = Entry {
                    id: policy.id,
                    revision: policy.revision,
                    name,
                    personal: personal(policy.settings.switches()),
                    federation,
                };
            }
        }
        Self {
            entries,
            numbers,
            organization: OrganizationFederation::from(settings),
        }
    }

    /// The number of a policy; a number that nobody has for one that is not there.
    pub fn number(&self, policy: PolicyId) -> u16 {
        self.numbers.get(&policy).copied().unwrap_or(u16::MAX - 1)
    }

    /// The name of a policy.
    pub fn name(&self, number: u16) -> &str {
        self.entries
            .get(usize::from(number))
            .map_or("", |entry| &entry.name)
    }

    /// The identifier of a policy.
    pub fn id(&self, number: u16) -> Option<PolicyId> {
        self.entries
            .get(usize::from(number))
            .filter(|entry| !entry.name.is_empty())
            .map(|entry| entry.id)
    }

    /// The answer about personal accounts.
    pub fn personal(&self, number: u16, is_active: bool, direction: Direction) -> DecisionReason {
        let reason = match self.entries.get(usize::from(number)) {
            Some(entry) => {
                let [before, after] = entry.personal;
                let [outward, inward] = if is_active { after } else { before };
                match direction {
                    Direction::Outward => outward,
                    Direction::Inward => inward,
                }
            }
            None if is_active => ReasonCode::PolicyChatOff,
            None => ReasonCode::NotActivated,
        };
        DecisionReason::Access(reason)
    }

    /// The answer about a domain of another organization.
    pub fn federation(&self, number: u16, domain: &str) -> DecisionReason {
        match self.entries.get(usize::from(number)) {
            Some(entry) => evaluate_federation(&self.organization, &entry.federation, domain),
            None => DecisionReason::PolicyFederationOff,
        }
    }

    /// Whether the organization's rule, or the policy's own, names a domain.
    pub fn names_domain(&self, number: u16, domain: &str) -> bool {
        let own = self.entries.get(usize::from(number));
        let own = own.and_then(|entry| entry.federation.domains.as_ref());
        self.organization.domains.names(domain) || own.is_some_and(|test| test.names(domain))
    }
}
