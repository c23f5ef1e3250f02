//! What programs get when something could not be done: problem details (RFC 9457) with a stable code.

use super::failure::status_of;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_model::FieldError;
use forecourt_service::ServiceError;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem, and what stands in the head of the answer.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    /// On the heap, for it would make every answer that may be a problem large.
    body: Box<Details>,
    headers: Vec<(HeaderName, HeaderValue)>,
    nothing_done: bool,
}

/// With an answer that says that the server could not do what was asked: it did not begin, so nothing was done. Of other
/// faults that is not known.
#[derive(Clone, Copy, Debug)]
pub struct NotBegun;

/// The body: what every problem of the interface looks like.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(title = "Problem")]
pub struct Details {
    /// A name for this kind of problem that never changes: `urn:forecourt:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What did not happen, why, and what to do.
    pub detail: String,
    /// A stable code, in kebab case.
    pub code: String,
    /// What is wrong with each field, when the input cannot be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<ProblemField>)]
    pub errors: Vec<FieldError>,
    /// The scope that the token lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// What is wrong with one field.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ProblemField {
    /// The name of the property.
    field: String,
    /// A stable code, in kebab case.
    code: String,
    /// What is wrong, and what to do.
    message: String,
}

impl Problem {
    /// A problem with a status, a code in kebab case and a sentence.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            status,
            body: Box::new(Details {
                kind: format!("urn:forecourt:problem:{code}"),
                title: status.canonical_reason().unwrap_or("Not done").to_owned(),
                status: status.as_u16(),
                detail: detail.into(),
                code: code.to_owned(),
                errors: Vec::new(),
                scope: None,
            }),
            headers: Vec::new(),
            nothing_done: false,
        }
    }

    /// The problem of one field (422).
    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::from(ServiceError::field(field, code, message))
    }

    /// A request that cannot be understood (400).
    pub fn bad_request(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// The same with another header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Nobody has signed in (401). `error` is a code of RFC 6750 §3.1, absent when no token came.
    pub fn unauthorized(error: Option<&str>, code: &str, detail: &str) -> Self {
        let challenge = match error {
            None => "Bearer realm=\"Forecourt\"".to_owned(),
            Some(error) => {
                format!("Bearer realm=\"Forecourt\", error=\"{error}\", error_description=\"{detail}\"")
            }
        };
        let problem = Self::new(StatusCode::UNAUTHORIZED, code, detail);
        match HeaderValue::from_str(&challenge) {
            Ok(challenge) => problem.with_header(WWW_AUTHENTICATE, challenge),
            Err(_) => problem,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let status = status_of(&error);
        let mut problem = Self::new(status, error.code(), error.sentence());
        match error {
            ServiceError::Invalid(errors) => problem.body.errors = errors.0,
            ServiceError::MissingScope { scope } => {
                problem.body.scope = Some(scope.code().to_owned());
                let challenge =
                    format!("Bearer realm=\"Forecourt\", error=\"insufficient_scope\", scope=\"{scope}\"");
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    problem = problem.with_header(WWW_AUTHENTICATE, challenge);
                }
            }
            ServiceError::Store(error) => {
                tracing::error!(error = ?error, "a request could not be answered");
                let detail = "The database did not answer. Try again in a moment; if this was a change, look in the activity first \
                              whether it was made.";
                detail.clone_into(&mut problem.body.detail);
                problem = problem.with_header(RETRY_AFTER, HeaderValue::from_static("5"));
            }
            ServiceError::Busy | ServiceError::NotSetUp => {
                problem = problem.with_header(RETRY_AFTER, HeaderValue::from_static("5"));
                problem.nothing_done = true;
            }
            _ => {}
        }
        problem
    }
}

impl From<forecourt_model::FieldErrors> for Problem {
    fn from(errors: forecourt_model::FieldErrors) -> Self {
        Self::from(ServiceError::Invalid(errors))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.body).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        if self.nothing_done {
            response.extensions_mut().insert(NotBegun);
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}
