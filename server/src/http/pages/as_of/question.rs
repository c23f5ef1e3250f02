//! What an address asks for.

use crate::http::form::Fields;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use forecourt_model::Revision;
use forecourt_service::ServiceError;
use forecourt_service::as_of::{self, AsOf, When, parse_moment};

/// The moment, or the change, that an address names; `None` when it names neither.
fn when(fields: &Fields) -> Result<Option<When>, ServiceError> {
    if let Some(text) = fields.some("revision") {
        let number: Result<Revision, _> = text.trim().parse();
        return number
            .map(|revision| Some(When::After(revision)))
            .map_err(|_| ServiceError::NotFound { what: "change" });
    }
    fields
        .some("at")
        .map(|text| parse_moment(text).map(When::Moment))
        .transpose()
}

/// Looks back at what the address asks for; `None` when it asks for nothing yet.
pub(super) async fn answer(visit: &Visit, fields: &Fields) -> Result<Option<AsOf>, ServiceError> {
    let Some(when) = when(fields)? else {
        return Ok(None);
    };
    let (services, context) = (visit.services(), &visit.context);
    let person = as_of::who(services, context, fields.get("user")).await?;
    as_of::at(services, context, when, person).await.map(Some)
}

/// The status for a question that has no answer: it is the question that has to be another one.
pub(super) fn status(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        other => crate::http::failure::status_of(other),
    }
}
