//! `/users/{id}`: one person, assigning a policy to them, and answers as JSON.

mod assign;
mod exception;
mod explain;
mod remove;
mod show;

use crate::http::impact_csv;
use crate::http::routes::{Access, Routes};
use forecourt_model::PersonId;
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadPeople);
    Routes::new()
        .get("/users/{id}", read, show::get)
        .post(
            "/users/{id}",
            Access::Needs(Permission::AssignPolicies),
            assign::post,
        )
        .get("/users/{id}/impact.csv", read, impact_csv::back)
        .post("/users/{id}/impact.csv", read, assign::csv)
        .post(
            "/users/{id}/exception",
            Access::Needs(Permission::AssignPolicies),
            exception::post,
        )
        .get(
            "/users/{id}/remove",
            Access::Needs(Permission::AssignPolicies),
            remove::get,
        )
        .post(
            "/users/{id}/remove",
            Access::Needs(Permission::AssignPolicies),
            remove::post,
        )
        .get("/users/{id}/explain.json", read, explain::get)
}

/// The object id in a path; anything else names nobody.
fn person(text: &str) -> Result<PersonId, ServiceError> {
    text.parse()
        .map_err(|_| ServiceError::NotFound { what: "person" })
}
