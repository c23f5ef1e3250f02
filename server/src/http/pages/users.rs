//! `/users`: the list of people, assigning to several of them, and the list as a file.

mod assign;
mod export;
mod list;

pub(in crate::http::pages) use list::read_only;

use crate::http::impact_csv;
use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadPeople);
    Routes::new()
        .get("/users", read, list::get)
        .post("/users", Access::Needs(Permission::AssignPolicies), assign::post)
        .get("/users/impact.csv", read, impact_csv::back)
        .post("/users/impact.csv", read, assign::csv)
        .get("/users/export.csv", read, export::get)
}
