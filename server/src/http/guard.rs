//! The door in front of every route: who is it, and may they?

use super::api::kept::SeenAt;
use super::bearer;
use super::failure::Failure;
use super::routes::Access;
use super::session::{self, SignedIn};
use super::state::AppState;
use super::visit::Nonce;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use forecourt_app::paths;
use forecourt_service::access_token::Authenticated;
use forecourt_service::{Actor, OpContext, ServiceError};

/// Puts an [`OpContext`] and the [`SignedIn`] administrator into the request, or refuses it: signed out goes to
/// sign-in (with the form that was about to be sent kept as a draft), a missing permission gets 403. Before the
/// organization is set up every page leads to `/setup`.
pub async fn guard(
    State((state, access)): State<(AppState, Access)>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    if access == Access::Public {
        return next.run(request).await;
    }
    if let Access::Token(scope) = access {
        let id = super::security::request_id(request.extensions());
        return match bearer::authenticate(&state, request.headers(), id, scope).await {
            Ok(Authenticated { context, revision }) => {
                request.extensions_mut().insert(SeenAt(revision));
                request.extensions_mut().insert(context.clone());
                super::api::gate::pass(&state, &context, request, next).await
            }
            Err(problem) => problem.into_response(),
        };
    }
    if state.services.snapshot_if_set_up().is_none() {
        return Redirect::to(&paths::setup()).into_response();
    }
    let nonce = request.extensions().get::<Nonce>().cloned().unwrap_or_default();
    let signed_in = match session::signed_in(&state, request.extensions()).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return to_sign_in(&state, request).await,
        Err(error) => return Failure::plain(&nonce, &error).into_response(),
    };
    let context = context_of(&state, &signed_in, &request);
    if let Access::Needs(permission) = access
        && let Err(error) = context.require(permission)
    {
        return Failure::page(&state, &signed_in, &nonce, &error).into_response();
    }
    request.extensions_mut().insert(signed_in);
    request.extensions_mut().insert(context);
    next.run(request).await
}

fn context_of(state: &AppState, signed_in: &SignedIn, request: &Request<Body>) -> OpContext {
    OpContext {
        tenant: state.services.tenant(),
        actor: Actor::Administrator {
            id: signed_in.administrator,
            name: signed_in.name.clone(),
            role: signed_in.role,
        },
        now: state.services.clock().now(),
        request_id: super::security::request_id(request.extensions()),
    }
}

/// Where somebody who is not signed in goes. A form that was about to be sent is kept and comes back afterwards.
async fn to_sign_in(state: &AppState, request: Request<Body>) -> Response {
    let next = request
        .uri()
        .path_and_query()
        .map_or("/", axum::http::uri::PathAndQuery::as_str)
        .to_owned();
    let posted = request.method() == Method::POST;
    if !posted {
        return Redirect::to(&paths::sign_in(Some(&next), None)).into_response();
    }
    match session::keep_draft(state, request).await {
        Ok(draft) => Redirect::to(&paths::sign_in(Some(&next), draft.as_deref())).into_response(),
        Err(error) => Failure::plain(&Nonce::default(), &ServiceError::Store(error)).into_response(),
    }
}
