//! Making up a password for somebody else.

use super::Password;
use crate::random::Random;
use zeroize::Zeroizing;

/// Letters and digits that nobody takes for another when reading them aloud.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 5;

/// A password of 100 random bits, in groups: `k7m2p-…`.
pub fn generate(random: &dyn Random) -> Password {
    let mut bytes = Zeroizing::new([0; GROUPS * GROUP_LENGTH]);
    random.fill(bytes.as_mut());
    // Room for all of it at once, so that no copy stays behind when the text grows.
    let mut text = String::with_capacity(GROUPS * (GROUP_LENGTH + 1));
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % GROUP_LENGTH == 0 {
            text.push('-');
        }
        let letter = ALPHABET.get(usize::from(*byte) % ALPHABET.len());
        text.push(char::from(letter.copied().unwrap_or(b'x')));
    }
    Zeroizing::new(text)
}

#[cfg(test)]
mod tests {
    use super::generate;
    use crate::random::SeededRandom;

    #[test]
    fn a_made_up_password_is_long_and_taken_by_the_rules() {
        let random = SeededRandom::new(1);
        let first = generate(&random);
        assert_eq!(first.len(), 23);
        assert_ne!(first, generate(&random));
        assert_eq!(super::super::check(&first, &["ada@aldergrove.example"]), Ok(()));
    }
}
