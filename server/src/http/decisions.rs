//! Questions of chat servers: Forecourt's own form, and that of OpenID AuthZEN.
//!
//! Nothing here asks the database: who asks is remembered, and the state is in memory.

mod answer;
mod ask;
mod authzen;
mod input;
mod stack;

pub(crate) use ask::json;
pub(crate) use stack::router;

use super::routes::{Access, Routes};
use forecourt_model::scope::Scope;

/// The routes of this folder.
pub fn routes() -> Routes {
    let ask = Access::Token(Scope::Decisions);
    Routes::new()
        .post("/api/v1/decisions", ask, ask::post)
        .post("/access/v1/evaluation", ask, authzen::evaluation)
        .post("/access/v1/evaluations", ask, authzen::evaluations)
        .get(
            "/.well-known/authzen-configuration",
            Access::Public,
            authzen::configuration,
        )
}
