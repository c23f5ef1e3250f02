//! `/activity/as-of`: the state at any moment, as a page and as JSON.

mod json;
pub(in crate::http) use json::document;
mod question;
mod show;

use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadActivity);
    Routes::new()
        .get("/activity/as-of", read, show::get)
        .get("/activity/as-of.json", read, json::get)
}
