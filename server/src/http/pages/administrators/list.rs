//! The list, and adding somebody.

use super::{chosen, made_up, refusal};
use crate::http::draft::restored;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::administrators::{AddForm, AdministratorsView, administrators_page};
use forecourt_app::paths;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Role;
use forecourt_service::ServiceError;
use forecourt_service::administrator::{Added, NewAdministrator, add, list};

/// The page.
pub(super) async fn get(visit: Visit) -> Response {
    let answer = async {
        let mut view = view(&visit).await?;
        if let Some(fields) = restored(&visit).await? {
            view.form = form(&fields);
            view.restored = true;
        }
        Ok::<_, ServiceError>(view)
    };
    match answer.await {
        Ok(view) => show(&visit, StatusCode::OK, view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Adds somebody. A password that was made up is on the answer itself, because it must not travel any further.
pub(super) async fn post(visit: Visit, Form(fields): Form) -> Response {
    let added = try_add(&visit, &fields).await;
    let mut view = match view(&visit).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    match added {
        Ok((name, Added { made_up: None, .. })) => {
            let flash = Flash::text(format!("{name} was added and can sign in now"));
            see_other(&paths::administrators(), Some(&flash))
        }
        Ok((name, added)) => {
            view.made_up = made_up(&name, added.made_up);
            show(&visit, StatusCode::OK, view)
        }
        Err(error) => {
            view.form = form(&fields);
            match &error {
                ServiceError::Invalid(errors) => view.errors = errors.clone(),
                other => view.problem = Some(other.sentence()),
            }
            show(&visit, status_of(&error), view)
        }
    }
}

async fn try_add(visit: &Visit, fields: &Fields) -> Result<(String, Added), ServiceError> {
    let role = Role::from_code(fields.get("role")).ok_or_else(|| {
        let message = "Choose one of the roles.";
        ServiceError::field("role", "role-unknown", message)
    })?;
    let new = NewAdministrator::parse(fields.get("name"), fields.get("email"), role)?;
    let password = chosen(fields.get("password"));
    let added = add(visit.services(), &visit.context, &new, password.as_ref()).await?;
    Ok((new.name, added))
}

async fn view(visit: &Visit) -> Result<AdministratorsView, ServiceError> {
    Ok(AdministratorsView {
        administrators: list(visit.services(), &visit.context).await?,
        own: visit.signed_in.administrator,
        refusal: refusal(visit),
        form: AddForm::default(),
        errors: FieldErrors::default(),
        problem: None,
        made_up: None,
        restored: false,
    })
}

fn form(fields: &Fields) -> AddForm {
    AddForm {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        role: fields.get("role").to_owned(),
    }
}

fn show(visit: &Visit, status: StatusCode, view: AdministratorsView) -> Response {
    page(visit, status, "Administrators", Place::Administrators, |frame| {
        administrators_page(frame, view)
    })
}
