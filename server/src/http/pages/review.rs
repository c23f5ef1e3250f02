//! `/review`: what can be tidied up, and putting one thing right.

mod fix;
mod list;
mod people;

use crate::http::form::Fields;
use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;
use forecourt_service::hygiene::Fix;

/// The routes of this folder. What each fix takes beyond this is asked for by the use case.
pub fn routes() -> Routes {
    let (read, fix) = (
        Access::Needs(Permission::ReadPeople),
        Access::Needs(Permission::AssignPolicies),
    );
    Routes::new()
        .get("/review", read, list::get)
        .get("/review/fix", fix, fix::get)
        .post("/review/fix", fix, fix::post)
        .get("/review/people.csv", fix, people::get)
}

/// The fix that an address names; anything else is none.
fn named(query: &Fields) -> Result<Fix, ServiceError> {
    Fix::from_code(query.get("what")).ok_or(ServiceError::NotFound { what: "finding" })
}
