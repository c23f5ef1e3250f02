//! Access tokens: what service accounts sign in with.
//!
//! A token is `fc_` and 256 random bits; the database holds only its digest. It belongs to the administrator who made
//! it, may do what its scopes say as far as the owner's role grants that at the moment, ends by itself, and can be
//! revoked at once.

mod authenticate;
mod create;
mod expired;
mod list;
mod revoke;

pub use authenticate::{Authenticated, Refused, authenticate};
pub use create::{Created, NewToken, create, create_by_command};
pub(crate) use expired::Expired;
pub use forecourt_store::access_token::AccessToken;
pub use list::list;
pub use revoke::{Revoked, find, revoke};

use crate::change::{Target, TargetKind};
use crate::context::OpContext;
use forecourt_model::TokenId;
use forecourt_model::scope::Scope;
use std::collections::HashSet;
use time::OffsetDateTime;

/// What every token begins with, so that scanners of leaked secrets recognize it.
pub const PREFIX: &str = "fc_";

/// The most days that a token lasts.
pub const MAXIMUM_DAYS: u16 = 366;

/// The most tokens of one administrator that count at once.
pub const MAXIMUM_TOKENS: i64 = 100;

/// Whether a token counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Active,
    /// Its time is over.
    Expired,
    /// Somebody has revoked it.
    Revoked,
    /// Its owner is kept from signing in.
    OwnerDisabled,
}

impl State {
    /// The state of `token` at `now`.
    pub fn of(token: &AccessToken, now: OffsetDateTime) -> Self {
        if token.revoked_at.is_some() {
            Self::Revoked
        } else if now >= token.expires_at {
            Self::Expired
        } else if token.owner_disabled {
            Self::OwnerDisabled
        } else {
            Self::Active
        }
    }

    /// The name in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::OwnerDisabled => "owner_disabled",
        }
    }
}

/// Those of `tokens` that were made with the token `id`, or with one that was made with it, and so on.
pub fn made_with(tokens: &[AccessToken], id: TokenId) -> Vec<&AccessToken> {
    let mut makers = HashSet::from([id]);
    let mut found = Vec::new();
    loop {
        let is_next = |token: &&AccessToken| {
            let made_by = token.made_by.is_some_and(|maker| makers.contains(&maker));
            made_by && !makers.contains(&token.id)
        };
        let next: Vec<_> = tokens.iter().filter(is_next).collect();
        if next.is_empty() {
            return found;
        }
        makers.extend(next.iter().map(|token| token.id));
        found.extend(next);
    }
}

/// Whether everybody's tokens are seen, and not one's own alone. What a token may do with webhooks passes on the same
/// permission, so the scopes themselves are asked.
fn sees_everybody(context: &OpContext) -> bool {
    [Scope::AdministratorsRead, Scope::AdministratorsWrite]
        .into_iter()
        .any(|scope| context.require_scope(scope).is_ok())
}

/// A token as the audit trail names it.
fn target(id: TokenId, name: &str) -> Target {
    Target::new(TargetKind::Token, id, name)
}
