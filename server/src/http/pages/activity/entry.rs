//! One change.

use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::activity::entry_page;
use forecourt_app::paths;
use forecourt_service::{ServiceError, activity};

/// How many of the people it touched are shown.
const FIRST: u32 = 50;

/// Shows the change with the number in the path.
pub(super) async fn get(visit: Visit, Path(number): Path<String>) -> Response {
    let answer = async {
        let revision = super::revision(&number)?;
        let entry = activity::get(visit.services(), &visit.context, revision).await?;
        let people = activity::touched(
            visit.services(),
            &visit.context,
            entry.change.revision,
            None,
            FIRST,
        );
        Ok::<_, ServiceError>((entry, people.await?))
    };
    match answer.await {
        // A part of a change over many people is shown as the whole.
        Ok((entry, _)) if entry.change.revision.to_string() != number.trim() => {
            see_other(&paths::change(entry.change.revision), None)
        }
        Ok((entry, people)) => {
            let title = format!("Change {}", entry.change.revision);
            page(&visit, StatusCode::OK, &title, Place::Activity, |frame| {
                entry_page(frame, &entry, &people)
            })
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
