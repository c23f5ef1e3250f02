//! A service account that asks for something.

use super::answer::{Answer, Done};
use super::kept::{Asked, SeenAt};
use crate::http::form::Fields;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_model::Revision;
use forecourt_service::webhook::UrlRules;
use forecourt_service::{OpContext, ServiceError, Services};

/// Who asks, and what stands around the body. Only behind a route of the interface.
pub(super) struct Caller {
    services: Services,
    /// The circumstances that use cases take.
    pub(super) context: OpContext,
    /// The query, as its description allows.
    pub(super) query: Fields,
    headers: HeaderMap,
    /// Which addresses webhooks may have.
    pub(super) url_rules: UrlRules,
    /// Whether nothing is to be changed.
    pub(super) is_dry_run: bool,
    /// What was asked, for answers that are kept.
    pub(super) asked: Asked,
}

impl Caller {
    /// The services. With `dry_run=true` they do everything but commit.
    pub(super) fn services(&self) -> &Services {
        &self.services
    }

    /// How many things a page has.
    pub(super) fn limit(&self) -> u32 {
        self.query
            .some("limit")
            .and_then(|text| text.parse().ok())
            .unwrap_or(50)
    }

    /// A field of the query that says true or false.
    pub(super) fn truth(&self, name: &str) -> Option<bool> {
        self.query.some(name).map(|value| value == "true")
    }

    /// The revision that the request was made from: what `If-Match` says, or `stored` when there is no such header.
    ///
    /// # Errors
    /// 400 when the header cannot be read.
    pub(super) fn revision_or(&self, stored: Revision) -> Result<Revision, Problem> {
        let Some(header) = self.headers.get(IF_MATCH) else {
            return Ok(stored);
        };
        let text = header.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(stored);
        }
        // A list matches when one of its tags does; weak ones never do (RFC 9110 §13.1.1).
        let tags: Vec<Revision> = text.split(',').filter_map(|tag| read_tag(tag.trim())).collect();
        match tags.iter().find(|tag| **tag == stored).or(tags.first()) {
            Some(revision) => Ok(*revision),
            None if text.starts_with("W/") || text.starts_with('"') => Ok(Revision(-1)),
            None => {
                let detail = "The header If-Match cannot be read. Send the ETag of the last answer as it is.";
                Err(Problem::bad_request("if-match-unreadable", detail))
            }
        }
    }

    /// The same where the header must be there.
    ///
    /// # Errors
    /// 428 without it.
    pub(super) fn needs_revision(&self, stored: Revision) -> Result<Revision, Problem> {
        if self.headers.contains_key(IF_MATCH) {
            return self.revision_or(stored);
        }
        let detail =
            "Nothing was changed. Send the header If-Match with the ETag of what the change was made from.";
        Err(Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "if-match-missing",
            detail,
        ))
    }

    /// Why a change was not made: a conflict is the header's when there is one.
    pub(super) fn refused(&self, error: ServiceError) -> Problem {
        if matches!(error, ServiceError::Conflict(_)) && self.headers.contains_key(IF_MATCH) {
            let detail = format!(
                "{} Read it again and make the change from what it is now.",
                conflict(&error)
            );
            return Problem::new(StatusCode::PRECONDITION_FAILED, "if-match-stale", detail);
        }
        Problem::from(error)
    }

    /// The answer after a change.
    pub(super) fn done<T: serde::Serialize>(&self, done: Done<T>) -> Answer {
        done.answer(self.is_dry_run)
    }

    /// The answer after a change that made a secret, which is in the result's property `secret` this once.
    pub(super) fn done_once<T: serde::Serialize>(&self, done: Done<T>, secret: &str) -> Answer {
        done.answer_once(self.is_dry_run, secret)
    }
}

fn conflict(error: &ServiceError) -> String {
    match error {
        ServiceError::Conflict(conflict) => format!(
            "Nothing was changed. {} changed this since, with change {}.",
            conflict.changed_by, conflict.current
        ),
        other => other.sentence(),
    }
}

fn read_tag(tag: &str) -> Option<Revision> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let missing = || StatusCode::UNAUTHORIZED.into_response();
        let context = parts.extensions.get::<OpContext>().cloned().ok_or_else(missing)?;
        let seen_at = parts.extensions.get::<SeenAt>().copied().ok_or_else(missing)?;
        let query = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let is_dry_run = query.get("dry_run") == "true";
        let services = if is_dry_run {
            state.services.rehearsal()
        } else {
            state.services.clone()
        };
        Ok(Self {
            services,
            context,
            query,
            headers: parts.headers.clone(),
            url_rules: UrlRules {
                private_addresses: state.site.webhook_private_addresses,
            },
            is_dry_run,
            asked: Asked {
                answers: state.site.kept_answers.clone(),
                uri: parts.uri.clone(),
                seen_at,
            },
        })
    }
}
