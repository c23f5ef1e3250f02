//! One change.

use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::activity::entry_page;
use forecourt_service::activity;

/// Shows the change with the number in the path.
pub(super) async fn get(visit: Visit, Path(number): Path<String>) -> Response {
    let answer = async {
        let revision = super::revision(&number)?;
        activity::get(visit.services(), &visit.context, revision).await
    };
    match answer.await {
        Ok(entry) => {
            let title = format!("Change {}", entry.change.revision);
            page(&visit, StatusCode::OK, &title, Place::Activity, |frame| {
                entry_page(frame, &entry)
            })
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
