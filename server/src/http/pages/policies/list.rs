//! The list of policies.

use super::locked;
use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::policies::{Confirm, ListView, policies_page};
use forecourt_service::policy::{self, ListQuery, PolicySort};

/// `GET /external-access/policies`, with `q`, `sort` and `order`.
pub(super) async fn show(visit: Visit, Query(query): Query) -> Response {
    answer(&visit, &query, StatusCode::OK, Shown::default())
}

/// What a command adds to the list.
#[derive(Default)]
pub(super) struct Shown {
    /// The ticked rows, by name.
    pub(super) selected: Vec<String>,
    /// What could not be done, and where to read more.
    pub(super) problem: Option<(String, Option<(String, String)>)>,
    /// The question before a command.
    pub(super) confirm: Option<Confirm>,
}

/// The list that `query` asks for.
pub(super) fn answer(visit: &Visit, query: &Fields, status: StatusCode, shown: Shown) -> Response {
    let query = ListQuery {
        text: query.get("q").trim().to_owned(),
        sort: PolicySort::from_code(query.get("sort")),
        descending: query.get("order") == "desc",
    };
    let list = match policy::list(visit.services(), &visit.context, &query) {
        Ok(list) => list,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let view = ListView {
        list,
        query,
        selected: shown.selected,
        own: visit.signed_in.administrator,
        locked: locked(&visit.context),
        problem: shown.problem,
        confirm: shown.confirm,
    };
    page(
        visit,
        status,
        "External access policies",
        Place::ExternalAccess,
        |frame| policies_page(frame, view),
    )
}
