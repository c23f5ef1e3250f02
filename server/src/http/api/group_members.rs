//! `/api/v1/groups/{group}/members`: the direct members of a group.

use super::answer::{Answer, Done, page};
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::groups::key;
use axum::extract::Path;
use forecourt_model::PersonId;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::group::{self, MAXIMUM_TYPED, MembersChanged, Which};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const LIST: &str = "members";

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default()
        .get(
            "/api/v1/groups/{group}/members",
            Scope::GroupsRead,
            list,
            Doc::new("listMembers", "Groups", "List the direct members of a group")
                .paged()
                .page::<Member>("People by name."),
        )
        .post(
            "/api/v1/groups/{group}/members",
            Scope::GroupsWrite,
            add,
            Doc::new("addMembers", "Groups", "Make people direct members")
                .text("What the group gives counts for them at once. Who is a member already is left out.")
                .body::<People>()
                .changes::<MembersResult>("How many came."),
        )
        .post(
            "/api/v1/groups/{group}/members/remove",
            Scope::GroupsWrite,
            remove,
            Doc::new("removeMembers", "Groups", "End memberships")
                .body::<People>()
                .changes::<MembersResult>("How many left."),
        )
        .delete(
            "/api/v1/groups/{group}/members/assignments",
            Scope::AssignmentsWrite,
            free,
            Doc::new(
                "freeMembers",
                "Groups",
                "Take the direct assignments of a group's members away",
            )
            .text("What groups give them counts at once. It is one change and can be undone.")
            .query("reason", Kind::Text, "Why, for the audit trail.")
            .changes::<FreedResult>("How many had one."),
        )
}

/// A direct member.
#[derive(Serialize, ToSchema)]
struct Member {
    /// The object id.
    id: Uuid,
    /// The name they sign in with.
    user_principal_name: String,
    /// The name that others see.
    display_name: String,
}

/// People by object id.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "people": ["00000000-0000-0000-0000-000000000001"] }))]
pub(super) struct People {
    /// Their object ids, at most 10,000.
    #[schema(min_items = 1, max_items = 10000)]
    pub(super) people: Vec<Uuid>,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
}

/// What became of memberships.
#[derive(Serialize, ToSchema)]
struct MembersResult {
    /// How many people came or left.
    people: u64,
    /// How many were left out: members already, no members, or not in the directory.
    left_out: u64,
    /// How many get another policy, or the same from elsewhere.
    moved: u64,
    /// For how many a direct assignment counts instead.
    masked_by_direct: u64,
    /// For how many a group with a better rank counts instead.
    masked_by_rank: u64,
}

/// What became of direct assignments.
#[derive(Serialize, ToSchema)]
struct FreedResult {
    /// How many people had one.
    people: u64,
}

async fn list(caller: Caller, Path(group): Path<String>) -> Answer {
    let after = cursor::read(LIST, &caller)?.and_then(|key| key.into_iter().next());
    let group = key(&group)?;
    let found = group::members(
        caller.services(),
        &caller.context,
        group,
        Which::All,
        after.as_deref(),
    )
    .await?;
    let next = found
        .next
        .and_then(|next| cursor::write(LIST, &caller, vec![next]));
    let items: Vec<_> = found
        .people
        .into_iter()
        .map(|person| Member {
            id: person.id.0,
            user_principal_name: person.user_principal_name,
            display_name: person.display_name,
        })
        .collect();
    page(&items, next.as_deref())
}

fn chosen(people: &People) -> Result<Vec<PersonId>, ServiceError> {
    if people.people.is_empty() || people.people.len() > MAXIMUM_TYPED {
        let message = format!("Name at least 1 person and at most {MAXIMUM_TYPED}.");
        return Err(ServiceError::field("people", "people-number", message));
    }
    Ok(people.people.iter().copied().map(PersonId).collect())
}

async fn add(caller: Caller, Path(group): Path<String>, Body(input): Body<People>) -> Answer {
    let (group, people) = (key(&group)?, chosen(&input)?);
    let changed =
        group::add_members(caller.services(), &caller.context, group, &people, input.reason).await?;
    done(&caller, changed)
}

async fn remove(caller: Caller, Path(group): Path<String>, Body(input): Body<People>) -> Answer {
    let (group, people) = (key(&group)?, chosen(&input)?);
    let changed =
        group::remove_members(caller.services(), &caller.context, group, &people, input.reason).await?;
    done(&caller, changed)
}

async fn free(caller: Caller, Path(group): Path<String>) -> Answer {
    let reason = caller.query.some("reason").map(str::to_owned);
    let freed = group::remove_masking(caller.services(), &caller.context, key(&group)?, reason).await?;
    caller.done(Done {
        changed: freed.revision.is_some(),
        revision: freed.revision,
        impact: Some(freed.impact.impact),
        result: Some(FreedResult { people: freed.people }),
        etag: None,
    })
}

fn done(caller: &Caller, changed: MembersChanged) -> Answer {
    let impact = changed.impact;
    caller.done(Done {
        changed: changed.revision.is_some(),
        revision: changed.revision,
        result: Some(MembersResult {
            people: changed.people,
            left_out: changed.left_out,
            moved: impact.moved,
            masked_by_direct: impact.masked_by_direct,
            masked_by_rank: impact.masked_by_rank,
        }),
        impact: Some(impact.impact),
        etag: None,
    })
}
