//! Answers: whole pages, fragments, redirects.

use super::flash::{Flash, FlashCookie};
use super::frame::{Place, frame};
use super::visit::Visit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::render::{part_with_icons, render};
use forecourt_app::shell::Frame;
use leptos::IntoView;

/// A document as a response that no cache keeps.
pub fn html(status: StatusCode, document: String) -> Response {
    let mut response = (status, document).into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page for somebody who is signed in. What was just done is shown on it, once.
pub fn page<V: IntoView>(
    visit: &Visit,
    status: StatusCode,
    title: &str,
    place: Place,
    view: impl FnOnce(Frame) -> V,
) -> Response {
    let frame = frame(visit, title, place);
    let mut response = html(status, render(|| view(frame)));
    if visit.flash.is_some() {
        FlashCookie::clear(response.headers_mut());
    }
    response
}

/// A part of a page, for a script that asked for it, with the icons that it shows.
pub fn part<V: IntoView>(view: impl FnOnce() -> V) -> Response {
    html(StatusCode::OK, part_with_icons(view))
}

/// Goes to `path` with GET, after something was done.
pub fn see_other(path: &str, flash: Option<&Flash>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, location);
    }
    if let Some(flash) = flash {
        FlashCookie::write(response.headers_mut(), flash);
    }
    response
}
