//! Saving the parts of the page.

use super::revision;
use super::show::{show, stored};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::outside::OutsideView;
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::decision::{
    OutsideInput, RefusalInput, import_identities, save_outside, save_refusal,
};

/// The page once more, with what was typed.
async fn refused(visit: &Visit, error: ServiceError, typed: impl FnOnce(&mut OutsideView)) -> Response {
    let mut view = match stored(visit).await {
        Ok(view) => view,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    typed(&mut view);
    let status = status_of(&error);
    match error {
        ServiceError::Invalid(errors) => view.errors = errors,
        other => view.problem = Some(other.sentence()),
    }
    show(visit, status, &view)
}

pub(super) async fn servers(visit: Visit, Form(fields): Form) -> Response {
    let input = OutsideInput {
        personal: fields.get("personal").to_owned(),
        organization: fields.get("organization").to_owned(),
        own: fields.get("own").to_owned(),
        unknown: fields.get("unknown").to_owned(),
        unknown_person: fields.get("unknown_person").to_owned(),
    };
    match save_outside(visit.services(), &visit.context, revision(&fields), &input).await {
        Ok(_) => see_other(
            &paths::outside(),
            Some(&Flash::text("External identities saved. They count from now on.")),
        ),
        Err(error) => refused(&visit, error, |view| view.input = input).await,
    }
}

pub(super) async fn refusal(visit: Visit, Form(fields): Form) -> Response {
    let input = RefusalInput {
        sentences: fields.get("sentences").to_owned(),
        request_url: fields.get("request_url").to_owned(),
        keep_one_in: fields.get("keep_one_in").to_owned(),
        days: fields.get("days").to_owned(),
    };
    match save_refusal(visit.services(), &visit.context, revision(&fields), &input).await {
        Ok(_) => see_other(
            &paths::outside(),
            Some(&Flash::text("What refused people read was saved")),
        ),
        Err(error) => refused(&visit, error, |view| view.refusal = input).await,
    }
}

pub(super) async fn identities(visit: Visit, Form(fields): Form) -> Response {
    let lines = fields.get("lines").to_owned();
    match import_identities(visit.services(), &visit.context, &lines).await {
        Ok(done) => {
            let text = match done.identities {
                0 => "Everybody had these identities already; nothing was added".to_owned(),
                added => format!("Identities added: {added}, people: {}", done.people),
            };
            see_other(&paths::outside(), Some(&Flash::text(text)))
        }
        Err(error) => refused(&visit, error, |view| view.lines = lines).await,
    }
}
