//! Every policy, for the list.

use super::Holders;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::access::{Access, Switches};
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::policy::{Policy, PolicyKind};

/// What a list of policies is sorted by. Global comes first in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicySort {
    /// The name.
    #[default]
    Name,
    /// How many people have it.
    People,
}

impl PolicySort {
    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::People => "people",
        }
    }

    /// The order with this name; by name for any other text.
    pub fn from_code(code: &str) -> Self {
        if code == Self::People.code() {
            Self::People
        } else {
            Self::Name
        }
    }
}

/// Which policies are listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Words in the name or the description; everything when blank.
    pub text: String,
    /// What it is sorted by.
    pub sort: PolicySort,
    /// Largest first.
    pub descending: bool,
}

/// One policy of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicySummary {
    /// The policy as stored.
    pub policy: Policy,
    /// How many people have it.
    pub holders: Holders,
    /// The two answers for them now.
    pub access: Access,
}

/// The list and what is said above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyList {
    /// The policies that were asked for, in their order.
    pub policies: Vec<PolicySummary>,
    /// The newest change that the list knows of.
    pub as_of: Revision,
    /// How many policies came with the product, Global among them.
    pub default_policies: usize,
    /// How many were made here.
    pub custom_policies: usize,
    /// Everybody in the directory.
    pub people: u64,
    /// How many of them are on Global.
    pub people_on_global: u64,
    /// The organization's switches, which come first.
    pub organization: Switches,
    /// Whether chat with personal accounts is active in the organization yet.
    pub active: bool,
}

/// Every policy that `query` asks for.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`].
pub fn list(services: &Services, context: &OpContext, query: &ListQuery) -> Result<PolicyList, ServiceError> {
    context.require(Permission::ReadPolicies)?;
    let snapshot = services.snapshot()?;
    let wanted = fold(&query.text);
    let matches = |policy: &&Policy| {
        wanted.is_empty()
            || fold(&policy.display_name()).contains(&wanted)
            || fold(&policy.settings.description).contains(&wanted)
    };
    let mut policies: Vec<_> = snapshot
        .policies
        .iter()
        .filter(matches)
        .map(|policy| PolicySummary {
            policy: policy.clone(),
            holders: Holders::of(&snapshot, policy.id),
            access: snapshot.access(policy.id, context.now),
        })
        .collect();
    policies.sort_by(|a, b| {
        let by_name = || a.policy.name.folded().cmp(&b.policy.name.folded());
        let order = match query.sort {
            PolicySort::Name => by_name(),
            PolicySort::People => a.holders.people.cmp(&b.holders.people).then_with(by_name),
        };
        let order = if query.descending { order.reverse() } else { order };
        let after_global = |summary: &PolicySummary| summary.policy.kind != PolicyKind::Global;
        after_global(a).cmp(&after_global(b)).then(order)
    });
    let custom = |policy: &&Policy| policy.kind == PolicyKind::Custom;
    let custom_policies = snapshot.policies.iter().filter(custom).count();
    Ok(PolicyList {
        policies,
        as_of: snapshot.revision(),
        default_policies: snapshot.policies.len() - custom_policies,
        custom_policies,
        people: snapshot.people(),
        people_on_global: snapshot.people_with(forecourt_model::PolicyId::GLOBAL, None),
        organization: snapshot.settings.switches(),
        active: snapshot.is_active(context.now),
    })
}
