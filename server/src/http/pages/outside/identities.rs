//! What chat servers know one person by.

use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::outside::{PersonIdentities, person_identities_page};
use forecourt_app::paths;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, PersonId};
use forecourt_service::decision::{Identity, get_identities, parse_identities, save_identities};
use forecourt_service::{ServiceError, people};

fn person(text: &str) -> Result<PersonId, ServiceError> {
    text.parse()
        .map_err(|_| ServiceError::NotFound { what: "person" })
}

/// An identity as it is typed.
fn line(identity: &Identity) -> String {
    match identity.kind {
        forecourt_model::decision::IdentifierKind::Jid => format!("jid {}", identity.value),
        _ => identity.value.clone(),
    }
}

async fn view(visit: &Visit, id: &str) -> Result<PersonIdentities, ServiceError> {
    let id = person(id)?;
    let found = people::get(visit.services(), &visit.context, id).await?;
    let held = get_identities(visit.services(), &visit.context, id).await?;
    let may = visit.context.may(Permission::AssignPolicies);
    Ok(PersonIdentities {
        person: id,
        name: found.person.shown_name().to_owned(),
        text: held.iter().map(line).collect::<Vec<_>>().join("\n"),
        errors: FieldErrors::default(),
        refusal: (!may).then(|| Permission::AssignPolicies.refusal(visit.signed_in.role)),
        problem: None,
    })
}

fn show(visit: &Visit, status: StatusCode, data: PersonIdentities) -> Response {
    page(visit, status, "Identities", Place::Users, |frame| {
        person_identities_page(frame, data)
    })
}

pub(super) async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    match view(&visit, &id).await {
        Ok(data) => show(&visit, StatusCode::OK, data),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let text = fields.get("identities").to_owned();
    let saved = async {
        let id = person(&id)?;
        let identities = parse_identities(&text)?;
        save_identities(visit.services(), &visit.context, id, &identities).await?;
        Ok::<_, ServiceError>(id)
    };
    match saved.await {
        Ok(id) => see_other(
            &paths::user_identities(id),
            Some(&Flash::text("Identities saved. They count from now on.")),
        ),
        Err(error) => match view(&visit, &id).await {
            Ok(mut data) => {
                data.text = text;
                let status = status_of(&error);
                match error {
                    ServiceError::Invalid(errors) => data.errors = errors,
                    other => data.problem = Some(other.sentence()),
                }
                show(&visit, status, data)
            }
            Err(error) => Failure::of(&visit, &error).into_response(),
        },
    }
}
