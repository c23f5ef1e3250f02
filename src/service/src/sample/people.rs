//! People of the sample organization.

use super::names::{DEPARTMENTS, FAMILY, GIVEN, OTHER_SCRIPTS};
use crate::random::Random;
use forecourt_model::access::SourceKind;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::Person;
use std::collections::HashMap;

/// From how many people on names have a third part and come in other scripts too: few names would be had by hundreds.
const LARGE: usize = 10_000;

/// Makes people one after the other. The same randomness makes the same people.
pub(super) struct People<'r> {
    random: &'r dyn Random,
    domain: String,
    large: bool,
    /// How many have had a name before.
    taken: HashMap<String, u32>,
}

impl<'r> People<'r> {
    /// Of `domain`, of whom there will be `count`.
    pub(super) fn new(random: &'r dyn Random, domain: &str, count: usize) -> Self {
        Self {
            random,
            domain: domain.to_owned(),
            large: count >= LARGE,
            taken: HashMap::new(),
        }
    }

    /// The next one, with Global.
    pub(super) fn make(&mut self) -> Person {
        let (display_name, plain) = self.name();
        let number = self.taken.entry(plain.clone()).or_default();
        *number += 1;
        let name = match *number {
            1 => plain,
            number => format!("{plain}{number}"),
        };
        let address = format!("{name}@{}", self.domain);
        let random = self.random;
        Person {
            id: PersonId(identifier(random)),
            display_name,
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

    /// A name as it is shown, and as it stands in addresses.
    fn name(&self) -> (String, String) {
        let random = self.random;
        if self.large && below(random, 100) < 8 {
            let other = OTHER_SCRIPTS.get(below(random, 16) as usize).copied();
            let (given, family, plain) = other.unwrap_or(("Елена", "Иванова", "elena.ivanova"));
            return (format!("{given} {family}"), plain.to_owned());
        }
        let (given, family) = (pick(random, &GIVEN), pick(random, &FAMILY));
        if self.large {
            let third = pick(random, &FAMILY);
            return (
                format!("{} {} {}", given.0, family.0, third.0),
                format!("{}.{}-{}", given.1, family.1, third.1),
            );
        }
        (
            format!("{} {}", given.0, family.0),
            format!("{}.{}", given.1, family.1),
        )
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

/// An identifier.
pub(super) fn identifier(random: &dyn Random) -> uuid::Uuid {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
