//! Numbers that look random.

/// Draws numbers: in each run the same for a seed. The generator is that of Knuth's MMIX, of which the upper bits are taken.
#[derive(Clone, Debug)]
pub struct Draw(u64);

impl Draw {
    /// The numbers of this seed.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    ///
    /// # Panics
    /// `end` is zero.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    /// One of `all`.
    ///
    /// # Panics
    /// There are none.
    #[expect(clippy::indexing_slicing, reason = "a number below the length is a place")]
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    #[test]
    fn the_same_seed_draws_the_same_and_each_number_is_drawn() {
        let drawn = |seed| {
            let mut draw = Draw::seeded(seed);
            (0..100).map(|_| draw.below(4)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        for number in 0..4 {
            assert!(drawn(7).contains(&number), "{number}");
        }
        assert!("abc".contains(*Draw::seeded(1).one_of(&['a', 'b', 'c'])));
    }
}
