//! `/operations`: changing the direct assignments of many people.

mod body;
mod export;
mod list;
mod new;
mod one;

pub(in crate::http::pages) use new::prepare_ticked;

use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, assign) = (
        Access::Needs(Permission::ReadPeople),
        Access::Needs(Permission::AssignPolicies),
    );
    Routes::new()
        .get("/operations", read, list::get)
        .post("/operations", assign, new::post)
        .get("/operations/new", assign, new::get)
        .get("/operations/{id}", read, one::get)
        .post("/operations/{id}", assign, one::post)
        .get("/operations/{id}/people.csv", read, export::get)
}
