//! Looking a token up in the database, once for all requests that wait for it.

use crate::services::Services;
use crate::session::hash_of;
use forecourt_model::Revision;
use forecourt_store::StoreError;
use forecourt_store::access_token::{self as store, AccessToken};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::time::timeout;

/// From how many tokens on those that nobody waits for are forgotten.
const MANY: usize = 256;

/// How long a request waits for others before it looks by itself.
const PATIENCE: Duration = Duration::from_secs(1);

/// The tokens that requests wait for, by digest.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashMap<Vec<u8>, Weak<Token>>>);

/// A token that requests wait for.
#[derive(Default)]
struct Token {
    /// How many requests have come.
    came: AtomicU64,
    last: tokio::sync::Mutex<Option<Seen>>,
}

/// What the last statement saw.
struct Seen {
    /// How many requests had come when it began: it saw whatever was committed before any of them came.
    came: u64,
    /// The token and the newest change of the organization; nothing when the database failed.
    found: Option<Option<(AccessToken, Revision)>>,
}

impl Waiting {
    fn token(&self, hash: &[u8]) -> Arc<Token> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = tokens.get(hash).and_then(Weak::upgrade) {
            return token;
        }
        if tokens.len() >= MANY {
            tokens.retain(|_, token| token.strong_count() > 0);
        }
        let token = Arc::default();
        tokens.insert(hash.to_vec(), Arc::downgrade(&token));
        token
    }
}

/// The token as the database has it, and the newest change of the organization, as one statement sees them. The
/// statement begins after this was called; requests with the same token that come while one runs share the next.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn look_up(
    services: &Services,
    token: &str,
) -> Result<Option<(AccessToken, Revision)>, StoreError> {
    let hash = hash_of(token);
    let waiting = services.waiting().token(&hash);
    let number = waiting.came.fetch_add(1, Ordering::SeqCst) + 1;
    let Ok(mut last) = timeout(PATIENCE, waiting.last.lock()).await else {
        // One connection that hangs does not keep all requests from the others.
        let mut reader = services.database().read().await?;
        return store::find_by_hash(&mut reader.connection(), services.tenant(), &hash).await;
    };
    if let Some(seen) = last.as_ref().filter(|seen| seen.came >= number) {
        return seen.found.clone().ok_or(StoreError::Silent);
    }
    let mut came = waiting.came.load(Ordering::SeqCst);
    let found = async {
        let mut reader = services.database().read().await?;
        came = waiting.came.load(Ordering::SeqCst);
        store::find_by_hash(&mut reader.connection(), services.tenant(), &hash).await
    }
    .await;
    *last = Some(Seen {
        came,
        found: found.as_ref().ok().cloned(),
    });
    found
}
