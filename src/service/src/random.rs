//! Randomness, passed in.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::cell::RefCell;
use std::sync::Mutex;
use time::OffsetDateTime;
use uuid::Uuid;

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);

    /// An identifier that sorts by `now` and is random otherwise (RFC 9562, version 7).
    fn identifier(&self, now: OffsetDateTime) -> Uuid {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        identifier_of(now, &bytes)
    }
}

fn identifier_of(now: OffsetDateTime, bytes: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, bytes).into_uuid()
}

/// The operating system's randomness, for everything that must not be guessed.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }

    fn identifier(&self, now: OffsetDateTime) -> Uuid {
        let mut bytes = [0; 10];
        IDENTIFIERS.with_borrow_mut(|source| source.fill_bytes(&mut bytes));
        identifier_of(now, &bytes)
    }
}

thread_local! {
    /// Begun with the operating system's randomness and no easier to guess: asking it for each identifier would take
    /// longer than many an answer.
    static IDENTIFIERS: RefCell<ChaCha20Rng> = RefCell::new({
        let mut seed = [0; 32];
        SystemRandom.fill(&mut seed);
        ChaCha20Rng::from_seed(seed)
    });
}

/// Randomness that repeats, for tests and for the sample organization.
#[derive(Debug)]
pub struct SeededRandom(Mutex<ChaCha20Rng>);

impl SeededRandom {
    /// Randomness that follows from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if let Ok(mut source) = self.0.lock() {
            source.fill_bytes(bytes);
        }
    }
}
