//! Who an access token stands for.

use super::{PREFIX, State};
use crate::context::{Actor, OpContext};
use crate::error::ServiceError;
use crate::services::Services;
use crate::session::hash_of;
use forecourt_model::Revision;
use forecourt_store::access_token as store;
use time::Duration;

/// How far behind the note of the last use may be: it is not written for every request.
const USED_STEP: Duration = Duration::minutes(1);

/// Why a token lets nobody in.
#[derive(Debug)]
pub enum Refused {
    /// There is no such token.
    Unknown,
    /// It does not count any more, or not now.
    Ended(State),
    /// It could not be looked up: access fails closed.
    Service(ServiceError),
}

/// Who was let in, and when that was.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The circumstances of the request.
    pub context: OpContext,
    /// The newest change of the organization, as the statement found it that looked at the token: whatever was
    /// committed before the request came is part of it, whoever did it.
    pub revision: Revision,
}

impl From<forecourt_store::StoreError> for Refused {
    fn from(error: forecourt_store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// The circumstances of a request that carries `token`: its owner, with the role that they have at this moment, as far
/// as the token's scopes pass that on. Read anew for every request, so what is revoked is refused at the next one.
/// Notes the use, at most once a minute.
///
/// # Errors
/// [`Refused`].
pub async fn authenticate(
    services: &Services,
    token: &str,
    request_id: String,
) -> Result<Authenticated, Refused> {
    if !token.starts_with(PREFIX) {
        return Err(Refused::Unknown);
    }
    let (now, tenant) = (services.clock().now(), services.tenant());
    let mut reader = services.database().read().await?;
    let found = store::find_by_hash(&mut reader.connection(), tenant, &hash_of(token)).await?;
    drop(reader);
    let (found, revision) = found.ok_or(Refused::Unknown)?;
    match State::of(&found, now) {
        State::Active if services.expired().has(found.id) => return Err(Refused::Ended(State::Expired)),
        State::Active => {}
        State::Expired => {
            services.expired().add(found.id);
            return Err(Refused::Ended(State::Expired));
        }
        ended => return Err(Refused::Ended(ended)),
    }
    if found.last_used_at.is_none_or(|used| now >= used + USED_STEP) {
        let mut transaction = services.database().begin().await?;
        store::touch(&mut transaction.connection(), tenant, found.id, now).await?;
        transaction.commit().await?;
    }
    let context = OpContext {
        tenant,
        actor: Actor::Token {
            id: found.owner,
            name: format!("{} (token {})", found.owner_name, found.name),
            role: found.owner_role,
            token: found.id,
            scopes: found.scopes,
        },
        now,
        request_id,
    };
    Ok(Authenticated { context, revision })
}
