//! Reading, archiving and the like, each administrator for themselves.

use super::filter::filter_of;
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::message_center::query_of;
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::message::{self, Mark};

/// Where a mark leads that was sent after its session had ended.
pub(super) async fn get(_: Visit, Path(id): Path<String>) -> Response {
    see_other(&paths::message(&id), None)
}

pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let Some(mark) = Mark::from_code(fields.get("mark")) else {
        let message =
            "Nothing was marked: the form does not say how. Open the message and press one of its buttons.";
        return Failure::of(&visit, &ServiceError::field("mark", "unknown-mark", message)).into_response();
    };
    if let Err(error) = message::mark(visit.services(), &visit.context, &id, mark).await {
        return Failure::of(&visit, &error).into_response();
    }
    // Back to the list where the message does not belong to what is open any more, or would be read again at once.
    let path = match mark {
        Mark::Archive | Mark::Unarchive | Mark::Unread => paths::messages(),
        Mark::Read | Mark::Favorite | Mark::Unfavorite => paths::message(&id),
    };
    let query = query_of(&filter_of(&fields));
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    see_other(&paths::with_query(&path, &query), Some(&Flash::text(mark.done())))
}
