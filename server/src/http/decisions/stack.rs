//! What stands in front of the routes for chat servers: less than in front of pages. No browser comes here, no cookie
//! counts, and each question is worth more than a nonce for scripts that there are none of.
//!
//! One function does it all: layers of their own would each copy what is behind them for every question, and together
//! they took longer than the answer.

use super::routes;
use crate::http::form::MAXIMUM_FORM_BYTES;
use crate::http::router::from_another_site;
use crate::http::security::RequestId;
use crate::http::state::AppState;
use crate::http::{api, log, metrics};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use tower::ServiceBuilder;
use tower_http::csrf::CsrfLayer;

/// The routes with what stands in front of them; a request may take `patience`.
pub(crate) fn router(state: &AppState, patience: Duration) -> Router<AppState> {
    routes().into_router_within(state, |guarded| {
        let front = ServiceBuilder::new()
            .layer(from_fn_with_state((state.clone(), patience), pass))
            .layer(CsrfLayer::new().with_rejection_response(|_| from_another_site()))
            .layer(DefaultBodyLimit::max(MAXIMUM_FORM_BYTES));
        guarded.fallback(api::method_not_allowed).layer(front)
    })
}

/// Gives the request a number, ends what takes too long, keeps a fault of its own from ending the connection, writes
/// down how it went, and gives the answer the headers that keep it from being taken for a page or kept.
async fn pass(
    State((state, patience)): State<(AppState, Duration)>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let services = &state.services;
    let id = services.random().identifier(services.clock().now());
    let mut text = [0; 32];
    let text: &str = id.simple().encode_lower(&mut text);
    let (method, uri) = (request.method().clone(), request.uri().clone());
    request.extensions_mut().insert(RequestId(text.to_owned()));
    let answer = AssertUnwindSafe(timeout(patience, next.run(request)));
    let mut response = match answer.catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let status = response.status();
    metrics::count(status.as_u16());
    // Decisions have a log of their own.
    let is_quiet = status == StatusCode::OK;
    log::write(&method, uri.path(), status.as_u16(), (begun, text), is_quiet);
    decorate(&mut response, text, state.site.secure);
    response
}

fn decorate(response: &mut Response, id: &str, is_secure: bool) {
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
    if is_secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.entry("x-request-id").or_insert(id);
    }
}
