//! Signs of life for whoever watches the server.

use super::routes::{Access, Routes};
use super::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use forecourt_store::dialect;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/health/live", Access::Public, live)
        .get("/health/ready", Access::Public, ready)
}

/// The process answers.
async fn live() -> &'static str {
    "live\n"
}

/// The process answers and so does its database.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    let answer = async {
        // Asked before it is given out: one that was just lost says nothing about the others.
        let mut reader = state.services.database().read_aside().await?;
        dialect::ping(&mut reader.connection()).await
    };
    match answer.await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
