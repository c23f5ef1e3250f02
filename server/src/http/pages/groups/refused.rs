//! The page of a group with what was not done.

use super::show::{Extra, show, ticked, typed};
use crate::http::failure::{Failure, status_of};
use crate::http::form::Fields;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::groups::Conflicting;
use forecourt_model::GroupId;
use forecourt_service::{Conflict, ServiceError};

/// The fields that have their sentence beside them.
const WITH_FIELD: [&str; 5] = ["policy", "rank", "people", "display_name", "mail"];

/// The page with why nothing was changed, and what was typed. `what` is what the form was made from.
pub(super) async fn refused(
    visit: &Visit,
    id: GroupId,
    query: &Fields,
    fields: &Fields,
    what: &'static str,
    error: ServiceError,
) -> Response {
    let status = status_of(&error);
    let mut extra = Extra {
        typed: typed(fields),
        ticked: ticked(fields),
        ..Extra::default()
    };
    match error {
        ServiceError::Forbidden { .. } | ServiceError::NotFound { what: "group" } => {
            return Failure::of(visit, &error).into_response();
        }
        ServiceError::NotFound { .. } => {
            extra.typed.policy = None;
            let sentence = "Nothing was assigned: there is no such policy. It may have been deleted in the meantime; \
                            choose another.";
            extra.problem = Some(sentence.to_owned());
            return show(visit, StatusCode::CONFLICT, id, query, extra).await;
        }
        ServiceError::Conflict(conflict) => extra.conflict = Some(conflicting(*conflict, what)),
        ServiceError::Invalid(errors) => {
            let aside = errors
                .0
                .iter()
                .find(|error| !WITH_FIELD.contains(&error.field.as_str()));
            let sentence = aside.map_or_else(
                || "Nothing was changed. What was entered needs another look.".to_owned(),
                |error| error.message.clone(),
            );
            extra.problem = Some(sentence);
            extra.typed.errors = errors;
        }
        other => extra.problem = Some(other.sentence()),
    }
    show(visit, status, id, query, extra).await
}

fn conflicting(conflict: Conflict, what: &'static str) -> Conflicting {
    let advice = "The page shows what is stored now, and what you entered is still in its form. Look at it, then save \
                  again.";
    Conflicting {
        changed_by: conflict.changed_by,
        changed_at: conflict.changed_at,
        what,
        advice: advice.to_owned(),
        again: None,
    }
}
