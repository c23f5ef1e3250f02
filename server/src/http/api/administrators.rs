//! `/api/v1/administrators`: who signs in here.

use super::answer::{Answer, Done, moment, tagged};
use super::body::Body;
use super::caller::Caller;
use super::doc::{Doc, words_schema};
use super::endpoints::Endpoints;
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::authority::Role;
use forecourt_model::scope::Scope;
use forecourt_model::{AdministratorId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::administrator::{self, Administrator, Edit, NewAdministrator};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/administrators/{administrator}";
    let tag = "Administrators";
    Endpoints::default()
        .get(
            "/api/v1/administrators",
            Scope::AdministratorsRead,
            list,
            Doc::new("listAdministrators", tag, "List administrators")
                .page::<AdministratorDocument>("Administrators by name."),
        )
        .post(
            "/api/v1/administrators",
            Scope::AdministratorsWrite,
            add,
            Doc::new("addAdministrator", tag, "Add an administrator")
                .text("A password is made up and shown once, in this answer.")
                .body::<NewAdministratorInput>()
                .changes::<AddedAdministrator>("Who was added."),
        )
        .get(
            ONE,
            Scope::AdministratorsRead,
            get,
            Doc::new("getAdministrator", tag, "Read an administrator")
                .returns::<AdministratorDocument>("The administrator.")
                .etag(),
        )
        .patch(
            ONE,
            Scope::AdministratorsWrite,
            patch,
            Doc::new("changeAdministrator", tag, "Change an administrator")
                .text("When the role or the access changes, all their sessions end.")
                .body::<AdministratorPatch>()
                .changes::<AdministratorDocument>("The administrator as they are now.")
                .if_match()
                .etag(),
        )
        .delete(
            ONE,
            Scope::AdministratorsWrite,
            delete,
            Doc::new("removeAdministrator", tag, "Remove an administrator")
                .text("What they did stays in the audit trail. Their access tokens end.")
                .changes::<AdministratorDocument>("Nothing is left to show."),
        )
}

fn role() -> RefOr<Schema> {
    words_schema(Role::ALL.map(Role::code))
}

/// Somebody who signs in here.
#[derive(Serialize, ToSchema)]
struct AdministratorDocument {
    /// Their key.
    id: Uuid,
    /// Their name.
    name: String,
    /// The address they sign in with.
    email: String,
    /// What they may do.
    #[schema(schema_with = role)]
    role: Role,
    /// Whether they are kept from signing in.
    disabled: bool,
    /// When they last signed in.
    last_sign_in_at: Option<String>,
    /// When they were added.
    created_at: String,
    /// The change that wrote them last.
    revision: i64,
}

impl From<Administrator> for AdministratorDocument {
    fn from(stored: Administrator) -> Self {
        Self {
            id: stored.id.0,
            name: stored.display_name,
            email: stored.email,
            role: stored.role,
            disabled: stored.disabled,
            last_sign_in_at: stored.last_sign_in_at.map(moment),
            created_at: moment(stored.created_at),
            revision: stored.revision.0,
        }
    }
}

/// Somebody who was added.
#[derive(Serialize, ToSchema)]
struct AddedAdministrator {
    /// Their key.
    id: Uuid,
    /// The password that was made up. It is shown only now and stored nowhere.
    password: Option<String>,
    /// Why the password is missing, when the answer is sent again because of its key.
    notice: Option<&'static str>,
}

/// Somebody to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Ada Byron", "email": "ada@contoso.example", "role": "global_reader" }))]
struct NewAdministratorInput {
    /// Their name.
    name: String,
    /// The address they sign in with.
    email: String,
    /// What they may do.
    #[schema(schema_with = role)]
    role: Role,
}

/// A change of an administrator. What is absent or null stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "role": "help_desk" }))]
struct AdministratorPatch {
    /// Their name.
    name: Option<String>,
    /// What they may do.
    #[schema(schema_with = role)]
    role: Option<Role>,
    /// Whether they are kept from signing in.
    disabled: Option<bool>,
}

fn key(text: &str) -> Result<AdministratorId, Problem> {
    let missing = |_| ServiceError::NotFound {
        what: "administrator",
    };
    Ok(text.parse().map_err(missing)?)
}

async fn find(caller: &Caller, id: &str) -> Result<Administrator, Problem> {
    Ok(administrator::get(caller.services(), &caller.context, key(id)?).await?)
}

async fn list(caller: Caller) -> Answer {
    let found = administrator::list(caller.services(), &caller.context).await?;
    let items: Vec<_> = found.into_iter().map(AdministratorDocument::from).collect();
    super::answer::page(&items, None)
}

async fn get(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = find(&caller, &id).await?;
    let revision = found.revision;
    tagged(&AdministratorDocument::from(found), revision)
}

async fn add(caller: Caller, Body(input): Body<NewAdministratorInput>) -> Answer {
    let new = NewAdministrator::parse(&input.name, &input.email, input.role)?;
    let added = administrator::add(caller.services(), &caller.context, &new, None).await?;
    // Nobody can sign in with what was made up for a dry run.
    let password = added
        .made_up
        .filter(|_| !caller.is_dry_run)
        .map(|password| password.to_string());
    let result = AddedAdministrator {
        id: added.id.0,
        password,
        notice: None,
    };
    caller.done_once(Done::plain(Some(added.revision), Some(result)), "password")
}

async fn patch(caller: Caller, Path(id): Path<String>, Body(input): Body<AdministratorPatch>) -> Answer {
    let before = find(&caller, &id).await?;
    let expected = caller.revision_or(before.revision)?;
    let edit = Edit {
        name: input.name.unwrap_or_else(|| before.display_name.clone()),
        role: input.role.unwrap_or(before.role),
        disabled: input.disabled.unwrap_or(before.disabled),
    };
    let (services, context) = (caller.services(), &caller.context);
    let changed = administrator::change(services, context, before.id, expected, &edit)
        .await
        .map_err(|error| caller.refused(error))?;
    let revision: Revision = changed.unwrap_or(before.revision);
    let after = Administrator {
        display_name: edit.name.trim().to_owned(),
        role: edit.role,
        disabled: edit.disabled,
        revision,
        ..before
    };
    caller.done(Done {
        changed: changed.is_some(),
        revision: changed,
        impact: None,
        result: Some(AdministratorDocument::from(after)),
        etag: Some(revision),
    })
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Answer {
    let revision = administrator::remove(caller.services(), &caller.context, key(&id)?).await?;
    caller.done::<AdministratorDocument>(Done::plain(Some(revision), None))
}
