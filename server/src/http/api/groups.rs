//! `/api/v1/groups`: the groups of the directory.

use super::answer::{Answer, Done, page, tagged};
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::scope::Scope;
use forecourt_model::{GroupId, Revision};
use forecourt_service::group::{self, Group, GroupInput, GroupView, RankedGroup};
use forecourt_service::{ServiceError, Snapshot};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const LIST: &str = "groups";

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/groups/{group}";
    Endpoints::default()
        .get(
            "/api/v1/groups",
            Scope::GroupsRead,
            list,
            Doc::new("listGroups", "Groups", "List groups")
                .query("search", Kind::Text, "A part of the name.")
                .paged()
                .page::<GroupDocument>("Groups: those with a policy by rank, then the others."),
        )
        .post(
            "/api/v1/groups",
            Scope::GroupsWrite,
            add,
            Doc::new("addGroup", "Groups", "Add a group without members")
                .body::<NewGroup>()
                .changes::<GroupDocument>("The new group."),
        )
        .get(
            ONE,
            Scope::GroupsRead,
            get,
            Doc::new("getGroup", "Groups", "Read a group")
                .returns::<GroupDocument>("The group.")
                .etag(),
        )
        .patch(
            ONE,
            Scope::GroupsWrite,
            patch,
            Doc::new(
                "changeGroup",
                "Groups",
                "Change the name or the mailbox of a group",
            )
            .body::<GroupPatch>()
            .changes::<GroupDocument>("The group as it is now.")
            .if_match()
            .etag(),
        )
        .delete(
            ONE,
            Scope::GroupsWrite,
            delete,
            Doc::new(
                "deleteGroup",
                "Groups",
                "Remove a group, its policy and its memberships",
            )
            .query("reason", Kind::Text, "Why, for the audit trail.")
            .changes::<GroupDocument>("Nothing is left to show.")
            .if_match(),
        )
}

/// A group, and the policy that it gives.
#[derive(Serialize, ToSchema)]
pub(super) struct GroupDocument {
    /// The object id.
    id: Uuid,
    /// Its name.
    display_name: String,
    /// What kind it is, in the directory's words.
    kind: String,
    /// Its mailbox.
    mail: Option<String>,
    /// How many people are direct members.
    people: u64,
    /// The policy that it gives, by name.
    policy: Option<String>,
    /// Its rank; 1 is best.
    rank: Option<u32>,
    /// The change that touched it or its members last.
    revision: i64,
}

impl GroupDocument {
    fn of(group: Group, assignment: Option<&RankedGroup>, snapshot: &Snapshot) -> Self {
        let policy = assignment.and_then(|row| snapshot.policy(row.assignment.policy));
        Self {
            id: group.id.0,
            display_name: group.display_name,
            kind: group.kind,
            mail: group.mail,
            people: group.people,
            policy: policy.map(|policy| policy.name.to_string()),
            rank: assignment.map(|row| row.assignment.rank),
            revision: group.revision.0,
        }
    }

    /// The document of a group that was read.
    pub(super) fn of_view(view: GroupView) -> Self {
        Self::of(view.group, view.assignment.as_ref(), &view.snapshot)
    }
}

/// A new group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "display_name": "Field sales" }))]
struct NewGroup {
    /// Its name.
    display_name: String,
    /// Its mailbox.
    mail: Option<String>,
}

/// A change of a group. What is absent or null stays as it is; a blank mailbox takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "display_name": "Field sales EMEA" }))]
struct GroupPatch {
    /// Its name.
    display_name: Option<String>,
    /// Its mailbox.
    mail: Option<String>,
}

/// The key of a group in a path.
///
/// # Errors
/// 404 when it is none.
pub(super) fn key(text: &str) -> Result<GroupId, Problem> {
    text.parse()
        .map_err(|_| ServiceError::NotFound { what: "group" }.into())
}

/// The group of a path.
///
/// # Errors
/// 404, 403.
pub(super) async fn find(caller: &Caller, id: &str) -> Result<GroupView, Problem> {
    Ok(group::get(caller.services(), &caller.context, key(id)?).await?)
}

async fn list(caller: Caller) -> Answer {
    let after = match cursor::read(LIST, &caller)? {
        None => None,
        Some(key) => Some(
            key.first()
                .and_then(|id| id.parse().ok())
                .ok_or_else(cursor::foreign)?,
        ),
    };
    let search = caller.query.get("search").to_owned();
    let found = group::list(caller.services(), &caller.context, &search, after).await?;
    let next = found
        .next
        .and_then(|id| cursor::write(LIST, &caller, vec![id.to_string()]));
    let snapshot = found.snapshot;
    let items: Vec<_> = found
        .groups
        .into_iter()
        .map(|listed| GroupDocument::of(listed.group, listed.assignment.as_ref(), &snapshot))
        .collect();
    page(&items, next.as_deref())
}

async fn get(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = find(&caller, &id).await?;
    let revision = found.group.revision;
    tagged(&GroupDocument::of_view(found), revision)
}

async fn add(caller: Caller, Body(input): Body<NewGroup>) -> Answer {
    let input = GroupInput {
        display_name: input.display_name,
        mail: input.mail.unwrap_or_default(),
    };
    let group = group::add(caller.services(), &caller.context, &input).await?;
    let (revision, snapshot) = (group.revision, caller.services().snapshot()?);
    let result = GroupDocument::of(group, None, &snapshot);
    caller.done(Done::plain(Some(revision), Some(result)))
}

async fn patch(caller: Caller, Path(id): Path<String>, Body(input): Body<GroupPatch>) -> Answer {
    let found = find(&caller, &id).await?;
    let (before, expected) = (found.group.revision, caller.revision_or(found.group.revision)?);
    let wanted = GroupInput {
        display_name: input.display_name.unwrap_or(found.group.display_name),
        mail: input.mail.or(found.group.mail).unwrap_or_default(),
    };
    let group = group::rename(
        caller.services(),
        &caller.context,
        found.group.id,
        &wanted,
        expected,
    )
    .await
    .map_err(|error| caller.refused(error))?;
    let revision: Revision = group.revision;
    let result = GroupDocument::of(group, found.assignment.as_ref(), &found.snapshot);
    caller.done(Done {
        changed: revision != before,
        revision: Some(revision),
        impact: None,
        result: Some(result),
        etag: Some(revision),
    })
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = find(&caller, &id).await?;
    let expected = caller.revision_or(found.group.revision)?;
    let reason = caller.query.some("reason").map(str::to_owned);
    let (revision, impact) = group::remove(
        caller.services(),
        &caller.context,
        found.group.id,
        expected,
        reason,
    )
    .await
    .map_err(|error| caller.refused(error))?;
    caller.done::<GroupDocument>(Done {
        changed: true,
        revision: Some(revision),
        impact: Some(impact.impact),
        result: None,
        etag: None,
    })
}
