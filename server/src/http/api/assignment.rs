//! `/api/v1/users/{user}/assignment`: the policy that is assigned to one person directly.

use super::answer::{Answer, Done};
use super::body::Body;
use super::caller::Caller;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::users::{User, find, now};
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::scope::Scope;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::people::{self, AssignOptions};
use forecourt_service::policy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/users/{user}/assignment";
    Endpoints::default()
        .put(
            ONE,
            Scope::AssignmentsWrite,
            put,
            Doc::new("assignPolicy", "People", "Assign a policy to a person directly")
                .text("Takes effect at once. With an owner or an end it is an exception and goes back by itself. Global is not assigned: it takes the direct assignment away.")
                .body::<Assignment>()
                .changes::<User>("The person as they are now.")
                .if_match()
                .etag(),
        )
        .delete(
            ONE,
            Scope::AssignmentsWrite,
            delete,
            Doc::new("unassignPolicy", "People", "Take the direct assignment of a person away")
                .query("reason", Kind::Text, "Why, for the audit trail.")
                .changes::<User>("The person as they are now.")
                .if_match()
                .etag(),
        )
}

/// The policy that is to be assigned.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "policy": "Sales", "owner": "Ada Byron", "expires": "2022-03-31" }))]
pub(super) struct Assignment {
    /// Its name.
    pub(super) policy: String,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
    /// Who answers for it, when it is an exception.
    pub(super) owner: Option<String>,
    /// The day that it ends on, as `2022-03-31`.
    pub(super) expires: Option<String>,
    /// The time of that day in UTC, as `17:30`; the end of the day when absent.
    pub(super) expires_time: Option<String>,
}

async fn put(caller: Caller, Path(user): Path<String>, Body(input): Body<Assignment>) -> Answer {
    let id = find(&caller, &user).await?;
    let policy = named(&caller, &input.policy).await?;
    let says = input.owner.is_some() || input.expires.is_some() || input.expires_time.is_some();
    let exception = says.then(|| ExceptionInput {
        owner: input.owner.unwrap_or_default(),
        date: input.expires.unwrap_or_default(),
        time: input.expires_time.unwrap_or_default(),
    });
    let options = AssignOptions {
        reason: input.reason,
        undoes: None,
        exception,
    };
    assign(&caller, id, Some(policy), options).await
}

async fn delete(caller: Caller, Path(user): Path<String>) -> Answer {
    let id = find(&caller, &user).await?;
    let options = AssignOptions {
        reason: caller.query.some("reason").map(str::to_owned),
        ..AssignOptions::default()
    };
    assign(&caller, id, None, options).await
}

/// The policy with a name that a body holds.
///
/// # Errors
/// 422 when there is none, on the property `policy`.
pub(super) async fn named(caller: &Caller, name: &str) -> Result<PolicyId, Problem> {
    match policy::get_by_name(caller.services(), &caller.context, name).await {
        Ok(found) => Ok(found.policy.id),
        Err(
            forecourt_service::ServiceError::NotFound { .. } | forecourt_service::ServiceError::Invalid(_),
        ) => {
            let message = format!(
                "There is no policy “{}”.",
                name.chars().take(80).collect::<String>()
            );
            Err(Problem::field("policy", "policy-unknown", message))
        }
        Err(error) => Err(error.into()),
    }
}

async fn assign(caller: &Caller, id: PersonId, policy: Option<PolicyId>, options: AssignOptions) -> Answer {
    let before = people::get(caller.services(), &caller.context, id).await?;
    let expected = caller.revision_or(before.person.revision)?;
    let saved = people::assign_with(caller.services(), &caller.context, id, policy, expected, options)
        .await
        .map_err(|error| caller.refused(error))?;
    // A dry run leaves the person as they are, so there is nobody to show.
    let result = if caller.is_dry_run {
        None
    } else {
        Some(now(caller, id).await?)
    };
    caller.done(Done {
        changed: saved.changed,
        revision: Some(saved.revision),
        impact: Some(saved.impact),
        result,
        etag: Some(saved.revision),
    })
}
