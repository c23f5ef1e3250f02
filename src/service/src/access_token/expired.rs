//! Tokens whose time is over stay over, also when the clock goes back.

use arc_swap::ArcSwap;
use forecourt_model::TokenId;
use std::collections::HashSet;

/// The tokens that this process has refused because their time was over. A clock that goes back does not bring them to
/// life again. If it was wrong before, they count again after the next start.
#[derive(Default)]
pub(crate) struct Expired(ArcSwap<HashSet<TokenId>>);

impl Expired {
    /// Whether a token was refused.
    pub(super) fn has(&self, token: TokenId) -> bool {
        let held = self.0.load();
        !held.is_empty() && held.contains(&token)
    }

    /// Notes that a token was refused.
    pub(super) fn add(&self, token: TokenId) {
        if !self.has(token) {
            self.0.rcu(|held| {
                let mut held = HashSet::clone(held);
                held.insert(token);
                held
            });
        }
    }
}
