//! `POST /api/v1/decisions`.

use super::answer::{Batch, decided, message, moment};
use super::input;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_model::Revision;
use forecourt_service::decision::{self, AskError, Caller, Mode, answer_all, wait_for};
use std::cell::LazyCell;
use std::sync::Arc;
use std::time::Instant;

/// How many bytes an answer usually has, or a little less.
const ANSWER_BYTES: usize = 512;

/// The state at `at_least` or later.
pub(super) async fn state_at(state: &AppState, at_least: Revision) -> Result<Arc<decision::State>, Problem> {
    let held = state.services.decision_state().await?;
    wait_for(&state.services, held, at_least).await.map_err(|error| {
        let AskError::NotReached { revision } = error;
        let detail = format!(
            "Revision {at_least} is not here yet; the newest is {revision}. Nothing was decided. Ask again, or without at_least."
        );
        Problem::new(StatusCode::CONFLICT, "revision-not-reached", detail)
    })
}

/// JSON as an answer that no cache keeps.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Response {
    let mut response = bare_json(value, 1);
    if response.status() == StatusCode::OK {
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The same with `answers` of the usual size in it, for which room is made ahead; without headers, which
/// [`super::stack`] adds all at once.
fn bare_json<T: serde::Serialize>(value: &T, answers: usize) -> Response {
    let mut body = Vec::with_capacity(answers * ANSWER_BYTES);
    match serde_json::to_writer(&mut body, value) {
        Ok(()) => Response::new(Body::from(body)),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Notes how long the answer took, and what asked.
pub(super) fn note(state: &AppState, caller: &Caller, headers: &HeaderMap, begun: Instant) {
    let sent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let journal = state.services.decisions().journal();
    journal.note_latency(
        &caller.name,
        decision::introduction(sent.unwrap_or_default()),
        begun.elapsed(),
    );
}

/// Answers one question or a batch.
pub(super) async fn post(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Problem> {
    let begun = Instant::now();
    let request = input::read(body)?;
    let held = state_at(state, request.at_least).await?;
    let now = state.services.clock().now();
    let answers = answer_all(&state.services, &held, caller, &request.asked, now, Mode::Live);
    let stale_since = moment(state.services.decisions().stale_since());
    let message = LazyCell::new(|| message(&held, &request.language));
    let message = || &**message;
    let pairs = request.asked.iter().zip(&answers);
    let response = if request.is_batch {
        let decisions: Vec<_> = pairs
            .map(|(asked, answer)| decided(&held, asked, answer, message, None))
            .collect();
        let count = decisions.len();
        let batch = Batch {
            revision: held.revision,
            stale_since,
            decisions,
        };
        bare_json(&batch, count)
    } else {
        let mut single =
            pairs.map(|(asked, answer)| decided(&held, asked, answer, message, stale_since.clone()));
        match single.next() {
            Some(answer) => bare_json(&answer, 1),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    };
    note(state, caller, headers, begun);
    Ok(response)
}
