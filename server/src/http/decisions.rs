//! Questions of chat servers: Forecourt's own form, and that of OpenID AuthZEN.
//!
//! Nothing here asks the database: who asks is remembered, and the state is in memory.

mod answer;
mod ask;
mod authzen;
mod input;
mod stack;

pub(crate) use ask::json;
pub(crate) use stack::answer;

use super::routes::{Access, Routes};
use forecourt_model::scope::Scope;

/// Where questions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// Forecourt's own form.
    Decisions,
    /// One evaluation.
    Evaluation,
    /// Several evaluations.
    Evaluations,
}

impl Endpoint {
    const ALL: [Self; 3] = [Self::Decisions, Self::Evaluation, Self::Evaluations];

    /// Its path.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Decisions => "/api/v1/decisions",
            Self::Evaluation => "/access/v1/evaluation",
            Self::Evaluations => "/access/v1/evaluations",
        }
    }

    /// The one with this path.
    pub(crate) fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }
}

/// The routes of this folder. [`super::front::Front`] answers those of [`Endpoint`] without the router.
pub fn routes() -> Routes {
    let configuration = "/.well-known/authzen-configuration";
    Endpoint::ALL.into_iter().fold(
        Routes::new().get(configuration, Access::Public, authzen::configuration),
        |routes, endpoint| routes.in_front("POST", endpoint.path(), Access::Token(Scope::Decisions)),
    )
}
