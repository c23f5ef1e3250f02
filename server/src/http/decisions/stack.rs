//! What stands in front of the routes for chat servers: less than in front of pages. No browser comes here, no cookie
//! counts, and each question is worth more than a nonce for scripts that there are none of.

use super::routes;
use crate::http::api;
use crate::http::form::MAXIMUM_FORM_BYTES;
use crate::http::log::log;
use crate::http::router::from_another_site;
use crate::http::security::RequestId;
use crate::http::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// The routes with what stands in front of them; a request may take `patience`.
pub(crate) fn router(state: &AppState, patience: Duration) -> Router<AppState> {
    routes()
        .into_router(state)
        .method_not_allowed_fallback(api::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAXIMUM_FORM_BYTES))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            patience,
        ))
        .layer(CsrfLayer::new().with_rejection_response(|_| from_another_site()))
        .layer(from_fn(log))
        .layer(from_fn_with_state(state.clone(), prepare))
}

/// Gives the request a number, and the answer the headers that keep it from being taken for a page or kept.
async fn prepare(State(state): State<AppState>, mut request: Request<Body>, next: Next) -> Response {
    let services = &state.services;
    let id = services.random().identifier(services.clock().now());
    let mut text = [0; 32];
    let text: &str = id.simple().encode_lower(&mut text);
    request.extensions_mut().insert(RequestId(text.to_owned()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &str); 6] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if state.site.secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if let Ok(id) = HeaderValue::from_str(text) {
        headers.entry("x-request-id").or_insert(id);
    }
    response
}
