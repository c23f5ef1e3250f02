//! What stands in front of the answers for chat servers: less than in front of pages. No browser comes here, no cookie
//! counts, and each question is worth more than a nonce for scripts that there are none of.
//!
//! One function does it all, without a router: layers of their own would each copy what is behind them for every
//! question, and together they took longer than the answer.

use super::{Endpoint, ask, authzen};
use crate::http::api::too_large;
use crate::http::bearer::authenticate_caller;
use crate::http::form::MAXIMUM_FORM_BYTES;
use crate::http::problem::Problem;
use crate::http::router::{PATIENCE, from_another_site};
use crate::http::state::AppState;
use crate::http::{api, log, metrics, security};
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::header::{self, ALLOW};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use futures_util::future::poll_immediate;
use http_body_util::{BodyExt as _, Limited};
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::LazyLock;
use std::time::Instant;
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::csrf::CsrfLayer;

/// Gives the request a number, ends what takes too long, keeps a fault of its own from ending the connection, writes
/// down how it went, and gives the answer the headers that keep it from being taken for a page or kept.
pub(crate) async fn answer(state: &AppState, endpoint: Endpoint, request: Request<Body>) -> Response {
    let begun = Instant::now();
    let services = &state.services;
    let id = services.random().identifier(services.clock().now());
    let mut text = [0; 32];
    let text: &str = id.simple().encode_lower(&mut text);
    let method = request.method().clone();
    let answer = in_time(of_this_site(state, endpoint, request));
    let mut response = match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let status = response.status();
    metrics::count(status.as_u16());
    // Decisions have a log of their own.
    let is_quiet = status == StatusCode::OK;
    log::write(&method, endpoint.path(), status.as_u16(), (begun, text), is_quiet);
    decorate(&mut response, text, state.site.secure);
    response
}

/// Ends what takes too long. Nearly everything is answered at the first look, which needs no clock.
async fn in_time<T>(answer: impl Future<Output = T>) -> Result<T, Elapsed> {
    let mut answer = pin!(answer);
    match poll_immediate(&mut answer).await {
        Some(answer) => Ok(answer),
        None => timeout(PATIENCE, answer).await,
    }
}

/// Refuses what a page of another site sends.
async fn of_this_site(state: &AppState, endpoint: Endpoint, request: Request<Body>) -> Response {
    let marks = [header::ORIGIN, HeaderName::from_static("sec-fetch-site")];
    if !marks.iter().any(|mark| request.headers().contains_key(mark)) {
        return of_a_caller(state, endpoint, request).await;
    }
    let behind = service_fn(async |request| Ok::<_, Infallible>(of_a_caller(state, endpoint, request).await));
    let layer = CsrfLayer::new().with_rejection_response(|_| from_another_site());
    let Ok(response) = Box::pin(layer.layer(behind).oneshot(request)).await;
    response
}

async fn of_a_caller(state: &AppState, endpoint: Endpoint, request: Request<Body>) -> Response {
    if request.method() != Method::POST {
        let refused = api::method_not_allowed(request.uri().clone()).await;
        return ([(ALLOW, "POST")], refused).into_response();
    }
    let (parts, body) = request.into_parts();
    let answer = async {
        let caller = authenticate_caller(state, &parts.headers).await?;
        let body = whole(body).await.map_err(|_| too_large())?;
        match endpoint {
            Endpoint::Decisions => ask::post(state, &caller, &parts.headers, &body).await,
            // On the heap: they are larger, and every question would carry them.
            Endpoint::Evaluation => {
                Box::pin(authzen::evaluation(state, &caller, &parts.headers, &body)).await
            }
            Endpoint::Evaluations => {
                Box::pin(authzen::evaluations(state, &caller, &parts.headers, &body)).await
            }
        }
    };
    answer.await.unwrap_or_else(Problem::into_response)
}

/// The bytes of a body that is not too large. Nearly all come in one piece, which is taken as it is.
async fn whole(body: Body) -> Result<Bytes, BoxError> {
    let mut body = Limited::new(body, MAXIMUM_FORM_BYTES);
    let first = body.frame().await.transpose()?;
    let first = first.and_then(|frame| frame.into_data().ok()).unwrap_or_default();
    if body.is_end_stream() {
        return Ok(first);
    }
    let rest = body.collect().await?.to_bytes();
    Ok([first, rest].concat().into())
}

/// What every answer carries. Made once: putting each of them into each answer would take longer than deciding.
static HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    let own = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let all = own.into_iter().chain(security::fixed());
    all.map(|(name, value)| (name, HeaderValue::from_static(value)))
        .collect()
});

/// The same with the kind of an answer that has no headers of its own.
static JSON_HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = HEADERS.clone();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
});

fn decorate(response: &mut Response, id: &str, is_secure: bool) {
    let is_answer = response.status() == StatusCode::OK && response.headers().is_empty();
    let common: &HeaderMap = if is_answer { &JSON_HEADERS } else { &HEADERS };
    let own = std::mem::replace(response.headers_mut(), common.clone());
    let headers = response.headers_mut();
    for (name, value) in &own {
        if !HEADERS.contains_key(name) {
            headers.append(name, value.clone());
        }
    }
    if is_secure {
        let (name, value) = security::TLS_ONLY;
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.entry(security::REQUEST_ID).or_insert(id);
    }
}
