//! One line for each request, and the counters that the metrics show.
//!
//! The line has neither query nor body nor headers: those hold names, search words and secrets.

use super::metrics;
use super::security::request_id;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Lets the request through and writes down how it went.
pub async fn log(request: Request<Body>, next: Next) -> Response {
    let begun = Instant::now();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let id = request_id(request.extensions());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    metrics::count(status);
    let path = uri.path();
    // Assets, health and metrics are asked for all the time and say little.
    let is_quiet = path.starts_with("/assets/") || path.starts_with("/health/") || path == "/metrics";
    write(&method, path, status, (begun, &id), is_quiet);
    response
}

/// Writes the line of a request that began at some moment and has a number; one that is `quiet` only for those who look
/// for faults.
pub(super) fn write(method: &Method, path: &str, status: u16, (begun, id): (Instant, &str), is_quiet: bool) {
    if is_quiet && !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if is_quiet {
        tracing::debug!(%method, path, status, duration_ms, request.id = id, "request");
    } else {
        tracing::info!(%method, path, status, duration_ms, request.id = id, "request");
    }
}
