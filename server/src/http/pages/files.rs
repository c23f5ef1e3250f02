//! `/files`: the configuration as a file.

mod download;
mod plan;
mod upload;

use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, import) = (
        Access::Needs(Permission::ReadPeople),
        Access::Needs(Permission::Import),
    );
    Routes::new()
        .get("/files", read, upload::get)
        .post("/files", import, upload::post)
        .get("/files/export", read, download::get)
        .get("/files/{plan}", import, plan::get)
        .post("/files/{plan}", import, plan::post)
        .get("/files/{plan}/script.ps1", import, plan::script)
        .get(
            "/activity/{revision}/script.ps1",
            Access::Needs(Permission::ReadActivity),
            download::change,
        )
}
