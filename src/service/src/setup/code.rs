//! The one-time code.

use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::setup_code;
use sha2::{Digest, Sha256};

/// Digits and capitals without those that look like others (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 4;

/// Makes a new code of 80 random bits for the page `/setup` and returns it, to be printed; the one before is worth
/// nothing from now on. `None` when the organization is set up already.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn issue_code(services: &Services) -> Result<Option<String>, ServiceError> {
    if services.snapshot_if_set_up().is_some() {
        return Ok(None);
    }
    let mut bytes = [0; GROUPS * GROUP_LENGTH];
    services.random().fill(&mut bytes);
    let letter = |byte: &u8| char::from(*ALPHABET.get(usize::from(byte % 32)).unwrap_or(&b'0'));
    let groups: Vec<String> = bytes
        .chunks(GROUP_LENGTH)
        .map(|group| group.iter().map(letter).collect())
        .collect();
    let code = groups.join("-");
    let mut transaction = services.database().begin().await?;
    let now = services.clock().now();
    setup_code::save(
        &mut transaction.connection(),
        services.tenant(),
        &hash_of(&code),
        now,
    )
    .await?;
    transaction.commit().await?;
    Ok(Some(code))
}

/// What is stored of a code. Case, spaces and dashes do not count, and letters that look like digits are those.
pub(super) fn hash_of(code: &str) -> Vec<u8> {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Sha256::digest(plain.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::hash_of;

    #[test]
    fn a_code_may_be_typed_as_one_likes() {
        assert_eq!(hash_of("7K0M-1ABC"), hash_of(" 7kom labc "));
        assert_ne!(hash_of("7K0M-1ABC"), hash_of("7K0M-1ABD"));
    }
}
