//! Answers of the interface.

use super::doc::words_schema;
use crate::http::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_model::Revision;
use forecourt_model::access::{self, SourceKind};
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;

/// How a handler ends.
pub(super) type Answer = Result<Response, Problem>;

/// A document.
#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
pub(super) fn document<T: Serialize>(value: &T) -> Answer {
    Ok((StatusCode::OK, Json(value)).into_response())
}

/// A document with the revision of the thing.
pub(super) fn tagged<T: Serialize>(value: &T, revision: Revision) -> Answer {
    let mut response = document(value)?;
    tag(&mut response, revision);
    Ok(response)
}

fn tag(response: &mut Response, revision: Revision) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{revision}\"")) {
        response.headers_mut().insert(ETAG, value);
    }
}

#[derive(Serialize)]
struct Page<'a, T> {
    items: &'a [T],
    next: Option<&'a str>,
}

/// A page of a list.
pub(super) fn page<T: Serialize>(items: &[T], next: Option<&str>) -> Answer {
    document(&Page { items, next })
}

/// The same as text, for [`json`].
///
/// # Errors
/// 500 when it cannot be written as JSON.
pub(super) fn page_text<T: Serialize>(items: &[T], next: Option<&str>) -> Result<Bytes, Problem> {
    serde_json::to_vec(&Page { items, next })
        .map(Bytes::from)
        .map_err(|error| {
            tracing::error!(%error, "an answer could not be written");
            let detail = "The answer could not be written. The server's log says why.";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "answer-broken", detail)
        })
}

/// A document that is text already.
pub(super) fn json(text: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

/// A moment as RFC 3339 writes it.
pub(super) fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// What became of a change.
pub(super) struct Done<T> {
    /// Whether anything differs afterwards.
    pub(super) changed: bool,
    /// The change in the audit trail.
    pub(super) revision: Option<Revision>,
    /// What it does to people, where it does something.
    pub(super) impact: Option<access::Impact>,
    /// The thing as it is afterwards.
    pub(super) result: Option<T>,
    /// The revision of the thing for its next `If-Match`.
    pub(super) etag: Option<Revision>,
}

impl<T> Done<T> {
    /// A change that concerns nobody's access.
    pub(super) fn plain(revision: Option<Revision>, result: Option<T>) -> Self {
        Self {
            changed: revision.is_some(),
            revision,
            impact: None,
            result,
            etag: None,
        }
    }
}

/// What is kept of an answer with a secret, for sending it again: all but the secret. Beside the answer itself.
#[derive(Clone, Debug)]
pub(super) struct Lasting(pub(super) Bytes);

/// What an answer says in place of its secret when it is sent again.
const SHOWN_ONCE: &str = "It was shown once, in the first answer. When it is lost, make another.";

impl<T: Serialize> Done<T> {
    /// As an answer. A dry run has no revision, for there is no such change.
    pub(super) fn answer(self, is_dry_run: bool) -> Answer {
        let etag = self.etag.filter(|_| !is_dry_run);
        let mut response = document(&self.envelope(is_dry_run))?;
        if let Some(etag) = etag {
            tag(&mut response, etag);
        }
        Ok(response)
    }

    /// The same for a result whose property `secret` is shown only this once. Sent again, the answer has none, and its
    /// property `notice` says why.
    pub(super) fn answer_once(self, is_dry_run: bool, secret: &str) -> Answer {
        let mut envelope = self.envelope(is_dry_run);
        let mut response = document(&envelope)?;
        if let Some(Value::Object(result)) = envelope.get_mut("result") {
            let shown = result.insert(secret.to_owned(), Value::Null);
            if shown.is_some_and(|shown| !shown.is_null()) {
                result.insert("notice".to_owned(), SHOWN_ONCE.into());
            }
        }
        response
            .extensions_mut()
            .insert(Lasting(envelope.to_string().into()));
        Ok(response)
    }

    fn envelope(self, is_dry_run: bool) -> Value {
        json!({
            "dry_run": is_dry_run,
            "changed": self.changed,
            "revision": self.revision.filter(|_| self.changed && !is_dry_run),
            "impact": self.impact.map(Impact::from),
            "result": self.result,
        })
    }
}

/// How many people gain and lose, for one of the two questions.
#[derive(Serialize, ToSchema)]
pub(super) struct Counts {
    /// Could before, cannot after.
    lose: u64,
    /// Could not before, can after.
    gain: u64,
    /// Can before and after.
    keep: u64,
    /// Cannot before or after.
    without: u64,
}

impl From<access::Counts> for Counts {
    fn from(counts: access::Counts) -> Self {
        Self {
            lose: counts.lose,
            gain: counts.gain,
            keep: counts.keep,
            without: counts.without,
        }
    }
}

/// The impact on the people of one source.
#[derive(Serialize, ToSchema)]
pub(super) struct SourceImpact {
    /// Where their policy comes from.
    #[schema(value_type = Source)]
    source: SourceKind,
    /// Can start chats.
    chat: Counts,
    /// Can be found and contacted.
    inbound: Counts,
}

/// Where a policy comes from.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Source {
    /// Assigned to the person.
    Direct,
    /// Assigned to a group.
    Group,
    /// Nothing assigned.
    Global,
}

/// How many people keep their answers for one reason.
#[derive(Serialize, ToSchema)]
pub(super) struct Unaffected {
    /// Why.
    #[schema(schema_with = why)]
    why: access::Untouched,
    /// How many.
    people: u64,
}

fn why() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    words_schema([
        "direct_assignment",
        "better_rank",
        "organization_off",
        "policy_off",
        "other_policy",
        "same_answers",
        "not_activated",
    ])
}

/// What a change does to people.
#[derive(Serialize, ToSchema)]
pub(super) struct Impact {
    /// Everybody in the directory.
    people: u64,
    /// People for whom at least one of the two answers changes.
    affected: u64,
    /// Can start chats.
    chat: Counts,
    /// Can be found and contacted.
    inbound: Counts,
    /// The same by source; sources without people are left out.
    by_source: Vec<SourceImpact>,
    /// Why the others keep their answers.
    unaffected: Vec<Unaffected>,
    /// People who can be found and contacted afterwards only because an inbound switch that was stored on all along has
    /// an effect again.
    wakes: u64,
}

impl From<access::Impact> for Impact {
    fn from(impact: access::Impact) -> Self {
        let source = |entry: access::SourceImpact| SourceImpact {
            source: entry.source,
            chat: entry.chat.into(),
            inbound: entry.inbound.into(),
        };
        let unaffected = |entry: access::Unaffected| Unaffected {
            why: entry.why,
            people: entry.people,
        };
        Self {
            people: impact.people,
            affected: impact.affected,
            chat: impact.chat.into(),
            inbound: impact.inbound.into(),
            by_source: impact.by_source.into_iter().map(source).collect(),
            unaffected: impact.unaffected.into_iter().map(unaffected).collect(),
            wakes: impact.wakes,
        }
    }
}
