//! Looking back as JSON. The form is stable.

use super::question::{answer, status};
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use forecourt_service::ServiceError;
use forecourt_service::as_of::{AsOf, GroupThen, Made, PersonThen};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The state that the address asks for.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let found = answer(&visit, &fields).await.and_then(|found| {
        let missing = "Write the moment as at=2021-12-08T14:20, in UTC, or a change as revision=12.";
        found.ok_or_else(|| ServiceError::field("at", "moment-missing", missing))
    });
    let (status, body) = match found {
        Ok(found) => (StatusCode::OK, document(&found)),
        Err(error) => (
            status(&error),
            json!({ "error": { "code": error.code(), "message": error.sentence() } }),
        ),
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

fn moment(at: OffsetDateTime) -> Value {
    at.format(&Rfc3339).map_or(Value::Null, Value::String)
}

fn made(made: Option<&Made>) -> Value {
    made.map_or(Value::Null, |made| {
        json!({
            "revision": made.revision,
            "at": moment(made.at),
            "actor": made.actor_name,
            "action": made.action,
            "reason": made.reason,
        })
    })
}

pub(in crate::http) fn document(found: &AsOf) -> Value {
    let state = &found.state;
    let settings: Map<String, Value> = found
        .settings
        .iter()
        .map(|setting| {
            let value = json!({ "then": setting.then, "today": setting.today });
            (setting.setting.name().to_owned(), value)
        })
        .collect();
    let policies: Vec<_> = state
        .policies
        .iter()
        .zip(&found.policies_made)
        .map(|(policy, by)| {
            json!({
                "id": policy.id,
                "name": policy.kept.name,
                "settings": policy.kept.settings,
                "made_by": made(by.as_ref()),
            })
        })
        .collect();
    let groups: Vec<_> = state
        .ranking
        .iter()
        .zip(&found.groups)
        .map(|(row, (_, name))| {
            json!({
                "group": row.group,
                "name": name,
                "rank": row.rank,
                "policy": state.policy_name(row.policy),
            })
        })
        .collect();
    json!({
        "at": moment(state.moment),
        "revision": state.revision,
        "last_change": made(Some(&state.last)),
        "newest": found.is_newest(),
        "settings": settings,
        "settings_made_by": made(found.settings_made.as_ref()),
        "policies": policies,
        "groups": groups,
        "rollout": state.rollout.as_ref().map(|stored| json!({
            "message": stored.message_id,
            "activation": moment(stored.rollout.activation),
            "answer": stored.answer.as_ref().map(|(answer, _, _)| answer.code()),
        })),
        "person": found.person.as_ref().map(|then| person(found, then)),
    })
}

fn person(found: &AsOf, then: &PersonThen) -> Value {
    let name = |id| found.state.policy_name(id);
    let group = |group: &GroupThen| {
        json!({
            "group": group.assignment.group,
            "name": group.name,
            "rank": group.assignment.rank,
            "policy": name(group.assignment.policy),
            "wins": group.wins,
            "joined_by": made(group.joined.as_ref()),
            "assigned_by": made(group.assigned.as_ref()),
            "ranked_by": made(group.ranked.as_ref()),
        })
    };
    let settings: Map<String, Value> = then
        .settings
        .iter()
        .map(|deciding| (deciding.setting.name().to_owned(), made(deciding.made.as_ref())))
        .collect();
    json!({
        "id": then.person.id,
        "user_principal_name": then.person.user_principal_name,
        "display_name": then.person.display_name,
        "direct": then.direct.map(name),
        "direct_made_by": made(then.direct_made.as_ref()),
        "groups": then.groups.iter().map(group).collect::<Vec<_>>(),
        "policy": name(then.effective.policy),
        "assignment": then.effective.source,
        "chat": then.access.chat,
        "inbound": then.access.inbound,
        "outward": then.outward,
        "inward": then.inward,
        "settings_made_by": settings,
    })
}
