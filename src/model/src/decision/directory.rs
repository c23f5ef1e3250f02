//! Everybody of the directory, small enough to be kept in memory: who has which identifier, and which policy.
//!
//! Identifiers lie in small tables by fingerprint, policies in rows of numbers. Both are shared with the directory that
//! this one was made from; what changed is copied. So one change copies some kilobytes, whatever the size.

mod builder;
mod change;

use super::fingerprint::{Fingerprint, FingerprintKey};
use super::identifier::{Identifier, IdentifierKind};
use crate::PersonId;
use std::hint::black_box;
use std::sync::Arc;

pub use builder::DirectoryBuilder;

/// No person, in a place of a table that is free.
const FREE: u32 = u32::MAX;

/// How many people a row has.
const ROW: usize = 4_096;

/// How many identifiers a table has on average.
const TABLE: usize = 2_048;

/// How many identifiers of a person are compared, so that one that is there twice counts once.
const KNOWN: usize = 64;

/// The policy of somebody who is gone.
const GONE: u16 = u16::MAX;

#[derive(Clone, Copy, Debug)]
struct Place {
    high: u64,
    low: u32,
    person: u32,
}

type Table = Arc<[Place]>;

/// Who has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nobody.
    Nobody,
    /// One person, by their number here.
    One(u32),
    /// More than one.
    Several,
}

/// The directory as of one moment. Cloning it copies pointers.
#[derive(Clone)]
pub struct Directory {
    key: FingerprintKey,
    bits: u32,
    tables: Arc<Vec<Table>>,
    people: Arc<Vec<Arc<Vec<PersonId>>>>,
    /// Rows of [`ROW`] places; those after the last person are [`GONE`].
    policies: Vec<Arc<[u16; ROW]>>,
    /// How many identifiers each person has.
    identifiers: Arc<Vec<Arc<Vec<u8>>>>,
    length: u32,
}

fn object_fingerprint(key: FingerprintKey, person: PersonId) -> Fingerprint {
    key.of(IdentifierKind::ObjectId, person.0.as_bytes())
}

fn start(high: u64, capacity: usize) -> usize {
    let wide = u128::from(high & 0xffff_ffff) * (capacity as u128);
    usize::try_from(wide >> 32).unwrap_or_default()
}

fn table_of(places: &[Place]) -> Table {
    let capacity = (places.len() * 4 / 3 + 1).max(4);
    let free = Place {
        high: 0,
        low: 0,
        person: FREE,
    };
    let mut table = vec![free; capacity];
    for place in places {
        let from = start(place.high, capacity);
        let (before, after) = table.split_at_mut(from);
        let spot = after.iter_mut().chain(before).find(|spot| spot.person == FREE);
        if let Some(spot) = spot {
            *spot = *place;
        }
    }
    table.into()
}

impl Directory {
    /// The key of its fingerprints.
    pub fn key(&self) -> FingerprintKey {
        self.key
    }

    /// How many people it has numbers for.
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether it has nobody.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn table_index(&self, high: u64) -> usize {
        usize::try_from(high >> (64 - self.bits)).unwrap_or_default()
    }

    /// Who has this fingerprint.
    pub fn find_fingerprint(&self, wanted: Fingerprint) -> Found {
        let Some(table) = self.tables.get(self.table_index(wanted.high)) else {
            return Found::Nobody;
        };
        let (before, after) = table.split_at(start(wanted.high, table.len()));
        let mut found = Found::Nobody;
        for place in after.iter().chain(before) {
            if place.person == FREE {
                break;
            }
            if place.high == wanted.high && place.low == wanted.low {
                found = match found {
                    Found::Nobody => Found::One(place.person),
                    Found::One(known) if known == place.person => found,
                    Found::One(_) | Found::Several => return Found::Several,
                };
            }
        }
        found
    }

    /// Looks at the places where searches for these begin, without waiting for one before the next. Memory is far
    /// slower than the rest: what is searched for afterwards is near.
    pub(super) fn fetch_places(&self, wanted: &[Fingerprint]) {
        let first = |one: &Fingerprint| {
            let table = self.tables.get(self.table_index(one.high))?;
            table.get(start(one.high, table.len()))
        };
        let seen = wanted
            .iter()
            .filter_map(first)
            .fold(0, |seen, place| seen ^ place.person);
        black_box(seen);
    }

    /// The same for the policies of people.
    pub(super) fn fetch_policies(&self, found: &[Found]) {
        let policy = |one: &Found| match *one {
            Found::One(person) => self.policy(person),
            Found::Nobody | Found::Several => None,
        };
        black_box(
            found
                .iter()
                .filter_map(policy)
                .fold(0, |seen, policy| seen ^ policy),
        );
    }

    /// What an identifier is looked up by. Worked out for several before they are looked up, their places come from
    /// memory at the same time.
    pub(super) fn fingerprint(&self, identifier: &Identifier) -> Fingerprint {
        let kind = identifier.kind();
        if kind == IdentifierKind::ObjectId
            && let Ok(id) = identifier.as_str().parse()
        {
            return object_fingerprint(self.key, id);
        }
        self.key.of(kind, identifier.bytes())
    }

    /// Who has this identifier. An XMPP address that nobody has as one is looked up as an address.
    pub fn find(&self, identifier: &Identifier) -> Found {
        let found = self.find_fingerprint(self.fingerprint(identifier));
        self.else_as_address(found, identifier)
    }

    /// Completes what looking up the fingerprint of an identifier found.
    pub(super) fn else_as_address(&self, found: Found, identifier: &Identifier) -> Found {
        if found == Found::Nobody && identifier.kind() == IdentifierKind::Jid {
            return self.find_fingerprint(self.key.of(IdentifierKind::Address, identifier.bytes()));
        }
        found
    }

    /// The number of a person.
    pub fn find_person(&self, person: PersonId) -> Found {
        self.find_fingerprint(object_fingerprint(self.key, person))
    }

    /// The number of the policy of a person; `None` when they are gone.
    pub fn policy(&self, person: u32) -> Option<u16> {
        let row = self.policies.get(person as usize / ROW)?;
        let policy = row.get(person as usize % ROW).copied()?;
        (policy != GONE).then_some(policy)
    }

    /// The object id of a person.
    pub fn person(&self, person: u32) -> Option<PersonId> {
        let row = self.people.get(person as usize / ROW)?;
        row.get(person as usize % ROW).copied()
    }

    /// How many bytes it takes, without what it shares with others.
    pub fn bytes(&self) -> usize {
        let tables: usize = self
            .tables
            .iter()
            .map(|table| table.len() * size_of::<Place>())
            .sum();
        tables + self.tables.len() * size_of::<Table>() + self.people.len() * ROW * (16 + 2 + 1)
    }
}
