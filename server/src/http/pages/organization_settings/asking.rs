//! Saving from which share of everybody on Forecourt asks for an acknowledgement.

use super::contents::{answer, contents};
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::organization_settings::AskingForm;
use forecourt_app::paths;
use forecourt_model::access::AcknowledgePercent;
use forecourt_service::ServiceError;
use forecourt_service::organization::{get_asking, save_asking};

/// Takes the form.
pub(super) async fn save(visit: Visit, Form(fields): Form) -> Result<Response, Failure> {
    take_form(&visit, &fields)
        .await
        .map_err(|error| Failure::of(&visit, &error))
}

async fn take_form(visit: &Visit, fields: &Fields) -> Result<Response, ServiceError> {
    let typed = fields.get(AcknowledgePercent::FIELD);
    let form = AskingForm {
        percent: typed.chars().take(20).collect(),
        revision: fields.get("revision").parse().unwrap_or_default(),
        ..AskingForm::default()
    };
    let percent = match AcknowledgePercent::parse(typed) {
        Ok(percent) => percent,
        Err(errors) => {
            let error = errors.message(AcknowledgePercent::FIELD).map(str::to_owned);
            return again(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                AskingForm { error, ..form },
            )
            .await;
        }
    };
    let (services, context) = (visit.services(), &visit.context);
    match save_asking(services, context, form.revision, percent, None, None).await {
        Ok(saved) if saved.changed => {
            let text = format!("Saved. Forecourt asks for acknowledgement from {percent} % of people on.");
            let flash = Flash::change(text, saved.revision);
            Ok(see_other(&paths::organization_settings(), Some(&flash)))
        }
        Ok(_) => {
            let flash = Flash::text("Nothing changed: the share was stored like that already.");
            Ok(see_other(&paths::organization_settings(), Some(&flash)))
        }
        Err(ServiceError::Conflict(conflict)) => {
            let stored = get_asking(services, context)?;
            let sentence = format!(
                "Not saved. {} changed it to {} % in between. Save again to put yours in its place.",
                conflict.changed_by, stored.percent
            );
            let form = AskingForm {
                revision: stored.revision,
                conflict: Some(sentence),
                ..form
            };
            again(visit, StatusCode::CONFLICT, form).await
        }
        Err(other) => Err(other),
    }
}

/// The page with what was typed.
async fn again(visit: &Visit, status: StatusCode, form: AskingForm) -> Result<Response, ServiceError> {
    let mut page = contents(visit, None).await?;
    page.asking = form;
    Ok(answer(visit, status, &page))
}
