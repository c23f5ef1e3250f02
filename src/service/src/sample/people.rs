//! People of the sample organization.

use super::names::{DEPARTMENTS, FAMILY, GIVEN};
use crate::random::Random;
use forecourt_model::access::SourceKind;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::Person;
use std::collections::HashSet;

/// `count` people of `domain`. The same randomness gives the same people.
pub fn sample_people(random: &dyn Random, domain: &str, count: usize) -> Vec<Person> {
    let mut taken = HashSet::with_capacity(count);
    (0..count).map(|_| person(random, domain, &mut taken)).collect()
}

fn person(random: &dyn Random, domain: &str, taken: &mut HashSet<String>) -> Person {
    let (given, family) = (pick(random, &GIVEN), pick(random, &FAMILY));
    let plain = format!("{}.{}", given.1, family.1);
    let mut name = plain.clone();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{plain}{number}");
    }
    let address = format!("{name}@{domain}");
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    Person {
        id: PersonId(uuid::Builder::from_random_bytes(bytes).into_uuid()),
        display_name: format!("{} {}", given.0, family.0),
        sip_address: Some(address.clone()),
        mail: Some(address.clone()),
        user_principal_name: address,
        department: Some(department(random).to_owned()),
        account_enabled: below(random, 100) >= 3,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision::default(),
    }
}

/// A number from 0 to `limit` - 1.
pub(super) fn below(random: &dyn Random, limit: u32) -> u32 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    u32::from_le_bytes(bytes) % limit.max(1)
}

fn pick(random: &dyn Random, list: &'static [(&str, &str); 48]) -> (&'static str, &'static str) {
    list.get(below(random, 48) as usize)
        .copied()
        .unwrap_or(("Maya", "maya"))
}

fn department(random: &dyn Random) -> &'static str {
    let mut at = below(random, DEPARTMENTS.iter().map(|(_, share)| share).sum());
    for (name, share) in DEPARTMENTS {
        if at < share {
            return name;
        }
        at -= share;
    }
    "Operations"
}

/// An identifier for a sample policy.
pub(super) fn policy_id(random: &dyn Random) -> PolicyId {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    PolicyId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
