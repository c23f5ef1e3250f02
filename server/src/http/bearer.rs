//! Signing in with an access token (RFC 6750), for everything that is not a page.

use super::problem::Problem;
use super::state::AppState;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use forecourt_model::scope::Scope;
use forecourt_service::access_token::{self, Authenticated, Refused, State};
use forecourt_service::decision::{self, Caller};
use std::sync::Arc;

/// The circumstances of a request that carries an access token with `scope` in its `Authorization: Bearer` header: what
/// every use case takes, with the owner's role of this moment and no more than the token's scopes.
///
/// Routes with [`super::routes::Access::Token`] are behind this already; whoever has no such route calls it first. Only
/// the header counts: no cookie, no field of the query. A request of this kind needs no defence against other sites,
/// because no browser adds the header by itself.
///
/// # Errors
/// 401 with `WWW-Authenticate` without a token, and for one that is unknown, has expired or was revoked; 403 that names
/// the scope which the token lacks, or the role which its owner lacks; 503 when Forecourt is not set up or the database
/// does not answer.
pub async fn authenticate(
    state: &AppState,
    headers: &HeaderMap,
    request_id: String,
    scope: Scope,
) -> Result<Authenticated, Problem> {
    state.services.snapshot()?;
    let Some(token) = token_in(headers) else {
        let detail =
            "This takes an access token. Send it in the header Authorization, after the word Bearer.";
        return Err(Problem::unauthorized(None, "token-missing", detail));
    };
    let authenticated = access_token::authenticate(&state.services, token, request_id)
        .await
        .map_err(problem_of)?;
    authenticated.context.require_scope(scope)?;
    Ok(authenticated)
}

/// The chat server that carries an access token with the scope `decisions`: remembered in memory, so that decisions go
/// on without the database.
///
/// # Errors
/// As [`authenticate`].
pub async fn authenticate_caller(state: &AppState, headers: &HeaderMap) -> Result<Arc<Caller>, Problem> {
    let Some(token) = token_in(headers) else {
        let detail =
            "This takes an access token. Send it in the header Authorization, after the word Bearer.";
        return Err(Problem::unauthorized(None, "token-missing", detail));
    };
    decision::authenticate_caller(&state.services, token)
        .await
        .map_err(problem_of)
}

/// The token in the header; the name of the scheme in any case (RFC 9110 §11.1).
fn token_in(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn problem_of(refused: Refused) -> Problem {
    let (code, detail) = match refused {
        Refused::Service(error) => return Problem::from(error),
        Refused::Unknown | Refused::Ended(State::Active) => (
            "token-unknown",
            "This access token is unknown. Check that all of it was sent.",
        ),
        Refused::Ended(State::Expired) => ("token-expired", "This access token has expired. Make a new one."),
        Refused::Ended(State::Revoked) => ("token-revoked", "This access token was revoked. Make a new one."),
        Refused::Ended(State::OwnerDisabled) => (
            "token-owner-disabled",
            "The owner of this access token may not sign in any more. Use the token of somebody else.",
        ),
    };
    Problem::unauthorized(Some("invalid_token"), code, detail)
}
