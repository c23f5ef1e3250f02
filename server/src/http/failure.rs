//! Answers for what could not be done.

use super::frame::{Place, bare, frame};
use super::respond::html;
use super::session::SignedIn;
use super::state::AppState;
use super::visit::{Nonce, Visit};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::failure::failure_page;
use forecourt_app::render::render;
use forecourt_app::shell::Frame;
use forecourt_service::{Actor, OpContext, ServiceError};

/// A request that could not be answered.
pub struct Failure {
    status: StatusCode,
    document: String,
    retry_after: Option<i64>,
}

/// The status for an error of a use case.
pub fn status_of(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ServiceError::Forbidden { .. } | ServiceError::MissingScope { .. } => StatusCode::FORBIDDEN,
        ServiceError::NotFound { .. } => StatusCode::NOT_FOUND,
        ServiceError::Conflict(_) | ServiceError::Depends(_) | ServiceError::Refused { .. } => {
            StatusCode::CONFLICT
        }
        ServiceError::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        ServiceError::Busy | ServiceError::NotSetUp | ServiceError::Store(_) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

fn title_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::TOO_MANY_REQUESTS => "Too many attempts",
        StatusCode::SERVICE_UNAVAILABLE => "Not available",
        _ => "Not done",
    }
}

impl Failure {
    /// The error on a page for the one who visits. The page looks like any other, so the way back is at hand.
    pub fn of(visit: &Visit, error: &ServiceError) -> Self {
        let title = title_of(status_of(error));
        Self::with(
            frame(visit, title, Place::Nowhere),
            &visit.context.request_id,
            error,
        )
    }

    /// The same before the visit has begun: at the door.
    pub fn page(state: &AppState, signed_in: &SignedIn, nonce: &Nonce, error: &ServiceError) -> Self {
        let context = OpContext {
            tenant: state.services.tenant(),
            actor: Actor::Administrator {
                id: signed_in.administrator,
                name: signed_in.name.clone(),
                role: signed_in.role,
            },
            now: state.services.clock().now(),
            request_id: String::new(),
        };
        let visit = Visit {
            state: state.clone(),
            context,
            signed_in: signed_in.clone(),
            nonce: nonce.clone(),
            path: String::new(),
            query: String::new(),
            wants_fragment: false,
            flash: None,
        };
        Self::of(&visit, error)
    }

    /// The error on a bare page, when it is not known who asks.
    pub fn bare(state: &AppState, nonce: &Nonce, error: &ServiceError) -> Self {
        Self::with(bare(state, &nonce.0, title_of(status_of(error))), "", error)
    }

    /// The error on a page that needs nothing but itself.
    pub fn plain(nonce: &Nonce, error: &ServiceError) -> Self {
        let title = title_of(status_of(error)).to_owned();
        Self::with(
            Frame {
                title,
                nonce: nonce.0.clone(),
                home_href: "/".to_owned(),
                ..Frame::default()
            },
            "",
            error,
        )
    }

    fn with(frame: Frame, request_id: &str, error: &ServiceError) -> Self {
        let status = status_of(error);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            tracing::error!(error = ?error, request.id = request_id, "a request could not be answered");
        }
        let (sentence, request_id) = (error.sentence(), request_id.to_owned());
        let retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5);
        Self {
            status,
            document: render(|| failure_page(frame, sentence, request_id)),
            retry_after,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = html(self.status, self.document);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
