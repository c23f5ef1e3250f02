//! The state, and single changes, as files.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use forecourt_exchange::document::{Format, write_document};
use forecourt_service::ServiceError;
use forecourt_service::files::{change_script, export, state_script};

/// A text to keep as a file. PowerShell 5 takes text without a mark for the machine's code page, so scripts have one.
pub(super) fn file(name: &str, kind: &'static str, text: String) -> Response {
    let extension = std::path::Path::new(name).extension();
    let text = if extension.is_some_and(|extension| extension == "ps1") {
        format!("\u{feff}{text}")
    } else {
        text
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

/// The content type of a script.
pub(super) const SCRIPT: &str = "text/plain; charset=utf-8";

/// The whole state, in the form that the address asks for.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let (services, context) = (visit.services(), &visit.context);
    let document = async |format| Ok(write_document(&export(services, context).await?, format));
    let (name, kind, text) = match fields.get("format") {
        "json" => (
            "external-access.json",
            "application/json",
            document(Format::Json).await,
        ),
        "powershell" => (
            "external-access.ps1",
            SCRIPT,
            state_script(services, context).await,
        ),
        "" | "yaml" => (
            "external-access.yaml",
            "application/yaml; charset=utf-8",
            document(Format::Yaml).await,
        ),
        _ => ("", "", Err(ServiceError::NotFound { what: "format" })),
    };
    match text {
        Ok(text) => file(name, kind, text),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// One change as a script.
pub(super) async fn change(visit: Visit, Path(number): Path<String>) -> Response {
    let missing = || ServiceError::NotFound { what: "change" };
    let text = async {
        let revision = number.parse().map_err(|_| missing())?;
        change_script(visit.services(), &visit.context, revision).await
    };
    match text.await {
        Ok(text) => file(&format!("change-{number}.ps1"), SCRIPT, text),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
