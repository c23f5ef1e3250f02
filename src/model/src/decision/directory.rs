//! Everybody of the directory, small enough to be kept in memory: who has which identifier, and which policy.
//!
//! Identifiers lie in small tables by fingerprint, policies in rows of numbers. Both are shared with the directory that
//! this one was made from; what changed is copied. So one change copies some kilobytes, whatever the size.

mod builder;
mod change;
mod places;
mod servers;

use super::fingerprint::{Fingerprint, FingerprintKey};
use super::identifier::{Identifier, IdentifierKind};
use crate::PersonId;
use std::hint::black_box;
use std::sync::Arc;

pub use builder::DirectoryBuilder;
use places::Places;
use servers::Servers;

/// How many people a row has.
const ROW: usize = 4_096;

/// How many identifiers a table has on average.
const TABLE: usize = 2_048;

/// How many identifiers of a person are compared, so that one that is there twice counts once.
const KNOWN: usize = 64;

/// The policy of somebody who is gone.
const GONE: u16 = u16::MAX;

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
    tables: Arc<Vec<Places>>,
    people: Arc<Vec<Arc<Vec<PersonId>>>>,
    /// Rows of [`ROW`] places; those after the last person are [`GONE`].
    policies: Vec<Arc<[u16; ROW]>>,
    /// How many identifiers each person has.
    identifiers: Arc<Vec<Arc<Vec<u8>>>>,
    servers: Servers,
    length: u32,
}

fn object_fingerprint(key: FingerprintKey, person: PersonId) -> Fingerprint {
    key.of(IdentifierKind::ObjectId, person.0.as_bytes())
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
        table.find(wanted)
    }

    /// Looks at the places where searches for these begin, without waiting for one before the next. Memory is far
    /// slower than the rest: what is searched for afterwards is near.
    pub(super) fn fetch_places(&self, wanted: &[Option<Fingerprint>]) {
        let seen = wanted
            .iter()
            .flatten()
            .filter_map(|one| Some(self.tables.get(self.table_index(one.high))?.touch(*one)))
            .fold(0, |seen, one| seen ^ one);
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

    /// What an identifier is looked up by; `None` when nobody has one on its server. Worked out for several before they
    /// are looked up, their places come from memory at the same time.
    pub(super) fn fingerprint(&self, identifier: &Identifier) -> Option<Fingerprint> {
        let kind = identifier.kind();
        if kind == IdentifierKind::ObjectId
            && let Ok(id) = identifier.as_str().parse()
        {
            return Some(object_fingerprint(self.key, id));
        }
        let may_have = self.servers.may_have(identifier);
        may_have.then(|| self.key.of(kind, identifier.as_str().as_bytes()))
    }

    /// Who has this identifier. An XMPP address that nobody has as one is looked up as an address.
    pub fn find(&self, identifier: &Identifier) -> Found {
        self.find_as(self.fingerprint(identifier), identifier)
    }

    /// The same by what [`Self::fingerprint`] gave for it.
    pub(super) fn find_as(&self, fingerprint: Option<Fingerprint>, identifier: &Identifier) -> Found {
        let Some(fingerprint) = fingerprint else {
            return Found::Nobody;
        };
        match self.find_fingerprint(fingerprint) {
            Found::Nobody if identifier.kind() == IdentifierKind::Jid => self.find_fingerprint(
                self.key
                    .of(IdentifierKind::Address, identifier.as_str().as_bytes()),
            ),
            found => found,
        }
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
        let tables: usize = self.tables.iter().map(Places::bytes).sum();
        tables + self.people.len() * ROW * (16 + 2 + 1)
    }
}
