//! `/setup`.

use super::sign_in::problem;
use crate::http::failure::status_of;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::frame::bare;
use crate::http::respond::{html, see_other};
use crate::http::routes::{Access, Routes};
use crate::http::visitor::Visitor;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::setup::{SetupView, setup_page};
use forecourt_app::paths;
use forecourt_app::render::render;
use forecourt_service::ServiceError;
use forecourt_service::setup::{SetUp, set_up};
use zeroize::Zeroizing;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/setup", Access::Public, show)
        .post("/setup", Access::Public, submit)
}

async fn show(visitor: Visitor, Query(query): Query) -> Response {
    if visitor.services().snapshot_if_set_up().is_some() {
        return see_other(&paths::sign_in(None, None), None);
    }
    // The server's output has a link with the code in it. Only the form uses it up.
    let view = SetupView {
        code: query.get("code").to_owned(),
        ..SetupView::default()
    };
    page(&visitor, StatusCode::OK, view)
}

async fn submit(visitor: Visitor, Form(fields): Form) -> Response {
    let text = |name: &str| fields.get(name).to_owned();
    let input = SetUp {
        code: text("code"),
        organization: text("organization"),
        domain: text("domain"),
        name: text("name"),
        email: text("email"),
        password: Zeroizing::new(text("password")),
        password_again: Zeroizing::new(text("password_again")),
        browser: visitor.browser.clone(),
    };
    match set_up(visitor.services(), &visitor.request_id, &input).await {
        Ok(begun) => {
            let flash = Flash::text("Forecourt is set up, and you are signed in");
            let response = see_other(&paths::organization_settings(), Some(&flash));
            visitor.enter(response, &begun)
        }
        Err(error) => refused(&visitor, &fields, &error),
    }
}

fn page(visitor: &Visitor, status: StatusCode, view: SetupView) -> Response {
    let frame = bare(&visitor.state, &visitor.nonce.0, "Set up Forecourt");
    html(status, render(|| setup_page(frame, view)))
}

fn refused(visitor: &Visitor, fields: &Fields, error: &ServiceError) -> Response {
    let text = |name: &str| fields.get(name).to_owned();
    let mut view = SetupView {
        code: text("code"),
        organization: text("organization"),
        domain: text("domain"),
        name: text("name"),
        email: text("email"),
        done: visitor.services().snapshot_if_set_up().is_some(),
        ..SetupView::default()
    };
    match error {
        ServiceError::Invalid(errors) => view.errors = errors.clone(),
        other => view.problem = Some(problem(other, visitor.services().clock().now())),
    }
    page(visitor, status_of(error), view)
}
