//! Which servers the people of a directory have identifiers on. Most of those outside are on none of them, and are told
//! apart by this without a look into memory that is far away.

use crate::decision::identifier::Identifier;
use foldhash::fast::FixedState;
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// How many words of bits there are: 8 kB, which stay near the processor.
const WORDS: usize = 1_024;

/// A bit for each server. Two can share one, and what was added stays: whoever is not here has no identifier in the
/// directory, whoever is may have one.
#[derive(Clone, Debug)]
pub(super) struct Servers(Arc<[u64; WORDS]>);

impl Default for Servers {
    fn default() -> Self {
        Self(Arc::new([0; WORDS]))
    }
}

/// How many bytes of a name tell servers apart. More take longer, and tell few more apart.
const TOLD_BY: usize = 16;

/// The word of a server, and its bit there. Numbers and object ids share those of the empty name.
fn place(server: &str) -> (usize, u64) {
    let name = server.as_bytes();
    let hash = FixedState::default().hash_one(name.get(..TOLD_BY).unwrap_or(name));
    let word = usize::try_from((hash >> 6) % WORDS as u64).unwrap_or_default();
    (word, 1 << (hash % 64))
}

impl Servers {
    /// Takes the server of an identifier in.
    pub(super) fn add(&mut self, identifier: &Identifier) {
        let (word, bit) = place(identifier.server());
        let is_new = self.0.get(word).is_some_and(|held| held & bit == 0);
        if is_new && let Some(held) = Arc::make_mut(&mut self.0).get_mut(word) {
            *held |= bit;
        }
    }

    /// Whether somebody may have this identifier.
    pub(super) fn may_have(&self, identifier: &Identifier) -> bool {
        let (word, bit) = place(identifier.server());
        self.0.get(word).is_some_and(|held| held & bit != 0)
    }
}
