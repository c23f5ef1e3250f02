//! Adding a message.

use super::list::show;
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::message_center::AddForm;
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::message::{self, MessageFilter};

pub(super) async fn post(visit: Visit, Form(fields): Form) -> Response {
    let json = fields.get("json");
    match message::add(visit.services(), &visit.context, json).await {
        Ok(added) => {
            let verb = if added.updated { "updated" } else { "added" };
            let link = Some(("See in Activity".to_owned(), paths::change(added.revision)));
            let flash = Flash {
                link,
                ..Flash::text(format!("Message {} {verb}.", added.id))
            };
            see_other(&paths::messages(), Some(&flash))
        }
        Err(ServiceError::Invalid(errors)) => {
            let add = AddForm {
                json: json.to_owned(),
                errors: errors.0.into_iter().map(|error| error.message).collect(),
                refusal: None,
            };
            show(
                &visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                MessageFilter::default(),
                add,
            )
            .await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
