//! A table of fingerprints, in lines as the processor brings them from memory: most searches look at one.

use super::Found;
use crate::decision::fingerprint::Fingerprint;
use std::sync::Arc;

/// How many places a line has.
const LINE: usize = 4;

/// The part of a number that says who it is.
const PERSON: u32 = u32::MAX >> 1;

/// No person: the place is free.
const FREE: u32 = PERSON;

/// Beside the person in the last place of a line: somebody who begins here, or before, lies further on.
const GOES_ON: u32 = !PERSON;

/// Who has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    high: u64,
    low: u32,
    number: u32,
}

const NOBODY: Place = Place {
    high: 0,
    low: 0,
    number: FREE,
};

impl Place {
    /// The place of a person with this fingerprint.
    pub(super) fn new(Fingerprint { high, low }: Fingerprint, person: u32) -> Self {
        let number = person & PERSON;
        Self { high, low, number }
    }

    /// The number of who has it; [`FREE`] when nobody has.
    pub(super) fn person(self) -> u32 {
        self.number & PERSON
    }
}

#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([Place; LINE]);

impl Line {
    /// Takes a place in, or says that there is none.
    fn add(&mut self, place: Place) -> bool {
        if let Some(spot) = self.0.iter_mut().find(|spot| spot.person() == FREE) {
            *spot = place;
            return true;
        }
        let [.., last] = &mut self.0;
        last.number |= GOES_ON;
        false
    }

    fn goes_on(&self) -> bool {
        let [.., last] = &self.0;
        last.number & GOES_ON != 0
    }
}

/// Places by fingerprint. A search begins at one line, and goes on to the next only where somebody found it full. Never
/// changed.
#[derive(Clone, Debug)]
pub(super) struct Places(Arc<[Line]>);

/// The line where a search begins. The upper half of `high` says which table it is.
fn start(high: u64, lines: usize) -> usize {
    let wide = u128::from(high & 0xffff_ffff) * (lines as u128);
    usize::try_from(wide >> 32).unwrap_or_default()
}

impl Places {
    /// A table of these.
    pub(super) fn of(places: &[Place]) -> Self {
        // Three of four places are taken, and one at least is free.
        let count = places.len() / 3 + 1;
        let mut lines = vec![Line([NOBODY; LINE]); count];
        for place in places {
            let (before, after) = lines.split_at_mut(start(place.high, count));
            after.iter_mut().chain(before).any(|line| line.add(*place));
        }
        Self(lines.into())
    }

    /// The places that are taken.
    pub(super) fn taken(&self) -> impl Iterator<Item = Place> {
        let places = self.0.iter().flat_map(|line| &line.0);
        let places = places.map(|place| Place {
            number: place.person(),
            ..*place
        });
        places.filter(|place| place.number != FREE)
    }

    /// Something of the line where the search for `wanted` begins, which so is near afterwards.
    pub(super) fn touch(&self, wanted: Fingerprint) -> u32 {
        let line = self.0.get(start(wanted.high, self.0.len()));
        line.map_or(0, |Line([first, ..])| first.low)
    }

    /// Who has this fingerprint.
    pub(super) fn find(&self, wanted: Fingerprint) -> Found {
        let (before, after) = self.0.split_at(start(wanted.high, self.0.len()));
        let mut found = Found::Nobody;
        for line in after.iter().chain(before) {
            for place in &line.0 {
                let person = place.person();
                if place.high != wanted.high || place.low != wanted.low || person == FREE {
                    continue;
                }
                found = match found {
                    Found::Nobody => Found::One(person),
                    Found::One(known) if known == person => found,
                    Found::One(_) | Found::Several => return Found::Several,
                };
            }
            if !line.goes_on() {
                break;
            }
        }
        found
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.0.len() * size_of::<Line>() + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE, Line, Place, Places};
    use crate::decision::directory::Found;
    use crate::decision::fingerprint::Fingerprint;

    /// All of them begin at the same line.
    fn fingerprint(number: u32) -> Fingerprint {
        let high = (u64::from(number) << 32) | 7;
        Fingerprint { high, low: number }
    }

    fn place(number: u32) -> Place {
        Place::new(fingerprint(number), number)
    }

    #[test]
    fn a_line_is_as_long_as_one_of_the_processor() {
        assert_eq!(size_of::<Line>(), 64);
    }

    #[test]
    fn what_finds_its_line_full_is_found_in_the_next_ones() {
        for count in 0..40 {
            let all: Vec<_> = (0..count).map(place).collect();
            let table = Places::of(&all);
            assert!(table.taken().count() == all.len() && table.0.len() * LINE > all.len());
            for number in 0..count {
                assert_eq!(table.find(fingerprint(number)), Found::One(number));
            }
            assert_eq!(table.find(fingerprint(count)), Found::Nobody);
        }
    }

    #[test]
    fn what_two_have_is_nobodys_also_across_lines() {
        for between in 0..12 {
            let mut all = vec![place(1)];
            all.extend((0..between).map(|more| place(100 + more)));
            all.push(place(1));
            assert_eq!(Places::of(&all).find(fingerprint(1)), Found::One(1));
            all.push(Place::new(fingerprint(1), 2));
            assert_eq!(Places::of(&all).find(fingerprint(1)), Found::Several);
        }
    }
}
