//! Making a directory of everybody at once.

use super::places::{Place, Places};
use super::servers::Servers;
use super::{Directory, GONE, KNOWN, ROW, TABLE, object_fingerprint};
use crate::PersonId;
use crate::decision::fingerprint::{Fingerprint, FingerprintKey};
use crate::decision::identifier::{Identifier, IdentifierKind};
use std::sync::Arc;

/// Builds a directory of many people at once.
pub struct DirectoryBuilder {
    key: FingerprintKey,
    bits: u32,
    tables: Vec<Vec<Place>>,
    people: Vec<Vec<PersonId>>,
    policies: Vec<Arc<[u16; ROW]>>,
    identifiers: Vec<Vec<u8>>,
    servers: Servers,
    length: u32,
}

impl DirectoryBuilder {
    /// For about `expected` people.
    pub fn new(key: FingerprintKey, expected: usize) -> Self {
        let wanted = (expected * 3 / TABLE).next_power_of_two().clamp(16, 1 << 16);
        let bits = wanted.trailing_zeros();
        Self {
            key,
            bits,
            // A few more than there are on average, so that most never have to grow.
            tables: vec![Vec::with_capacity(expected * 3 / wanted * 5 / 4); wanted],
            people: Vec::new(),
            policies: Vec::new(),
            identifiers: Vec::new(),
            servers: Servers::default(),
            length: 0,
        }
    }

    /// Adds a person who was not added before. Returns their number.
    pub fn add(&mut self, person: PersonId, policy: u16, identifiers: &[Identifier]) -> u32 {
        let named = identifiers
            .iter()
            .filter(|one| one.kind() != IdentifierKind::ObjectId);
        let fingerprints: Vec<_> = named.map(|one| self.fingerprint(one)).collect();
        self.add_fingerprints(person, Some(policy), fingerprints)
    }

    /// The fingerprint of an identifier that somebody has.
    pub fn fingerprint(&mut self, identifier: &Identifier) -> Fingerprint {
        self.servers.add(identifier);
        self.key.of(identifier.kind(), identifier.as_str().as_bytes())
    }

    /// Adds a person by what [`Self::fingerprint`] gave for their identifiers; one without a policy is nobody until
    /// they are given one.
    pub fn add_fingerprints(
        &mut self,
        person: PersonId,
        policy: Option<u16>,
        fingerprints: impl IntoIterator<Item = Fingerprint>,
    ) -> u32 {
        let number = self.length;
        if (number as usize).is_multiple_of(ROW) {
            self.people.push(Vec::with_capacity(ROW));
            self.policies.push(Arc::new([GONE; ROW]));
            self.identifiers.push(Vec::with_capacity(ROW));
        }
        if let Some(row) = self.people.last_mut() {
            row.push(person);
        }
        if let Some(policy) = policy
            && let Some(row) = self.policies.last_mut()
            && let Some(held) = Arc::make_mut(row).get_mut(number as usize % ROW)
        {
            *held = policy;
        }
        let own = object_fingerprint(self.key, person);
        self.place(own, number);
        let mut held: u8 = 1;
        let mut before = [own; KNOWN];
        for one in fingerprints {
            if before.contains(&one) {
                continue;
            }
            if let Some(place) = before.get_mut(usize::from(held)) {
                *place = one;
            }
            self.place(one, number);
            held = held.saturating_add(1);
        }
        if let Some(row) = self.identifiers.last_mut() {
            row.push(held);
        }
        self.length += 1;
        number
    }

    fn place(&mut self, fingerprint: Fingerprint, person: u32) {
        let index = usize::try_from(fingerprint.high >> (64 - self.bits)).unwrap_or_default();
        if let Some(table) = self.tables.get_mut(index) {
            table.push(Place::new(fingerprint, person));
        }
    }

    /// The directory.
    pub fn build(self) -> Directory {
        let tables = self
            .tables
            .into_iter()
            .map(|places| Places::of(&places))
            .collect();
        let rows = |rows: Vec<Vec<PersonId>>| Arc::new(rows.into_iter().map(Arc::new).collect());
        Directory {
            key: self.key,
            bits: self.bits,
            tables: Arc::new(tables),
            people: rows(self.people),
            policies: self.policies,
            identifiers: Arc::new(self.identifiers.into_iter().map(Arc::new).collect()),
            servers: self.servers,
            length: self.length,
        }
    }
}
