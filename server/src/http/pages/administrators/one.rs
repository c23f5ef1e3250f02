//! One administrator.

use super::{chosen, made_up, refusal};
use crate::http::draft::restored;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::administrators::{AdministratorView, EditForm, MadeUp, administrator_page};
use forecourt_app::paths;
use forecourt_model::authority::Role;
use forecourt_model::{AdministratorId, FieldErrors, Revision};
use forecourt_service::ServiceError;
use forecourt_service::administrator::{self, Administrator, Edit};

/// What a form has done.
enum Done {
    /// To be said on the next page.
    Gone(String, &'static str),
    /// To be shown at once.
    Password(Option<MadeUp>),
}

/// The page; with `confirm=remove`, the question whether to remove.
pub(super) async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    let answer = async {
        let stored = find(&visit, &id).await?;
        let mut view = view(&visit, stored);
        if let Some(fields) = restored(&visit).await? {
            // A form of another action carries nothing that could come back.
            if fields.get("action") == "save" {
                view.form = form(&fields);
                view.restored = true;
            }
        }
        let asks = Fields::parse(visit.query.as_bytes()).get("confirm") == "remove";
        view.confirm_removal = asks && view.refusal.is_none();
        Ok::<_, ServiceError>(view)
    };
    match answer.await {
        Ok(view) => show(&visit, StatusCode::OK, view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Saves, resets the password or removes, as the button says.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let before = match find(&visit, &id).await {
        Ok(stored) => stored,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let id = before.id;
    match act(&visit, &before, &fields).await {
        Ok(Done::Gone(path, words)) => {
            let flash = Flash::text(format!("{} {words}", before.display_name));
            see_other(&path, Some(&flash))
        }
        Ok(Done::Password(password)) => {
            again(&visit, id, StatusCode::OK, |view| view.made_up = password).await
        }
        Err(error) => {
            let change = |view: &mut AdministratorView| {
                if fields.get("action") == "save" {
                    view.form = form(&fields);
                }
                match &error {
                    ServiceError::Invalid(errors) => view.errors = errors.clone(),
                    ServiceError::Conflict(_) => {
                        // What was typed stays; saving it again is a decision made with both in view.
                        view.form.revision = view.administrator.revision;
                        view.conflict = true;
                        view.problem = Some(error.sentence());
                    }
                    other => view.problem = Some(other.sentence()),
                }
            };
            again(&visit, id, status_of(&error), change).await
        }
    }
}

async fn act(visit: &Visit, before: &Administrator, fields: &Fields) -> Result<Done, ServiceError> {
    let (services, context, id) = (visit.services(), &visit.context, before.id);
    let here = paths::administrator(id);
    match fields.get("action") {
        "save" => {
            let role = Role::from_code(fields.get("role"));
            let edit = Edit {
                name: fields.get("name").to_owned(),
                role: role
                    .ok_or_else(|| ServiceError::field("role", "role-unknown", "Choose one of the roles."))?,
                disabled: !fields.has("enabled"),
            };
            let expected = fields.get("revision").parse().unwrap_or(Revision(0));
            let changed = administrator::change(services, context, id, expected, &edit).await?;
            let words = if changed.is_some() {
                "was saved"
            } else {
                "stays as it was"
            };
            Ok(Done::Gone(here, words))
        }
        "reset_password" => {
            let password = chosen(fields.get("password"));
            let reset = administrator::reset_password(services, context, id, password.as_ref()).await?;
            Ok(match made_up(&before.display_name, reset.made_up) {
                None => Done::Gone(here, "has a new password"),
                made_up => Done::Password(made_up),
            })
        }
        "remove" => {
            administrator::remove(services, context, id).await?;
            Ok(Done::Gone(paths::administrators(), "was removed"))
        }
        _ => Err(ServiceError::NotFound { what: "action" }),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<Administrator, ServiceError> {
    let missing = |_| ServiceError::NotFound {
        what: "administrator",
    };
    let id: AdministratorId = id.parse().map_err(missing)?;
    administrator::get(visit.services(), &visit.context, id).await
}

fn view(visit: &Visit, administrator: Administrator) -> AdministratorView {
    AdministratorView {
        form: EditForm::of(&administrator),
        is_own: administrator.id == visit.signed_in.administrator,
        administrator,
        refusal: refusal(visit),
        errors: FieldErrors::default(),
        problem: None,
        conflict: false,
        made_up: None,
        restored: false,
        confirm_removal: false,
    }
}

fn form(fields: &Fields) -> EditForm {
    EditForm {
        name: fields.get("name").to_owned(),
        role: fields.get("role").to_owned(),
        enabled: fields.has("enabled"),
        revision: fields.get("revision").parse().unwrap_or(Revision(0)),
    }
}

async fn again(
    visit: &Visit,
    id: AdministratorId,
    status: StatusCode,
    change: impl FnOnce(&mut AdministratorView),
) -> Response {
    match administrator::get(visit.services(), &visit.context, id).await {
        Ok(stored) => {
            let mut view = view(visit, stored);
            change(&mut view);
            show(visit, status, view)
        }
        Err(error) => Failure::of(visit, &error).into_response(),
    }
}

fn show(visit: &Visit, status: StatusCode, view: AdministratorView) -> Response {
    let title = view.administrator.display_name.clone();
    page(visit, status, &title, Place::Administrators, |frame| {
        administrator_page(frame, view)
    })
}
