//! `/metrics` for Prometheus and whatever reads its text format.

use super::routes::{Access, Routes};
use super::state::AppState;
use crate::config::Secret;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_service::{ServiceError, session};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

/// Answers since the process began, by the first digit of their status, from 1 to 5.
static ANSWERS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

/// The routes of this file.
///
/// Public for the guard, because what reads metrics has no session. The handler itself decides: figures tell when
/// people work and how much, so they are shown to this machine only, or to whoever has the configured token.
pub fn routes() -> Routes {
    Routes::new().get("/metrics", Access::Public, metrics)
}

/// Counts an answer.
pub fn count(status: u16) {
    let class = usize::from(status / 100).saturating_sub(1);
    if let Some(counter) = ANSWERS.get(class) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

async fn metrics(State(state): State<AppState>, request: Request) -> Response {
    let token = state.site.metrics_token.as_ref().map(Secret::reveal);
    if !may_read(token, request.headers(), request.extensions()) {
        let text = "Metrics are shown to this machine only, or with the configured token.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    match text(&state).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the metrics could not be read");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// A token decides if one is configured. Otherwise the client must sit on this machine, and no proxy may have brought
/// the request: behind one, the whole world sits on this machine.
fn may_read(token: Option<&str>, headers: &HeaderMap, extensions: &Extensions) -> bool {
    if let Some(token) = token {
        let shown = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        // Digests are compared, so that the time it takes says nothing about the token.
        return shown.is_some_and(|shown| Sha256::digest(shown) == Sha256::digest(token));
    }
    let proxied = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name));
    let local = extensions
        .get::<SocketAddr>()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    local && !proxied
}

async fn text(state: &AppState) -> Result<String, ServiceError> {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "# HELP forecourt_http_requests_total Answers since the start, by class of status.\n\
         # TYPE forecourt_http_requests_total counter"
    );
    for (counter, class) in ANSWERS.iter().zip(["1xx", "2xx", "3xx", "4xx", "5xx"]) {
        let value = counter.load(Ordering::Relaxed);
        let _ = writeln!(
            text,
            "forecourt_http_requests_total{{status=\"{class}\"}} {value}"
        );
    }
    let sessions = session::count_open(&state.services).await?;
    gauge(
        &mut text,
        "forecourt_sessions",
        "Sessions that have not ended.",
        sessions,
    );
    let snapshot = state.services.snapshot_if_set_up();
    let revision = snapshot.map_or(0, |snapshot| snapshot.revision().0);
    let help = "Revision of the state that answers are made from.";
    gauge(&mut text, "forecourt_snapshot_revision", help, revision);
    if let Some(bytes) = resident_bytes() {
        gauge(
            &mut text,
            "process_resident_memory_bytes",
            "Resident memory size in bytes.",
            bytes,
        );
    }
    Ok(text)
}

fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
}

/// The process's resident memory as Linux tells it; elsewhere the metric is missing.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_or_the_token_may_read() {
        let from = |peer: &str| {
            let mut extensions = Extensions::new();
            extensions.insert(peer.parse::<SocketAddr>().unwrap());
            extensions
        };
        let (none, mut proxied, mut bearer) = (HeaderMap::new(), HeaderMap::new(), HeaderMap::new());
        proxied.insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
        bearer.insert(AUTHORIZATION, "Bearer 0123456789abcdef".parse().unwrap());
        assert!(may_read(None, &none, &from("127.0.0.1:9")));
        assert!(may_read(None, &none, &from("[::ffff:127.0.0.1]:9")));
        assert!(!may_read(None, &none, &from("192.0.2.1:9")));
        assert!(!may_read(None, &none, &Extensions::new()));
        assert!(!may_read(None, &proxied, &from("127.0.0.1:9")));
        let token = Some("0123456789abcdef");
        assert!(may_read(token, &bearer, &from("192.0.2.1:9")));
        assert!(!may_read(token, &none, &from("127.0.0.1:9")));
        assert!(!may_read(
            Some("another-token-000"),
            &bearer,
            &from("127.0.0.1:9")
        ));
    }
}
