//! Lists of domains that repeat or contradict themselves.

use super::finding::{Finding, FindingKind, See};
use super::fix::{Fix, Place};
use super::repair::Repair;
use super::words;
use crate::snapshot::Snapshot;
use forecourt_model::DomainName;
use forecourt_model::policy::{CommunicationWithExternalOrgs, Policy, PolicyKind};
use forecourt_model::settings::{DomainMode, SettingKey};
use std::collections::HashSet;

/// The domains of a list that do nothing beside the others: those that stand in it again, and with `subdomains` those
/// below another one.
pub(super) fn covered(list: &[DomainName], subdomains: bool) -> Vec<DomainName> {
    let all: HashSet<&str> = list.iter().map(DomainName::as_str).collect();
    let mut seen = HashSet::new();
    list.iter()
        .filter(|domain| {
            let again = !seen.insert(*domain);
            again || (subdomains && parents(domain).any(|parent| all.contains(parent)))
        })
        .cloned()
        .collect()
}

/// Every domain above `domain`: `b.c` and `c` for `a.b.c`.
fn parents(domain: &DomainName) -> impl Iterator<Item = &str> {
    let text = domain.as_str();
    text.match_indices('.')
        .filter_map(move |(at, _)| text.get(at + 1..))
}

/// The domains that stand in both lists.
pub(super) fn in_both(allowed: &[DomainName], blocked: &[DomainName]) -> HashSet<DomainName> {
    let blocked: HashSet<_> = blocked.iter().collect();
    allowed
        .iter()
        .filter(|domain| blocked.contains(domain))
        .cloned()
        .collect()
}

fn same(one: &[DomainName], other: &[DomainName]) -> bool {
    let (one, other): (HashSet<_>, HashSet<_>) = (one.iter().collect(), other.iter().collect());
    !one.is_empty() && one == other
}

/// Whether a policy has a list of its own that says what the organization's says.
fn repeats(snapshot: &Snapshot, policy: &Policy) -> bool {
    use CommunicationWithExternalOrgs as Rule;
    let (settings, rule) = (&policy.settings, &snapshot.settings.domains);
    if !settings.enable_federation_access {
        return false;
    }
    match (settings.communication_with_external_orgs, rule.mode) {
        (Rule::AllowSpecificExternalDomains, DomainMode::AllowSpecific) => {
            same(&settings.allowed_external_domains, &rule.allowed)
        }
        (Rule::BlockSpecificExternalDomains, DomainMode::BlockSpecific) => {
            same(&settings.blocked_external_domains, &rule.blocked)
        }
        _ => false,
    }
}

/// What is to be said about lists of domains.
pub(super) fn find(snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = Vec::new();
    let settings = &snapshot.settings;
    let twice = covered(&settings.domains.blocked, settings.block_all_subdomains);
    if !twice.is_empty() {
        found.push(Finding {
            kind: FindingKind::ShadowedDomain,
            title: format!(
                "{} of the block list {} nothing",
                words::things(twice.len(), "domain", "domains"),
                if twice.len() == 1 { "does" } else { "do" }
            ),
            text: format!(
                "{}: another entry of BlockedDomains covers {} already.",
                words::some(&twice),
                if twice.len() == 1 { "it" } else { "them" }
            ),
            people: None,
            fix: Fix::Edit(Place::Organization, Repair::Tidy(SettingKey::BlockedDomains)),
            see: Some(See::Settings),
        });
    }
    let both = in_both(&settings.domains.allowed, &settings.domains.blocked);
    if !both.is_empty() {
        found.push(contradiction(
            Place::Organization,
            "the organization settings",
            &both,
            See::Settings,
        ));
    }
    for policy in &snapshot.policies {
        if policy.kind == PolicyKind::BuiltIn {
            continue;
        }
        let (of, place) = (&policy.settings, Place::Policy(policy.id));
        let both = in_both(&of.allowed_external_domains, &of.blocked_external_domains);
        if !both.is_empty() {
            let see = See::Policy(policy.name.clone());
            found.push(contradiction(place, policy.name.as_str(), &both, see));
        }
        if repeats(snapshot, policy) {
            found.push(Finding {
                kind: FindingKind::RepeatsOrganization,
                title: format!("{} repeats the organization's domains", policy.name),
                text:
                    "Its own list says the same today, and will not follow when the organization's changes."
                        .to_owned(),
                people: None,
                fix: Fix::Edit(place, Repair::FollowOrganization),
                see: Some(See::Policy(policy.name.clone())),
            });
        }
    }
    found
}

fn contradiction(place: Place, whose: &str, both: &HashSet<DomainName>, see: See) -> Finding {
    let mut domains: Vec<_> = both.iter().cloned().collect();
    domains.sort();
    Finding {
        kind: FindingKind::DomainInBothLists,
        title: format!(
            "{} allowed and blocked in {whose}",
            words::are(domains.len(), "domain", "domains")
        ),
        text: format!("{}. Only the list that is in use counts.", words::some(&domains)),
        people: None,
        fix: Fix::Edit(place, Repair::OneList),
        see: Some(see),
    }
}

#[cfg(test)]
mod tests {
    use super::{covered, in_both};
    use forecourt_model::DomainName;

    fn list(names: &[&str]) -> Vec<DomainName> {
        names
            .iter()
            .map(|name| DomainName::parse(name).unwrap())
            .collect()
    }

    #[test]
    fn a_domain_is_covered_by_one_above_it_or_by_itself() {
        let domains = list(&[
            "b.example",
            "a.b.example",
            "x.a.b.example",
            "ab.example",
            "b.example",
        ]);
        let names: Vec<_> = covered(&domains, true).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a.b.example", "x.a.b.example", "b.example"]);
        let names: Vec<_> = covered(&domains, false).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["b.example"]);
    }

    #[test]
    fn only_the_same_domain_contradicts() {
        let both = in_both(
            &list(&["a.example", "b.example"]),
            &list(&["b.example", "x.a.example"]),
        );
        assert_eq!(both.into_iter().collect::<Vec<_>>(), list(&["b.example"]));
    }
}
