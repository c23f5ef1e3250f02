//! `/`: the dashboard.

use super::message_center::{banner_for, may_answer};
use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::dashboard::{DashboardPage, dashboard_page};
use forecourt_model::authority::Permission;
use forecourt_service::dashboard;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/", Access::SignedIn, get)
}

async fn get(visit: Visit) -> Response {
    let view = match dashboard::get(visit.services(), &visit.context).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let shown = DashboardPage {
        view,
        banner: banner_for(&visit).await,
        may_answer: may_answer(&visit),
        own: visit.signed_in.administrator,
        role: visit.signed_in.role,
        may_import: visit.context.may(Permission::Import),
    };
    page(&visit, StatusCode::OK, "Dashboard", Place::Dashboard, |frame| {
        dashboard_page(frame, shown)
    })
}
