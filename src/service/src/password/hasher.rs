//! Hashing passwords, away from the threads that answer requests and never too many at once.

use super::Password;
use crate::error::ServiceError;
use crate::random::Random;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, OWASP's first choice for argon2id with the two below: 19 MiB, 2 rounds, 1 lane.
const MEMORY: u32 = 19_456;
const ROUNDS: u32 = 2;
const LANES: u32 = 1;

/// How many may wait for each one that is being hashed before further ones are sent away.
const WAITING_PER_PERMIT: usize = 16;

/// A hash that no password has, at the parameters above: what is compared for an account that does not exist, so that
/// the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How a password compares to a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is the password.
    Right,
    /// It is the password, but the hash is cheaper than today's: store a new one.
    RightButWeak,
    /// It is not.
    Wrong,
}

/// Hashes and compares. Cheap to clone; clones share the places.
#[derive(Clone, Debug)]
pub struct PasswordHasher {
    working: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for PasswordHasher {
    fn default() -> Self {
        let permits = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_places(permits, permits * (1 + WAITING_PER_PERMIT))
    }
}

impl PasswordHasher {
    /// A hasher that works on `working` passwords at once and lets `places` in altogether.
    pub fn with_places(working: usize, places: usize) -> Self {
        Self {
            working: Arc::new(Semaphore::new(working)),
            places: Arc::new(Semaphore::new(places)),
        }
    }

    /// The hash of `password` in PHC form, with a salt of 128 random bits.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many wait already.
    pub async fn hash(&self, password: &Password, random: &dyn Random) -> Result<String, ServiceError> {
        let mut salt = [0; 16];
        random.fill(&mut salt);
        let password = password.clone();
        let hashed = self.run(move || {
            let salt = SaltString::encode_b64(&salt).ok()?;
            let hash = argon2()?.hash_password(password.as_bytes(), &salt).ok()?;
            Some(hash.to_string())
        });
        hashed.await?.ok_or(ServiceError::Busy)
    }

    /// Compares `password` to `hash`. Without a hash it takes as long and is wrong.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many wait already.
    pub async fn verify(&self, password: &Password, hash: Option<&str>) -> Result<Verified, ServiceError> {
        let (password, hash) = (password.clone(), hash.unwrap_or(NOBODY).to_owned());
        self.run(move || compare(&password, &hash)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ServiceError> {
        let _place = self.places.try_acquire().map_err(|_| ServiceError::Busy)?;
        let permit = self.working.clone().acquire_owned().await;
        let permit = permit.map_err(|_| ServiceError::Busy)?;
        // The permit goes along: work whose request has gone away still counts until it is done.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(|_| ServiceError::Busy)
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY, ROUNDS, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn compare(password: &str, hash: &str) -> Verified {
    let (Ok(stored), Some(argon2)) = (PasswordHash::new(hash), argon2()) else {
        return Verified::Wrong;
    };
    if argon2.verify_password(password.as_bytes(), &stored).is_err() {
        return Verified::Wrong;
    }
    let weak = Params::try_from(&stored).map_or(true, |params| {
        params.m_cost() < MEMORY || params.t_cost() < ROUNDS || stored.algorithm.as_str() != "argon2id"
    });
    if weak {
        Verified::RightButWeak
    } else {
        Verified::Right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use zeroize::Zeroizing;

    fn password(text: &str) -> Password {
        Zeroizing::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let (hasher, random) = (PasswordHasher::default(), SeededRandom::new(1));
        let right = password("winter bicycle lantern");
        let hash = hasher.hash(&right, &random).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash(&right, &random).await.unwrap());
        assert_eq!(hasher.verify(&right, Some(&hash)).await.unwrap(), Verified::Right);
        let wrong = password("winter bicycle lanterns");
        assert_eq!(hasher.verify(&wrong, Some(&hash)).await.unwrap(), Verified::Wrong);
        assert_eq!(hasher.verify(&right, None).await.unwrap(), Verified::Wrong);
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much() {
        let stored = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&stored).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (MEMORY, ROUNDS, LANES)
        );
        assert_eq!(stored.hash.unwrap().len(), 32);
    }

    #[tokio::test]
    async fn a_cheaper_hash_is_told() {
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let params = Params::new(8, 1, 1, None).unwrap();
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash = cheap.hash_password(b"winter bicycle", &salt).unwrap().to_string();
        let verified = PasswordHasher::default()
            .verify(&password("winter bicycle"), Some(&hash))
            .await;
        assert_eq!(verified.unwrap(), Verified::RightButWeak);
    }

    #[tokio::test]
    async fn who_finds_no_place_is_sent_away() {
        let hasher = PasswordHasher::with_places(1, 0);
        let refused = hasher.verify(&password("winter bicycle"), None).await;
        assert!(matches!(refused, Err(ServiceError::Busy)), "{refused:?}");
    }
}
