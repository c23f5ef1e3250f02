//! `/import`: files in, a preview, and what became of it.

mod plan;
mod upload;
mod upload_body;

pub(super) use upload_body::read_files;

use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let import = Access::Needs(Permission::Import);
    Routes::new()
        .get("/import", import, upload::get)
        .post("/import", import, upload::post)
        .get("/import/{plan}", import, plan::get)
        .post("/import/{plan}", import, plan::post)
}
