//! The directory beside a list of everybody that is searched from end to end.

use forecourt_model::PersonId;
use forecourt_model::decision::{
    Directory, DirectoryBuilder, FingerprintKey, Found, Identifier, IdentifierKind,
};
use uuid::Uuid;

/// Who has what, the plain way.
#[derive(Default)]
struct Everybody(Vec<(PersonId, u16, Vec<Identifier>)>);

impl Everybody {
    fn set(&mut self, person: PersonId, policy: u16, identifiers: &[Identifier]) {
        self.remove(person);
        self.0.push((person, policy, identifiers.to_vec()));
    }

    fn remove(&mut self, person: PersonId) {
        self.0.retain(|(other, ..)| *other != person);
    }

    fn holders(&self, wanted: &Identifier) -> Vec<(PersonId, u16)> {
        let held = self.0.iter().filter(|(person, _, identifiers)| {
            identifiers.contains(wanted)
                || (wanted.kind() == IdentifierKind::ObjectId && wanted.as_str() == person.0.to_string())
        });
        held.map(|(person, policy, _)| (*person, *policy)).collect()
    }

    /// Whoever has it; for an XMPP address that nobody has, whoever has it as an address.
    fn find(&self, wanted: &Identifier) -> Vec<(PersonId, u16)> {
        let holders = self.holders(wanted);
        if holders.is_empty() && wanted.kind() == IdentifierKind::Jid {
            return self.holders(&read(IdentifierKind::Address, wanted.as_str()));
        }
        holders
    }
}

fn read(kind: IdentifierKind, text: &str) -> Identifier {
    Identifier::parse(Some(kind), text).unwrap()
}

fn person(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(500 + number as u128))
}

/// Names on servers that begin alike, on one with a port, numbers, and object ids.
fn identifiers() -> Vec<Identifier> {
    use IdentifierKind as Kind;
    let mut all = Vec::new();
    for server in [
        "home.example",
        "a-rather-long-name.example",
        "a-rather-long-name.test",
        "x",
    ] {
        for name in ["ada", "bo"] {
            all.push(read(Kind::Address, &format!("{name}@{server}")));
            all.push(read(Kind::Jid, &format!("{name}@{server}")));
            all.push(read(Kind::Matrix, &format!("@{name}:{server}")));
            all.push(read(Kind::Matrix, &format!("@{name}:{server}:8448")));
        }
    }
    all.extend(["+4722334455", "+4722334456"].map(|number| read(Kind::Phone, number)));
    all.extend((0..12).map(|number| read(Kind::ObjectId, &person(number).0.to_string())));
    all
}

fn agree(directory: &Directory, everybody: &Everybody, all: &[Identifier], step: usize) {
    for wanted in all {
        let found = match directory.find(wanted) {
            Found::Nobody => Vec::new(),
            Found::One(number) => {
                let policy = directory.policy(number).unwrap();
                vec![(directory.person(number).unwrap(), policy)]
            }
            Found::Several => {
                assert!(everybody.find(wanted).len() > 1, "step {step}: {wanted:?}");
                continue;
            }
        };
        assert_eq!(found, everybody.find(wanted), "step {step}: {wanted:?}");
    }
}

#[test]
fn whatever_changes_the_same_people_are_found() {
    let all = identifiers();
    let mut state: u64 = 7;
    let mut random = |end: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for round in 0..40 {
        let mut builder = DirectoryBuilder::new(FingerprintKey([round; 16]), 4);
        let mut everybody = Everybody::default();
        let some = |random: &mut dyn FnMut(usize) -> usize| {
            let mut held = Vec::new();
            for _ in 0..random(4) {
                held.push(all.get(random(all.len() - 12)).unwrap().clone());
            }
            held
        };
        for number in 0..random(6) {
            let held = some(&mut random);
            builder.add(person(number), 1, &held);
            everybody.set(person(number), 1, &held);
        }
        let mut directory = builder.build();
        agree(&directory, &everybody, &all, 0);
        for step in 1..30 {
            let who = person(random(12));
            if random(4) == 0 {
                directory.remove(who);
                everybody.remove(who);
            } else {
                let policy = u16::try_from(random(9)).unwrap();
                let held = some(&mut random);
                directory.set_person(who, policy, &held);
                everybody.set(who, policy, &held);
            }
            agree(&directory, &everybody, &all, step);
        }
    }
}
