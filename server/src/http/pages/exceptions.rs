//! `/exceptions`: the assignments that end by themselves.

mod export;
mod list;

use crate::http::form::Fields;
use crate::http::routes::{Access, Routes};
use forecourt_app::pages::exceptions::ExceptionFields;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Permission;
use forecourt_service::exception::{ExceptionFilter, ExceptionInput, When};

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadPeople);
    Routes::new()
        .get("/exceptions", read, list::get)
        .get("/exceptions/export.csv", read, export::get)
}

/// What makes an assignment an exception, as a form has sent it.
pub(super) fn exception_input(fields: &Fields) -> ExceptionInput {
    ExceptionInput {
        owner: fields.get("owner").to_owned(),
        date: fields.get("expires").to_owned(),
        time: fields.get("expires_time").to_owned(),
    }
}

/// The same for showing the form again.
pub(super) fn exception_fields(fields: &Fields) -> ExceptionFields {
    ExceptionFields {
        owner: fields.get("owner").to_owned(),
        date: fields.get("expires").to_owned(),
        time: fields.get("expires_time").to_owned(),
        errors: FieldErrors::default(),
    }
}

/// The filter that an address asks for.
fn filter(fields: &Fields) -> ExceptionFilter {
    ExceptionFilter {
        when: When::from_code(fields.get("when").trim()),
        owner: fields.some("owner").map(|owner| owner.trim().to_owned()),
    }
}
