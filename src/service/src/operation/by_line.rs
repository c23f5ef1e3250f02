//! Lists whose lines name policies of their own.
//!
//! The lines go into the draft policy by policy, so where each goes has to be known before the first is written: the
//! list is read once to count them.

use super::batches::Named;
use crate::error::ServiceError;
use crate::snapshot::Snapshot;
use forecourt_exchange::people_list::PeopleList;
use forecourt_model::PolicyId;
use forecourt_model::policy::PolicyName;
use forecourt_store::operation::stretch::Stretch;
use std::collections::HashMap;

/// The policies that lines can name.
pub(super) struct Names {
    by_name: HashMap<String, (Option<PolicyId>, String)>,
}

impl Names {
    /// Those of the organization.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let named = |policy: &forecourt_model::policy::Policy| {
            let id = Some(policy.id).filter(|id| *id != PolicyId::GLOBAL);
            (policy.name.folded(), (id, policy.name.to_string()))
        };
        Self {
            by_name: snapshot.policies.iter().map(named).collect(),
        }
    }

    /// The policy that a cell names; blank and Global take the direct assignment away.
    pub(super) fn read(&self, cell: Option<&str>) -> Named {
        let Some(cell) = cell.map(str::trim).filter(|cell| !cell.is_empty()) else {
            return Named::Policy(None);
        };
        let found = PolicyName::parse(cell)
            .ok()
            .and_then(|name| self.by_name.get(&name.folded()));
        found.map_or_else(
            || Named::Unknown(cell.to_owned()),
            |(policy, _)| Named::Policy(*policy),
        )
    }

    fn name(&self, policy: Option<PolicyId>) -> String {
        let found = self.by_name.values().find(|(id, _)| *id == policy);
        match (policy, found) {
            (Some(_), Some((_, name))) => name.clone(),
            _ => String::new(),
        }
    }
}

/// Where the next line of each policy goes.
pub(super) struct Places {
    stretches: Vec<Stretch>,
    of_policy: HashMap<Option<PolicyId>, (usize, i64)>,
}

/// Lines that nobody is worked on for go to those without a policy.
fn key(named: &Named) -> Option<PolicyId> {
    match named {
        Named::Policy(policy) => *policy,
        Named::Nothing | Named::Unknown(_) => None,
    }
}

impl Places {
    /// Reads a list once and makes room for its lines, in the order in which it first names each policy.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for the field `people` when the list cannot be read.
    pub(super) fn for_list(bytes: &[u8], names: &Names) -> Result<Self, ServiceError> {
        let mut order: Vec<Option<PolicyId>> = Vec::new();
        let mut lines: HashMap<Option<PolicyId>, i64> = HashMap::new();
        for entry in PeopleList::new(bytes).map_err(super::stage::unreadable)? {
            let entry = entry.map_err(super::stage::unreadable)?;
            let policy = entry.map_or(None, |line| key(&names.read(line.policy.as_deref())));
            let count = lines.entry(policy).or_insert_with(|| {
                order.push(policy);
                0
            });
            *count += 1;
        }
        let (mut after, mut stretches, mut of_policy) = (0, Vec::new(), HashMap::new());
        for policy in order {
            let last = after + lines.get(&policy).copied().unwrap_or_default();
            of_policy.insert(policy, (stretches.len(), after));
            stretches.push(Stretch {
                range: (after, last),
                policy,
                policy_name: names.name(policy),
                people: 0,
                from: None,
            });
            after = last;
        }
        Ok(Self { stretches, of_policy })
    }

    /// The position of the next line that names this.
    pub(super) fn take(&mut self, named: &Named) -> i64 {
        self.of_policy.get_mut(&key(named)).map_or(0, |(_, position)| {
            *position += 1;
            *position
        })
    }

    /// Counts somebody to work on.
    pub(super) fn count(&mut self, named: &Named) {
        let place = self.of_policy.get(&key(named));
        if let Some(stretch) = place.and_then(|(at, _)| self.stretches.get_mut(*at)) {
            stretch.people += 1;
        }
    }

    /// The policies with their lines and people.
    pub(super) fn into_stretches(self) -> Vec<Stretch> {
        self.stretches
    }
}
