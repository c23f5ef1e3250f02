//! Policies of the sample organization, and who holds them directly.

use super::Size;
use super::people::{below, identifier};
use crate::error::ServiceError;
use crate::random::Random;
use forecourt_model::policy::{BuiltIn, Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::{PolicyId, Revision};

/// A sample policy: name, description, the two consumer switches, and the departments of which people hold it
/// directly, with how many of a hundred.
type SamplePolicy = (
    &'static str,
    &'static str,
    (bool, bool),
    &'static [(&'static str, u32)],
);

const POLICIES: [SamplePolicy; 3] = [
    (
        "Sales outbound only",
        "Account managers write to customers first; nobody outside finds them.",
        (true, false),
        &[("Sales", 40), ("Marketing", 15)],
    ),
    (
        "No personal accounts",
        "People who handle payments and contracts.",
        (false, true),
        &[("Finance", 80), ("Legal", 60), ("Human resources", 20)],
    ),
    (
        "Customer service",
        "Customers may begin at any time.",
        (true, true),
        &[("Customer service", 70)],
    ),
];

/// The policies of a sample: those with a story, and as many without one as the size asks for.
///
/// # Errors
/// [`ServiceError::Invalid`] when a name cannot be taken, which the names here can.
pub(super) fn sample_policies(
    random: &dyn Random,
    size: Size,
    revision: Revision,
) -> Result<Vec<Policy>, ServiceError> {
    let named = POLICIES
        .iter()
        .map(|(name, description, switches, _)| ((*name).to_owned(), (*description).to_owned(), *switches));
    let numbered = (POLICIES.len()..size.policies).map(|number| {
        let switches = (number % 5 != 0, number % 3 != 0);
        (format!("Policy {:02}", number + 1), String::new(), switches)
    });
    let policy = |(name, description, (access, inbound)): (String, String, (bool, bool))| {
        let name = PolicyName::parse(&name)
            .map_err(|error| ServiceError::field("name", error.code(), error.to_string()))?;
        Ok(Policy {
            id: PolicyId(identifier(random)),
            name,
            kind: PolicyKind::Custom,
            settings: PolicySettings {
                description,
                enable_teams_consumer_access: access,
                enable_teams_consumer_inbound: inbound,
                ..PolicySettings::default()
            },
            revision,
        })
    };
    named.chain(numbered).map(policy).collect()
}

/// The direct assignment of somebody in `department`, if they get one. A few hold the built-in policy that used to be
/// assigned to everybody; in a large sample a few more hold one of the numbered policies.
pub(super) fn direct_for(random: &dyn Random, policies: &[Policy], department: &str) -> Option<PolicyId> {
    let chance = below(random, 100);
    for ((_, _, _, departments), policy) in POLICIES.iter().zip(policies) {
        if departments
            .iter()
            .any(|(name, share)| *name == department && chance < *share)
        {
            return Some(policy.id);
        }
    }
    let numbered = policies.get(POLICIES.len()..).unwrap_or_default();
    if !numbered.is_empty() && below(random, 100) < 6 {
        let at = below(random, u32::try_from(numbered.len()).unwrap_or(1)) as usize;
        return numbered.get(at).map(|policy| policy.id);
    }
    (below(random, 100) < 2).then(|| BuiltIn::FederationAndPICDefault.id())
}
