//! `/outside`: what outside addresses are, what refused people read, and what chat servers know people by.

mod identities;
mod save;
mod show;

use crate::http::form::Fields;
use crate::http::routes::{Access, Routes};
use forecourt_model::Revision;
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadSettings);
    let edit = Access::Needs(Permission::EditSettings);
    let assign = Access::Needs(Permission::AssignPolicies);
    Routes::new()
        .get("/outside", read, show::get)
        .post("/outside", edit, save::servers)
        .post("/outside/refusal", edit, save::refusal)
        .post("/outside/identities", assign, save::identities)
        .get(
            "/users/{id}/identities",
            Access::Needs(Permission::ReadPeople),
            identities::get,
        )
        .post("/users/{id}/identities", assign, identities::post)
}

/// The revision that a form was made from.
fn revision(fields: &Fields) -> Revision {
    Revision(fields.get("revision").trim().parse().unwrap_or_default())
}
