//! Which chat server asks. Known callers are kept in memory, so that decisions need no database.

use crate::access_token;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::session::hash_of;
use arc_swap::ArcSwap;
use forecourt_model::Revision;
use forecourt_model::scope::Scope;
use forecourt_store::access_token as store;
use std::collections::HashMap;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

pub use crate::access_token::Refused;

/// How long a caller counts as known while nothing changes. Each change of the organization ends it at once.
const KNOWN: Duration = Duration::minutes(1);

/// The most callers that are remembered.
const MAXIMUM_CALLERS: usize = 1_000;

/// A chat server that may ask.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The name of its access token.
    pub name: Arc<str>,
    /// The circumstances: the owner of the token, as far as its scopes go.
    pub context: OpContext,
    expires_at: OffsetDateTime,
    checked_at: OffsetDateTime,
    revision: Revision,
}

impl Caller {
    /// Whether it may ask without being looked up.
    fn counts(&self, revision: Revision, now: OffsetDateTime) -> bool {
        self.revision == revision
            && now < self.checked_at + KNOWN
            && now >= self.checked_at
            && now < self.expires_at
    }
}

/// The callers that are known.
#[derive(Default)]
pub(super) struct Callers(ArcSwap<HashMap<[u8; 32], Arc<Caller>>>);

/// The chat server that `token` stands for. Revoking it, or changing its owner, counts from the next question on.
/// While the database does not answer, whoever was known stays known until the token expires.
///
/// # Errors
/// [`Refused`]; a token without the scope `decisions` is [`ServiceError::MissingScope`].
pub async fn authenticate_caller(services: &Services, token: &str) -> Result<Arc<Caller>, Refused> {
    let callers = &services.decisions().callers.0;
    let hash = hash_of(token);
    let now = services.clock().now();
    let revision = services.snapshot().map_err(Refused::Service)?.revision();
    let mut known = callers.load().get(&hash).cloned();
    if let Some(known) = known.take_if(|known| known.counts(revision, now)) {
        return Ok(known);
    }
    // On the heap: it is seldom needed, and would be moved with every question.
    match Box::pin(look_up(services, token, &hash, now, revision)).await {
        Ok(caller) => {
            let caller = Arc::new(caller);
            callers.rcu(|held| {
                let mut map = HashMap::clone(held);
                if map.len() >= MAXIMUM_CALLERS {
                    map.clear();
                }
                map.insert(hash, Arc::clone(&caller));
                map
            });
            Ok(caller)
        }
        Err(Refused::Service(ServiceError::Store(error))) => match known {
            Some(known) if now < known.expires_at => Ok(known),
            _ => Err(Refused::Service(ServiceError::Store(error))),
        },
        Err(refused) => {
            if known.is_some() {
                callers.rcu(|held| {
                    let mut map = HashMap::clone(held);
                    map.remove(&hash);
                    map
                });
            }
            Err(refused)
        }
    }
}

async fn look_up(
    services: &Services,
    token: &str,
    hash: &[u8],
    now: OffsetDateTime,
    revision: Revision,
) -> Result<Caller, Refused> {
    let authenticated = access_token::authenticate(services, token, "decision".to_owned()).await?;
    let context = authenticated.context;
    context
        .require_scope(Scope::Decisions)
        .map_err(Refused::Service)?;
    let mut reader = services.database().read().await?;
    let found = store::find_by_hash(&mut reader.connection(), services.tenant(), hash).await?;
    let (found, _) = found.ok_or(Refused::Unknown)?;
    Ok(Caller {
        name: found.name.as_str().into(),
        context,
        expires_at: found.expires_at,
        checked_at: now,
        revision,
    })
}
