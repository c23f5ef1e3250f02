//! Changes of a directory: what they touch is copied, the rest stays shared.

use super::places::{Place, Places};
use super::{Directory, Found, GONE, ROW, object_fingerprint};
use crate::PersonId;
use crate::decision::fingerprint::Fingerprint;
use crate::decision::identifier::{Identifier, IdentifierKind};
use std::sync::Arc;

impl Directory {
    /// Gives a person another policy. Returns whether the person is here.
    pub fn set_policy(&mut self, person: PersonId, policy: u16) -> bool {
        let Found::One(number) = self.find_person(person) else {
            return false;
        };
        let Some(row) = self.policies.get_mut(number as usize / ROW) else {
            return false;
        };
        if let Some(held) = row.get(number as usize % ROW)
            && *held == policy
        {
            return true;
        }
        match Arc::make_mut(row).get_mut(number as usize % ROW) {
            Some(held) => {
                *held = policy;
                true
            }
            None => false,
        }
    }

    /// Adds a person, or replaces policy and identifiers of one who is here.
    pub fn set_person(&mut self, person: PersonId, policy: u16, identifiers: &[Identifier]) {
        let mut wanted = Vec::with_capacity(identifiers.len() + 1);
        for one in identifiers {
            if one.kind() != IdentifierKind::ObjectId {
                self.servers.add(one);
                wanted.push(self.key.of(one.kind(), one.as_str().as_bytes()));
            }
        }
        wanted.sort_unstable_by_key(|one| (one.high, one.low));
        wanted.dedup();
        let own = object_fingerprint(self.key, person);
        wanted.push(own);
        let Found::One(number) = self.find_fingerprint(own) else {
            self.append(person, policy, &wanted);
            return;
        };
        self.set_policy(person, policy);
        if self.has_exactly(number, &wanted) {
            return;
        }
        self.forget(number);
        for one in &wanted {
            self.insert(*one, number);
        }
        self.count(number, wanted.len());
    }

    /// Takes a person out.
    pub fn remove(&mut self, person: PersonId) {
        if let Found::One(number) = self.find_person(person) {
            self.set_policy(person, GONE);
            self.forget(number);
            self.count(number, 0);
        }
    }

    fn has_exactly(&self, number: u32, wanted: &[Fingerprint]) -> bool {
        let row = self.identifiers.get(number as usize / ROW);
        let held = row.and_then(|row| row.get(number as usize % ROW)).copied();
        // More than can be counted may be any number.
        held != Some(u8::MAX)
            && held.map(usize::from) == Some(wanted.len())
            && wanted.iter().all(|one| {
                let table = self.tables.get(self.table_index(one.high));
                table.is_some_and(|table| {
                    let wanted = Place::new(*one, number);
                    table.taken().any(|place| place == wanted)
                })
            })
    }

    fn count(&mut self, number: u32, identifiers: usize) {
        if let Some(row) = Arc::make_mut(&mut self.identifiers).get_mut(number as usize / ROW)
            && let Some(held) = Arc::make_mut(row).get_mut(number as usize % ROW)
        {
            *held = u8::try_from(identifiers).unwrap_or(u8::MAX);
        }
    }

    fn forget(&mut self, number: u32) {
        for table in Arc::make_mut(&mut self.tables) {
            if table.taken().any(|place| place.person() == number) {
                let kept = table.taken().filter(|place| place.person() != number);
                *table = Places::of(&kept.collect::<Vec<_>>());
            }
        }
    }

    fn insert(&mut self, one: Fingerprint, person: u32) {
        let index = self.table_index(one.high);
        if let Some(table) = Arc::make_mut(&mut self.tables).get_mut(index) {
            let mut places: Vec<_> = table.taken().collect();
            places.push(Place::new(one, person));
            *table = Places::of(&places);
        }
    }

    fn append(&mut self, person: PersonId, policy: u16, wanted: &[Fingerprint]) {
        let number = self.length;
        if (number as usize).is_multiple_of(ROW) {
            self.policies.push(Arc::new([GONE; ROW]));
            Arc::make_mut(&mut self.people).push(Arc::new(Vec::new()));
            Arc::make_mut(&mut self.identifiers).push(Arc::new(Vec::new()));
        }
        if let Some(row) = self.policies.last_mut()
            && let Some(held) = Arc::make_mut(row).get_mut(number as usize % ROW)
        {
            *held = policy;
        }
        if let Some(row) = Arc::make_mut(&mut self.people).last_mut() {
            Arc::make_mut(row).push(person);
        }
        if let Some(row) = Arc::make_mut(&mut self.identifiers).last_mut() {
            Arc::make_mut(row).push(u8::try_from(wanted.len()).unwrap_or(u8::MAX));
        }
        for one in wanted {
            self.insert(*one, number);
        }
        self.length += 1;
    }
}
