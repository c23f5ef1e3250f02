//! Looking back on a page.

use super::question::{answer, status};
use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::as_of::{AsOfForm, as_of_page};
use forecourt_service::ServiceError;
use forecourt_service::as_of::AsOf;
use time::{OffsetDateTime, UtcOffset};

/// Shows the form, and the state that the address asks for.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    match answer(&visit, &fields).await {
        Ok(found) => {
            let form = filled(&visit, &fields, found.as_ref());
            show(&visit, StatusCode::OK, &form, found.as_ref())
        }
        Err(error) => refuse(&visit, &fields, &error),
    }
}

fn show(visit: &Visit, status: StatusCode, form: &AsOfForm, found: Option<&AsOf>) -> Response {
    page(visit, status, "Look back", Place::Activity, |frame| {
        as_of_page(frame, form, found)
    })
}

/// A moment as a field for day and time takes it.
fn field(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let (month, day) = (u8::from(utc.month()), utc.day());
    format!(
        "{:04}-{month:02}-{day:02}T{:02}:{:02}",
        utc.year(),
        utc.hour(),
        utc.minute()
    )
}

/// The form as it was sent. What was found after a change is a moment too; nothing asked yet begins with now.
fn filled(visit: &Visit, fields: &Fields, found: Option<&AsOf>) -> AsOfForm {
    let at = match (fields.some("at"), found) {
        (Some(text), _) => text.trim().to_owned(),
        (None, Some(found)) => field(found.state.moment),
        (None, None) => field(visit.context.now),
    };
    let person = found.and_then(|found| found.person.as_ref());
    AsOfForm {
        at,
        user: person.map_or_else(
            || fields.get("user").trim().to_owned(),
            |then| then.person.user_principal_name.clone(),
        ),
        ..AsOfForm::default()
    }
}

fn refuse(visit: &Visit, fields: &Fields, error: &ServiceError) -> Response {
    let mut form = filled(visit, fields, None);
    match error {
        ServiceError::Invalid(errors) => {
            let of = |name: &str| {
                let found = errors.0.iter().find(|error| error.field == name);
                found.map(|error| error.message.clone())
            };
            form.at_error = of("at");
            form.user_error = of("user");
        }
        ServiceError::Refused { message, .. } => form.problem = Some(message.clone()),
        other => return Failure::of(visit, other).into_response(),
    }
    show(visit, status(error), &form, None)
}
