//! Showing the page, perhaps with a form that was sent after the session had ended.

use super::contents::{answer, contents};
use super::form::SettingsForm;
use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::paths;
use forecourt_service::organization::get_settings;
use forecourt_service::{ServiceError, session};

/// The page.
pub(super) async fn show(visit: Visit, Query(query): Query) -> Result<Response, Failure> {
    build(&visit, &query)
        .await
        .map_err(|error| Failure::of(&visit, &error))
}

async fn build(visit: &Visit, query: &Fields) -> Result<Response, ServiceError> {
    let draft = match query.some("draft") {
        Some(token) => session::take_draft(visit.services(), token).await?,
        None => None,
    };
    let Some((_, body)) = draft.filter(|(path, _)| *path == paths::organization_settings()) else {
        return Ok(answer(visit, StatusCode::OK, &contents(visit, None).await?));
    };
    let stored = get_settings(visit.services(), &visit.context)?.settings;
    let form = SettingsForm::read(&Fields::parse(body.as_bytes()), &stored, true);
    let mut page = contents(visit, Some(form)).await?;
    page.notice = Some(
        "You were signed out before this was saved. What you entered is here again and not saved yet."
            .to_owned(),
    );
    Ok(answer(visit, StatusCode::OK, &page))
}
