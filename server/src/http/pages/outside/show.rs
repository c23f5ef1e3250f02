//! The page.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::outside::{OutsideView, outside_page};
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;
use forecourt_service::decision::{
    OutsideInput, RefusalInput, describe_address, get_outside, get_refusal, identity_counts,
};

/// The page as everything is stored.
pub(super) async fn stored(visit: &Visit) -> Result<OutsideView, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let outside = get_outside(services, context).await?;
    let refusal = get_refusal(services, context).await?;
    let refused =
        |permission: Permission| (!context.may(permission)).then(|| permission.refusal(visit.signed_in.role));
    Ok(OutsideView {
        input: OutsideInput::of(&outside),
        revision: outside.revision,
        refusal: RefusalInput::of(&refusal),
        refusal_revision: refusal.revision,
        counts: if context.may(Permission::ReadPeople) {
            identity_counts(services, context).await?
        } else {
            Vec::new()
        },
        settings_refusal: refused(Permission::EditSettings),
        people_refusal: refused(Permission::AssignPolicies),
        ..OutsideView::default()
    })
}

pub(super) fn show(visit: &Visit, status: StatusCode, view: &OutsideView) -> Response {
    page(visit, status, "External identities", Place::Outside, |frame| {
        outside_page(frame, view)
    })
}

pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let mut view = match stored(&visit).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    if let Some(address) = fields.some("address") {
        address.clone_into(&mut view.address);
        match describe_address(visit.services(), &visit.context, address).await {
            Ok(found) => view.described = Some(found),
            Err(ServiceError::Invalid(errors)) => {
                view.address_error = errors.message("address").map(str::to_owned);
            }
            Err(error) => return Failure::of(&visit, &error).into_response(),
        }
    }
    show(&visit, StatusCode::OK, &view)
}
