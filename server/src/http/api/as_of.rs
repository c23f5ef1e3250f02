//! `/api/v1/as-of`: the state at any moment of the past.

use super::answer::{Answer, document};
use super::caller::Caller;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use crate::http::pages::as_of::document as found_document;
use crate::http::problem::Problem;
use axum::http::StatusCode;
use forecourt_model::Revision;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::as_of::{self, When, parse_moment};
use utoipa::ToSchema;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default().get(
        "/api/v1/as-of",
        Scope::ActivityRead,
        get,
        Doc::new("asOf", "Activity", "Read the state at a moment of the past")
            .query(
                "at",
                Kind::Moment,
                "The moment, such as 2021-12-08T14:20:00Z. Write this or `revision`.",
            )
            .query(
                "revision",
                Kind::Number(1, i64::MAX),
                "Once this change had been made.",
            )
            .query("user", Kind::Text, "Somebody whose answers are told too.")
            .returns::<PastState>("What was in force."),
    )
}

/// What was in force at a moment.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct PastState {
    /// The moment.
    at: String,
    /// The last change made until then.
    revision: i64,
    /// Who made it.
    last_change: Option<serde_json::Value>,
    /// Whether nothing was changed since.
    newest: bool,
    /// Every setting then, and today where it differs.
    settings: serde_json::Value,
    /// Who had written the settings.
    settings_made_by: Option<serde_json::Value>,
    /// The policies.
    policies: Vec<serde_json::Value>,
    /// The groups with a policy, by rank.
    groups: Vec<serde_json::Value>,
    /// The rollout.
    rollout: Option<serde_json::Value>,
    /// The person who was asked about.
    person: Option<serde_json::Value>,
}

async fn get(caller: Caller) -> Answer {
    let (services, context) = (caller.services(), &caller.context);
    let when = match (caller.query.some("at"), caller.query.some("revision")) {
        (Some(at), None) => When::Moment(parse_moment(at)?),
        (None, Some(revision)) => {
            let missing = |_| ServiceError::NotFound { what: "change" };
            When::After(revision.parse::<Revision>().map_err(missing)?)
        }
        _ => {
            let message = "Write the moment as at=2021-12-08T14:20, in UTC, or a change as revision=12.";
            return Err(Problem::field("at", "moment-missing", message));
        }
    };
    let person = as_of::who(services, context, caller.query.get("user")).await?;
    let found = as_of::at(services, context, when, person)
        .await
        .map_err(|error| match error {
            // It is the question that has to be another one, not the state.
            ServiceError::Refused { code, message } => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
            }
            other => other.into(),
        })?;
    document(&found_document(&found))
}
