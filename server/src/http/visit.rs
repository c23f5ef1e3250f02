//! One visit of one administrator: everything that a page needs to know about who looks at it.

use super::flash::{Flash, FlashCookie};
use super::session::SignedIn;
use super::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use forecourt_service::OpContext;
use std::convert::Infallible;

/// The number used once that allows this response's own scripts.
#[derive(Clone, Debug, Default)]
pub struct Nonce(pub String);

/// A signed-in administrator who asks for a page or sends a form. Only behind a route that is not public.
#[derive(Clone)]
pub struct Visit {
    /// The state of the server.
    pub state: AppState,
    /// The circumstances that use cases take.
    pub context: OpContext,
    /// Who it is.
    pub signed_in: SignedIn,
    /// For the scripts of the page.
    pub nonce: Nonce,
    /// The path without its query.
    pub path: String,
    /// The query, without the question mark.
    pub query: String,
    /// Whether a script asks for a fragment instead of the whole page (`Accept: application/x-fragment`).
    pub wants_fragment: bool,
    /// What was just done, shown once.
    pub flash: Option<Flash>,
}

impl Visit {
    /// The services.
    pub fn services(&self) -> &forecourt_service::Services {
        &self.state.services
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let missing = || axum::http::StatusCode::UNAUTHORIZED.into_response();
        let context = parts.extensions.get::<OpContext>().cloned().ok_or_else(missing)?;
        let signed_in = parts.extensions.get::<SignedIn>().cloned().ok_or_else(missing)?;
        let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_default();
        let accept = parts
            .headers
            .get(axum::http::header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            state: state.clone(),
            context,
            signed_in,
            nonce,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            wants_fragment: accept.is_some_and(|accept| accept.contains("application/x-fragment")),
            flash: FlashCookie::read(&parts.headers),
        })
    }
}

/// The address of who asks, for throttling and the list of sessions.
#[derive(Clone, Debug)]
pub struct ClientAddress(pub String);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<std::net::SocketAddr>()
            .map(|peer| peer.ip().to_string());
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok());
        // The last entry is the one that the trusted proxy itself has added.
        let forwarded = forwarded
            .and_then(|list| list.rsplit(',').next())
            .map(|last| last.trim().to_owned());
        let address = if state.site.trust_proxy {
            forwarded.or(peer)
        } else {
            peer
        };
        Ok(Self(address.unwrap_or_else(|| "unknown".to_owned())))
    }
}
