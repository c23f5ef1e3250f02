//! What every request with an access token passes: not too many at once, and none carried out twice.

use super::answer::Lasting;
use super::body::too_large;
use crate::http::form::MAXIMUM_FORM_BYTES;
use crate::http::problem::{NotBegun, Problem};
use crate::http::state::AppState;
use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, ETAG, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use forecourt_model::TokenId;
use forecourt_service::api_request::{self, Begun, Kept};
use forecourt_service::{Actor, OpContext};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The most characters of a key.
const MAXIMUM_KEY: usize = 200;

/// The largest answer that is kept for sending it again.
const MAXIMUM_KEPT: usize = 256 * 1024;

/// Lets the request of `context` through, or says why not.
pub async fn pass(state: &AppState, context: &OpContext, request: Request<Body>, next: Next) -> Response {
    let Actor::Token { id, token, .. } = &context.actor else {
        return next.run(request).await;
    };
    if let Err(seconds) = state.site.api_limit.take(*id, context.now) {
        let detail = format!(
            "The tokens of this owner have sent too many requests. Wait {seconds} s and send it again."
        );
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", detail);
        return problem
            .with_header(RETRY_AFTER, HeaderValue::from(seconds))
            .into_response();
    }
    let path = request.uri().path();
    if path.to_ascii_lowercase().contains("%00") {
        let detail = "The path has a character that cannot be seen. Leave it out.";
        return Problem::bad_request("path-wrong", detail).into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match request.headers().get(KEY).cloned() {
        Some(key) if !reads => once(state, *token, &key, request, next).await,
        _ => next.run(request).await,
    }
}

/// Carries the request out unless one with the same key was before.
async fn once(
    state: &AppState,
    token: TokenId,
    key: &HeaderValue,
    request: Request<Body>,
    next: Next,
) -> Response {
    let key = key.to_str().unwrap_or_default().trim().to_owned();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if key.is_empty() || key.len() > MAXIMUM_KEY || !key.bytes().all(is_plain) {
        let detail = format!(
            "The header Idempotency-Key takes 1 to {MAXIMUM_KEY} letters, digits, dashes and underscores."
        );
        return Problem::bad_request("idempotency-key-wrong", detail).into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAXIMUM_FORM_BYTES).await else {
        return too_large().into_response();
    };
    let digest = digest(&parts, &body);
    match api_request::begin(&state.services, token, &key, &digest).await {
        Ok(Begun::First) => {}
        Ok(Begun::Again(kept)) => return replay(kept),
        Err(error) => return Problem::from(error).into_response(),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if response.status().is_server_error() && response.extensions().get::<NotBegun>().is_none() {
        // It may have been carried out, and only the word of that be lost: as with one that never ended, the audit trail
        // knows.
        return response;
    }
    let (response, kept) = to_keep(response).await;
    if let Err(error) = api_request::end(&state.services, token, &key, kept.as_ref()).await {
        tracing::error!(%error, "the answer of a request with a key could not be kept");
    }
    response
}

/// What is kept of an answer. Nothing of one that says that nothing was done: the request may be sent again as it is,
/// and nobody fills the database with what is refused.
async fn to_keep(response: Response) -> (Response, Option<Kept>) {
    if !response.status().is_success() {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let size = body
        .size_hint()
        .upper()
        .and_then(|size| usize::try_from(size).ok());
    if size.is_none_or(|size| size > MAXIMUM_KEPT) {
        return (Response::from_parts(parts, body), Some(not_kept().await));
    }
    let Ok(bytes) = to_bytes(body, MAXIMUM_KEPT).await else {
        let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "answer-broken", BROKEN);
        return (problem.into_response(), Some(not_kept().await));
    };
    let lasting = parts.extensions.remove::<Lasting>();
    let kept = kept(&parts, lasting.map_or_else(|| bytes.clone(), |lasting| lasting.0));
    (Response::from_parts(parts, Body::from(bytes)), Some(kept))
}

const BROKEN: &str =
    "The request was carried out, but its answer broke off. Look in the activity at what became of it.";

/// What a request gets that was carried out before and whose answer is not kept.
async fn not_kept() -> Kept {
    let detail = format!(
        "Not carried out again: the first request with this key was carried out, and its answer was larger than {} KiB \
         and was not kept. Look in the activity at what became of it.",
        MAXIMUM_KEPT / 1024
    );
    let problem = Problem::new(StatusCode::CONFLICT, "idempotency-answer-not-kept", detail);
    let (parts, body) = problem.into_response().into_parts();
    kept(&parts, to_bytes(body, MAXIMUM_KEPT).await.unwrap_or_default())
}

fn kept(parts: &axum::http::response::Parts, body: Bytes) -> Kept {
    Kept {
        status: parts.status.as_u16(),
        headers: headers(&parts.headers),
        body: body.into(),
    }
}

fn digest(parts: &axum::http::request::Parts, body: &Bytes) -> Vec<u8> {
    let mut digest = Sha256::new();
    let target = parts
        .uri
        .path_and_query()
        .map_or("", axum::http::uri::PathAndQuery::as_str);
    let if_match = parts
        .headers
        .get("if-match")
        .map_or(&b""[..], HeaderValue::as_bytes);
    for part in [
        parts.method.as_str().as_bytes(),
        target.as_bytes(),
        if_match,
        body,
    ] {
        digest.update(u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().to_vec()
}

fn headers(headers: &axum::http::HeaderMap) -> String {
    let kept: BTreeMap<&str, &str> = [CONTENT_TYPE, ETAG]
        .iter()
        .filter_map(|name| Some((name.as_str(), headers.get(name)?.to_str().ok()?)))
        .collect();
    serde_json::to_string(&kept).unwrap_or_default()
}

fn replay(kept: Kept) -> Response {
    let mut response = Response::new(Body::from(kept.body));
    *response.status_mut() = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let stored: BTreeMap<String, String> = serde_json::from_str(&kept.headers).unwrap_or_default();
    for (name, value) in stored {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
        .headers_mut()
        .insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
