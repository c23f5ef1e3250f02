//! What every request meets first: questions of chat servers are answered here, all others go on to the router.

use super::decisions::{self, Endpoint};
use super::router::router;
use super::state::AppState;
use crate::start::Answers;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// The whole server: what connections are served with, and what tests call. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    state: AppState,
    router: Router,
}

impl Front {
    /// The server with this state.
    pub fn new(state: &AppState) -> Self {
        Self {
            state: state.clone(),
            router: router(state),
        }
    }
}

impl Answers for Front {
    async fn answer(&self, peer: SocketAddr, mut request: Request<Body>) -> Response {
        if let Some(endpoint) = Endpoint::at(request.uri().path()) {
            return decisions::answer(&self.state, endpoint, request).await;
        }
        request.extensions_mut().insert(peer);
        // On the heap: it is far larger than what answers questions, which would have to carry it.
        let Ok(response) = Box::pin(self.router.clone().oneshot(request)).await;
        response
    }
}
