//! What every handler can reach.

use super::api::kept::KeptAnswers;
use super::api_limit::ApiLimit;
use crate::config::Secret;
use forecourt_service::Services;
use std::sync::Arc;

/// The state of the server. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub services: Services,
    /// How the server is reached.
    pub site: Arc<Site>,
}

/// How the server is reached.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Whether browsers reach it over TLS: cookies are `__Host-` ones then, and HSTS is sent.
    pub secure: bool,
    /// Whether a proxy in front is trusted to say the client's address (`X-Forwarded-For`).
    pub trust_proxy: bool,
    /// What a client must show to read the metrics; without one, only this machine may.
    pub metrics_token: Option<Secret>,
    /// Whether webhooks may be sent to private networks and to this machine.
    pub webhook_private_addresses: bool,
    /// How many requests each access token may send.
    pub api_limit: ApiLimit,
    /// Answers that count until the organization changes.
    pub kept_answers: KeptAnswers,
}
