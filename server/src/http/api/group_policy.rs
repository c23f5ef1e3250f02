//! `/api/v1/groups/{group}/policy`: the policy that a group gives, and its rank.

use super::answer::{Answer, Done};
use super::assignment::named;
use super::body::Body;
use super::caller::Caller;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::groups::{GroupDocument, find};
use axum::extract::Path;
use forecourt_model::Revision;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::group::{self, GroupView, Ranked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/groups/{group}/policy";
    Endpoints::default()
        .put(
            ONE,
            Scope::GroupsWrite,
            put,
            Doc::new(
                "assignGroupPolicy",
                "Groups",
                "Give a group a policy, or move it to another rank",
            )
            .text("At most 64 groups have one. A group that has the policy already is moved to the rank.")
            .body::<GroupPolicy>()
            .changes::<GroupDocument>("The group as it is now."),
        )
        .delete(
            ONE,
            Scope::GroupsWrite,
            delete,
            Doc::new("unassignGroupPolicy", "Groups", "Take the policy of a group away")
                .query("reason", Kind::Text, "Why, for the audit trail.")
                .changes::<GroupDocument>("The group as it is now."),
        )
}

/// The policy that a group is to give.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "policy": "Sales", "rank": 1 }))]
pub(super) struct GroupPolicy {
    /// Its name.
    pub(super) policy: String,
    /// Its rank; 1 is best. The last one when absent or null.
    #[schema(minimum = 1)]
    pub(super) rank: Option<i64>,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
}

/// The change that wrote the ranks last, for the check that nobody did in between.
fn written(view: &GroupView) -> Revision {
    view.snapshot.ranking_revision
}

async fn put(caller: Caller, Path(id): Path<String>, Body(input): Body<GroupPolicy>) -> Answer {
    let found = find(&caller, &id).await?;
    let policy = named(&caller, &input.policy).await?;
    let (services, context, group) = (caller.services(), &caller.context, found.group.id);
    let has = found
        .assignment
        .as_ref()
        .is_some_and(|row| row.assignment.policy == policy);
    let expected = written(&found);
    let rank_now = found
        .assignment
        .as_ref()
        .map(|row| i64::from(row.assignment.rank));
    if has && (input.rank.is_none() || input.rank == rank_now) {
        return caller.done(Done::plain(None, Some(GroupDocument::of_view(found))));
    }
    let ranked = match input.rank {
        Some(rank) if has => group::move_to(services, context, group, rank, expected, input.reason).await,
        rank => group::assign(services, context, (group, policy, rank), expected, input.reason).await,
    };
    done(&caller, &id, ranked).await
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = find(&caller, &id).await?;
    let reason = caller.query.some("reason").map(str::to_owned);
    let (services, context) = (caller.services(), &caller.context);
    let ranked = group::unassign(services, context, found.group.id, written(&found), reason).await;
    done(&caller, &id, ranked).await
}

async fn done(caller: &Caller, id: &str, ranked: Result<Ranked, ServiceError>) -> Answer {
    let ranked = ranked?;
    // A dry run leaves the ranks as they are, so there is nothing to show.
    let result = if caller.is_dry_run {
        None
    } else {
        Some(GroupDocument::of_view(find(caller, id).await?))
    };
    caller.done(Done {
        changed: true,
        revision: Some(ranked.revision),
        impact: Some(ranked.impact.impact),
        result,
        etag: None,
    })
}
