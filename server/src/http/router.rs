//! All routes under one roof.

use super::failure::Failure;
use super::form::MAXIMUM_FORM_BYTES;
use super::routes::Routes;
use super::security::prepare;
use super::state::AppState;
use super::visit::Nonce;
use super::{api, assets, decisions, health, log, metrics, pages, session};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use forecourt_service::ServiceError;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// How long a request may take.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// Every route with the right that it takes. A route that is not here does not exist.
pub fn routes() -> Routes {
    Routes::new()
        .and(decisions::routes())
        .and(health::routes())
        .and(metrics::routes())
        .and(api::routes())
        .and(pages::access_tokens::routes())
        .and(pages::account::routes())
        .and(pages::activity::routes())
        .and(pages::administrators::routes())
        .and(pages::as_of::routes())
        .and(pages::console::routes())
        .and(pages::compliance::routes())
        .and(pages::dashboard::routes())
        .and(pages::decisions::routes())
        .and(pages::events::routes())
        .and(pages::exceptions::routes())
        .and(pages::files::routes())
        .and(pages::groups::routes())
        .and(pages::import::routes())
        .and(pages::message_center::routes())
        .and(pages::operations::routes())
        .and(pages::organization_settings::routes())
        .and(pages::outside::routes())
        .and(pages::policies::routes())
        .and(pages::review::routes())
        .and(pages::setup::routes())
        .and(pages::sign_in::routes())
        .and(pages::test_access::routes())
        .and(pages::user::routes())
        .and(pages::users::routes())
        .and(pages::api::routes())
        .and(pages::webhooks::routes())
}

/// All of them as a service, for [`super::front::Front`].
pub(super) fn router(state: &AppState) -> Router {
    routes()
        .into_router(state)
        .merge(assets::router())
        .fallback(not_found)
        .method_not_allowed_fallback(api::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAXIMUM_FORM_BYTES))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ))
        .layer(CsrfLayer::new().with_rejection_response(|_| from_another_site()))
        .layer(from_fn(log::log))
        .layer(from_fn_with_state(state.clone(), prepare))
        .with_state(state.clone())
}

/// What a page of another site gets that sends something here.
pub(super) fn from_another_site() -> Response<Body> {
    let text = "This request came from another site and was not carried out.\n";
    let mut response = Response::new(text.into());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

async fn not_found(State(state): State<AppState>, request: Request) -> axum::response::Response {
    if api::is_api(request.uri().path()) {
        return api::not_found();
    }
    let (Parts { extensions, .. }, _) = request.into_parts();
    let nonce = extensions.get::<Nonce>().cloned().unwrap_or_default();
    let missing = ServiceError::NotFound { what: "page" };
    // Whoever is signed in has the way to everything else on the page.
    match session::signed_in(&state, &extensions).await {
        Ok(Some(signed_in)) => Failure::page(&state, &signed_in, &nonce, &missing).into_response(),
        Ok(None) | Err(_) => Failure::bare(&state, &nonce, &missing).into_response(),
    }
}
