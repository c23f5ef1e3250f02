//! `DELETE /api/v1/users/{user}`: taking a person out of the directory.

use super::answer::{Answer, Done};
use super::caller::Caller;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::users::{User, find};
use axum::extract::Path;
use forecourt_model::scope::Scope;
use forecourt_service::people;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default().delete(
        "/api/v1/users/{user}",
        Scope::PeopleWrite,
        delete,
        Doc::new("deleteUser", "People", "Remove a person from the directory")
            .text("With their assignment, their memberships and their identities. Taking the change back puts them back.")
            .query("reason", Kind::Text, "Why, for the audit trail.")
            .changes::<User>("Nobody is left to show.")
            .if_match(),
    )
}

async fn delete(caller: Caller, Path(user): Path<String>) -> Answer {
    let id = find(&caller, &user).await?;
    let before = people::get(caller.services(), &caller.context, id).await?;
    let expected = caller.revision_or(before.person.revision)?;
    let reason = caller.query.some("reason").map(str::to_owned);
    let removed = people::remove(caller.services(), &caller.context, id, expected, reason)
        .await
        .map_err(|error| caller.refused(error))?;
    caller.done::<User>(Done {
        changed: removed.changed,
        revision: Some(removed.revision),
        impact: Some(removed.impact),
        result: None,
        etag: None,
    })
}
