//! What identifiers are found by: 96 bits under a secret key.

use super::identifier::IdentifierKind;
use siphasher::sip128::SipHasher13;

/// The key of fingerprints. Chosen anew by each process, so nobody outside can look for two texts with the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FingerprintKey(pub [u8; 16]);

/// The fingerprint of an identifier. With 4,000,000 identifiers, the chance that another text has one of theirs is
/// below 2^-74.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The first 64 bits; they also say where it lies.
    pub high: u64,
    /// The other 32.
    pub low: u32,
}

/// Sets apart the kinds: odd, so that no two of them come to the same.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

impl FingerprintKey {
    /// The fingerprint of an identifier in its canonical form.
    pub fn of(&self, kind: IdentifierKind, canonical: &[u8]) -> Fingerprint {
        let hash = SipHasher13::new_with_key(&self.0).hash(canonical);
        Fingerprint {
            high: hash.h1 ^ (kind as u64).wrapping_mul(APART),
            low: (hash.h2 >> 32) as u32,
        }
    }
}
