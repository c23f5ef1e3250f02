//! One line for each request, and the counters that the metrics show.
//!
//! The line has neither query nor body nor headers: those hold names, search words and secrets.

use super::metrics;
use super::security::request_id;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

fn is_decision(path: &str) -> bool {
    path == "/api/v1/decisions" || path.starts_with("/access/v1/")
}

/// Lets the request through and writes down how it went.
pub async fn log(request: Request<Body>, next: Next) -> Response {
    let begun = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let id = request_id(request.extensions());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    metrics::count(status);
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    // Assets, health and metrics are asked for all the time and say little; decisions have a log of their own.
    let is_quiet = path.starts_with("/assets/") || path.starts_with("/health/") || path == "/metrics";
    if is_quiet || (status == 200 && is_decision(&path)) {
        tracing::debug!(%method, path, status, duration_ms, request.id = id, "request");
    } else {
        tracing::info!(%method, path, status, duration_ms, request.id = id, "request");
    }
    response
}
