//! `/sign-in` and `/sign-out`.

use crate::http::failure::status_of;
use crate::http::form::{Fields, Form, Query};
use crate::http::frame::bare;
use crate::http::respond::{html, see_other};
use crate::http::routes::{Access, Routes};
use crate::http::session::clear_cookie;
use crate::http::visitor::Visitor;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::Response;
use forecourt_app::pages::sign_in::{SignInView, sign_in_page};
use forecourt_app::paths;
use forecourt_app::render::render;
use forecourt_service::sign_in::{SignIn, sign_in};
use forecourt_service::{ServiceError, session};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, show)
        .post("/sign-in", Access::Public, submit)
        .post("/sign-out", Access::Public, leave)
}

async fn show(visitor: Visitor, Query(query): Query) -> Response {
    if visitor.services().snapshot_if_set_up().is_none() {
        return see_other(&paths::setup(), None);
    }
    let token = visitor.browser.previous.as_deref().unwrap_or_default();
    match session::resolve(visitor.services(), token).await {
        Ok(Some(_)) => see_other(&destination(&query), None),
        Ok(None) => page(&visitor, StatusCode::OK, view(&query)),
        Err(error) => refused(&visitor, &query, &error),
    }
}

async fn submit(visitor: Visitor, Form(fields): Form) -> Response {
    if visitor.services().snapshot_if_set_up().is_none() {
        return see_other(&paths::setup(), None);
    }
    let attempt = SignIn {
        email: fields.get("email").to_owned(),
        password: Zeroizing::new(fields.get("password").to_owned()),
        browser: visitor.browser.clone(),
    };
    match sign_in(visitor.services(), &attempt).await {
        Ok(begun) => visitor.enter(see_other(&destination(&fields), None), &begun),
        Err(error) => refused(&visitor, &fields, &error),
    }
}

async fn leave(visitor: Visitor) -> Response {
    if let Some(token) = &visitor.browser.previous
        && let Err(error) = session::end(visitor.services(), token).await
    {
        // Said plainly: whoever believes to have signed out must not be wrong about it.
        return refused(&visitor, &Fields::default(), &error);
    }
    let mut response = see_other(&paths::sign_in(None, None), None);
    clear_cookie(response.headers_mut(), visitor.state.site.secure);
    response
}

/// Where to go after signing in: a path of this site, with the form that waits.
fn destination(fields: &Fields) -> String {
    let next = paths::local(fields.get("next"));
    match fields.some("draft") {
        None => next,
        Some(draft) => {
            let (path, query) = next.split_once('?').unwrap_or((next.as_str(), ""));
            let kept = Fields::parse(query.as_bytes());
            let mut pairs: Vec<(&str, &str)> = kept.0.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            pairs.push(("draft", draft));
            paths::with_query(path, &pairs)
        }
    }
}

fn view(fields: &Fields) -> SignInView {
    SignInView {
        email: fields.get("email").to_owned(),
        next: fields.get("next").to_owned(),
        draft: fields.get("draft").to_owned(),
        ..SignInView::default()
    }
}

fn page(visitor: &Visitor, status: StatusCode, view: SignInView) -> Response {
    let frame = bare(&visitor.state, &visitor.nonce.0, "Sign in");
    html(status, render(|| sign_in_page(frame, view)))
}

fn refused(visitor: &Visitor, fields: &Fields, error: &ServiceError) -> Response {
    let mut view = view(fields);
    match error {
        ServiceError::Invalid(errors) => view.error = errors.message("password").map(str::to_owned),
        other => view.problem = Some(problem(other, visitor.services().clock().now())),
    }
    let mut response = page(visitor, status_of(error), view);
    if let ServiceError::Throttled { until } = error {
        let seconds = (*until - visitor.services().clock().now()).whole_seconds().max(1);
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// What is in the way, in a sentence that fits the pages before the sign-in.
pub(super) fn problem(error: &ServiceError, now: OffsetDateTime) -> String {
    match error {
        ServiceError::Throttled { until } => {
            let minutes = ((*until - now).whole_seconds().max(1) + 59) / 60;
            let unit = if minutes == 1 { "minute" } else { "minutes" };
            format!("Too many attempts. Try again in {minutes} {unit}.")
        }
        ServiceError::Store(_) => "The database did not answer. Try again in a moment.".to_owned(),
        ServiceError::Busy => "The server is busy. Try again in a moment.".to_owned(),
        other => other.sentence(),
    }
}
