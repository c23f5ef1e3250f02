//! Somebody at a public page, who may or may not be signed in.

use super::security::request_id;
use super::session::{SessionToken, set_cookie};
use super::state::AppState;
use super::visit::{ClientAddress, Nonce};
use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::response::Response;
use forecourt_service::Services;
use forecourt_service::session::{Begun, Browser};
use std::convert::Infallible;

/// What a public page knows about who looks at it.
#[derive(Clone)]
pub struct Visitor {
    /// The state of the server.
    pub state: AppState,
    /// For the scripts of the page.
    pub nonce: Nonce,
    /// The number of the request.
    pub request_id: String,
    /// The browser, with the session that it has.
    pub browser: Browser,
}

impl Visitor {
    /// The services.
    pub fn services(&self) -> &Services {
        &self.state.services
    }

    /// Gives the browser the session that has begun.
    pub fn enter(&self, mut response: Response, begun: &Begun) -> Response {
        set_cookie(response.headers_mut(), self.state.site.secure, &begun.token);
        response
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, state).await?;
        let user_agent = parts
            .headers
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let previous = parts
            .extensions
            .get::<SessionToken>()
            .map(|token| token.0.clone());
        Ok(Self {
            state: state.clone(),
            nonce: parts.extensions.get::<Nonce>().cloned().unwrap_or_default(),
            request_id: request_id(&parts.extensions),
            browser: Browser {
                address,
                user_agent,
                previous,
            },
        })
    }
}
