//! A page of the list.

use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::users::{AssignDialog, UsersPage, order_of, read, users_page};
use forecourt_model::PersonId;
use forecourt_model::authority::Permission;
use forecourt_service::people::{PageRequest, departments, list};

/// What stands on the page besides the list.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) problem: Option<String>,
    pub(super) ticked: Vec<PersonId>,
    pub(super) dialog: Option<AssignDialog>,
}

/// Shows the page that the address asks for, with the people ticked whom it names.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let extra = Extra {
        ticked: ticked(&fields),
        ..Extra::default()
    };
    show(&visit, StatusCode::OK, &fields, extra).await
}

/// The people who were ticked.
pub(super) fn ticked(fields: &Fields) -> Vec<PersonId> {
    fields.all("user").filter_map(|id| id.parse().ok()).collect()
}

pub(super) async fn show(visit: &Visit, status: StatusCode, fields: &Fields, extra: Extra) -> Response {
    let filter = read(&fields.0);
    let order = order_of(fields.get("sort"));
    let request = PageRequest {
        order,
        cursor: fields.some("cursor").map(str::to_owned),
    };
    let found = match list(visit.services(), &visit.context, &filter, &request).await {
        Ok(found) => found,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let offered = match departments(visit.services(), &visit.context).await {
        Ok(offered) => offered,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let data = UsersPage {
        page: &found,
        filter: &filter,
        order,
        cursor: fields.some("cursor"),
        departments: &offered,
        own: visit.signed_in.administrator,
        read_only: read_only(visit),
        problem: extra.problem,
        ticked: &extra.ticked,
        dialog: extra.dialog,
    };
    page(visit, status, "Users", Place::Users, |mut frame| {
        frame.search = (!filter.search.is_empty()).then(|| filter.search.clone());
        users_page(frame, data)
    })
}

/// Why the one who visits cannot assign policies.
pub(in crate::http::pages) fn read_only(visit: &Visit) -> Option<String> {
    let permission = Permission::AssignPolicies;
    (!visit.context.may(permission)).then(|| permission.refusal(visit.context.role()))
}
