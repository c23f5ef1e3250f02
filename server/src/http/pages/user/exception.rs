//! Another end for a person's exception: later, never, or now.

use super::person;
use super::show::{Extra, show};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::pages::exceptions::exception_fields;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use forecourt_app::paths;
use forecourt_model::{PersonId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::exception::{end_now, extend, make_permanent};
use forecourt_service::organization::Saved;

/// Does what the button asks for; shows the person again, with what was typed, when it cannot.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let id = match person(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    match change(&visit, id, &fields).await {
        Ok((saved, words)) => {
            let flash = if saved.changed {
                Flash::change(words, saved.revision)
            } else {
                Flash::text("It ends then already. Nothing was changed.")
            };
            see_other(&paths::user(id), Some(&flash))
        }
        Err(ServiceError::NotFound { what: "person" }) => {
            Failure::of(&visit, &ServiceError::NotFound { what: "person" }).into_response()
        }
        Err(error) => {
            let mut end = exception_fields(&fields);
            let (status, mut problem) = (status_of(&error), Some(error.sentence()));
            if let ServiceError::Invalid(errors) = error {
                (end.errors, problem) = (errors, None);
            }
            let extra = Extra {
                problem,
                end,
                ..Extra::default()
            };
            show(&visit, status, id, &Fields::default(), extra).await
        }
    }
}

async fn change(visit: &Visit, id: PersonId, fields: &Fields) -> Result<(Saved, &'static str), ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let expected: Revision = fields.get("revision").parse().unwrap_or_default();
    let reason = fields.some("reason").map(str::to_owned);
    Ok(match fields.get("do") {
        "end" => (
            end_now(services, context, id, expected, reason).await?,
            "The exception was ended. What was assigned before counts again.",
        ),
        "permanent" => (
            make_permanent(services, context, id, expected, reason).await?,
            "The assignment does not end by itself any more.",
        ),
        _ => {
            let end = (fields.get("expires"), fields.get("expires_time"));
            (
                extend(services, context, id, expected, end, reason).await?,
                "The exception ends on another day now.",
            )
        }
    })
}
