//! What identifiers are found by: 96 bits under a secret key.

use super::identifier::IdentifierKind;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher as _;

/// The key of fingerprints. Chosen anew by each process, so nobody outside can look for two texts with the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FingerprintKey(pub [u8; 16]);

/// The fingerprint of an identifier. With 4,000,000 identifiers, the chance that another text has one of theirs is
/// below 2^-74.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The first 64 bits; they also say where it lies.
    pub high: u64,
    /// The other 32.
    pub low: u32,
}

impl FingerprintKey {
    /// The fingerprint of an identifier in its canonical form.
    pub fn of(&self, kind: IdentifierKind, canonical: &[u8]) -> Fingerprint {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        hasher.write_u8(kind as u8);
        hasher.write(canonical);
        let high = hasher.finish();
        hasher.write_u8(0xff);
        let low = (hasher.finish() >> 32) as u32;
        Fingerprint { high, low }
    }
}
