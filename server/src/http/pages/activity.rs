//! `/activity`: every change, one change, and taking it back.

mod entry;
mod list;
mod people;
mod undo;

use crate::http::routes::{Access, Routes};
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, undo) = (
        Access::Needs(Permission::ReadActivity),
        Access::Needs(Permission::UndoChanges),
    );
    Routes::new()
        .get("/activity", read, list::get)
        .get("/activity/{revision}", read, entry::get)
        .get("/activity/{revision}/people.csv", read, people::get)
        .get("/activity/{revision}/undo", undo, undo::get)
        .post("/activity/{revision}/undo", undo, undo::post)
}

/// The number in a path; anything else names no change.
fn revision(text: &str) -> Result<Revision, ServiceError> {
    text.parse()
        .map_err(|_| ServiceError::NotFound { what: "change" })
}
