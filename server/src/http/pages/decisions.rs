//! `/decisions` and `/connectors`: what chat servers were told, and what other settings would have told them.

mod trial;

use crate::http::failure::{Failure, status_of};
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::decisions::{ConnectorsView, DecisionsView, connectors_page, decisions_page};
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;
use forecourt_service::decision::{RecordFilter, draft_report, report};

/// The routes of this folder.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadActivity);
    let edit = Access::Needs(Permission::EditSettings);
    Routes::new()
        .get("/decisions", read, get)
        .post("/decisions/draft", edit, trial::draft)
        .post("/decisions/allow-list", edit, trial::allow_list)
        .get("/connectors", read, connectors)
}

fn filter(fields: &Fields) -> RecordFilter {
    RecordFilter {
        allowed: match fields.get("show") {
            "refused" => Some(false),
            "allowed" => Some(true),
            _ => None,
        },
        domain: fields.get("domain").trim().to_owned(),
    }
}

async fn view(visit: &Visit, fields: &Fields) -> Result<DecisionsView, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let filter = filter(fields);
    let may = context.may(Permission::EditSettings);
    Ok(DecisionsView {
        report: report(services, context, &filter).await?,
        filter,
        draft: draft_report(services, context).await?,
        stale_since: services.decisions().stale_since(),
        refusal: (!may).then(|| Permission::EditSettings.refusal(visit.signed_in.role)),
        problem: None,
    })
}

async fn get(visit: Visit, Query(fields): Query) -> Response {
    match view(&visit, &fields).await {
        Ok(view) => show(&visit, StatusCode::OK, &view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn show(visit: &Visit, status: StatusCode, view: &DecisionsView) -> Response {
    page(visit, status, "Decisions", Place::Decisions, |frame| {
        decisions_page(frame, view)
    })
}

/// The page once more, with why nothing was done.
async fn refused(visit: &Visit, error: &ServiceError) -> Response {
    match view(visit, &Fields::default()).await {
        Ok(mut view) => {
            view.problem = Some(error.sentence());
            show(visit, status_of(error), &view)
        }
        Err(error) => Failure::of(visit, &error).into_response(),
    }
}

async fn connectors(visit: Visit) -> Response {
    let found = async {
        let report = report(visit.services(), &visit.context, &RecordFilter::default()).await?;
        let revision = visit.services().snapshot()?.revision();
        Ok::<_, ServiceError>(ConnectorsView { report, revision })
    };
    match found.await {
        Ok(view) => page(&visit, StatusCode::OK, "Connectors", Place::Connectors, |frame| {
            connectors_page(frame, &view)
        }),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
