//! Sessions: who is signed in, from where, and until when.
//!
//! A session is a random token in a cookie; the database holds only its hash, so that a copy of the database lets
//! nobody in. Every server of an organization reads the same rows: what ends on one has ended on all.

mod begin;
mod drafts;
mod end;
mod resolve;

pub(crate) use begin::begin;
pub use begin::{Begun, Browser};
pub use drafts::{keep_draft, take_draft};
pub use end::{end, end_by_hash, end_others};
pub use forecourt_store::session::Session;
pub use resolve::{SignedIn, count_open, list, resolve, role_now};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use time::Duration;

/// How long a session lasts without being used.
pub const IDLE: Duration = Duration::minutes(30);

/// How long a session lasts at most.
pub const ABSOLUTE: Duration = Duration::hours(12);

/// How far behind the note of the last use may be: it is not written for every page.
const SEEN_STEP: Duration = Duration::minutes(1);

/// How long a form is kept for its author.
const DRAFT_LIFE: Duration = Duration::hours(2);

/// What is stored of a token.
pub(crate) fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A token that cannot be guessed: 256 random bits.
pub(crate) fn new_token(random: &dyn crate::Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
