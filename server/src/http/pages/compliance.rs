//! `/compliance`: the report as a page, as JSON and as CSV.

use crate::compliance_out;
use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::compliance::{CompliancePage, compliance_page};
use forecourt_model::authority::Permission;
use forecourt_service::ServiceError;
use forecourt_service::compliance::{escaping, report};

/// How many people with an exception are shown.
const SHOWN: usize = 50;

/// The routes.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadPeople);
    Routes::new()
        .get("/compliance", read, get)
        .get("/compliance.json", read, json)
        .get("/compliance.csv", read, csv)
        .get("/compliance/people.csv", read, people)
}

async fn get(visit: Visit) -> Response {
    let answer = async {
        let report = report(visit.services(), &visit.context).await?;
        // Only whoever has an exception is named; without any, nobody has to be looked for.
        let people = if report.controls.iter().any(|control| control.with_reason > 0) {
            escaping(visit.services(), &visit.context).await?
        } else {
            Vec::new()
        };
        Ok::<_, ServiceError>((report, people))
    };
    match answer.await {
        Ok((report, mut exceptions)) => {
            exceptions.retain(|person| person.reason.is_some());
            let total = u64::try_from(exceptions.len()).unwrap_or(u64::MAX);
            exceptions.truncate(SHOWN);
            page(&visit, StatusCode::OK, "Compliance", Place::Compliance, |frame| {
                let data = CompliancePage {
                    report: &report,
                    exceptions: &exceptions,
                    exceptions_total: total,
                };
                compliance_page(frame, &data)
            })
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn file(visit: &Visit, name: &str, kind: &'static str, text: Result<String, ServiceError>) -> Response {
    match text {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, kind.to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, text).into_response()
        }
        Err(error) => Failure::of(visit, &error).into_response(),
    }
}

async fn json(visit: Visit) -> Response {
    let text = async {
        let report = report(visit.services(), &visit.context).await?;
        let people = escaping(visit.services(), &visit.context).await?;
        Ok(compliance_out::json(&report, &people))
    };
    let text = text.await;
    file(&visit, "compliance.json", "application/json", text)
}

async fn csv(visit: Visit) -> Response {
    let report = report(visit.services(), &visit.context).await;
    let text = report.map(|report| compliance_out::controls_csv(&report));
    file(&visit, "compliance.csv", "text/csv; charset=utf-8", text)
}

async fn people(visit: Visit) -> Response {
    let people = escaping(visit.services(), &visit.context).await;
    let text = people.map(|people| compliance_out::people_csv(&people));
    file(&visit, "compliance-people.csv", "text/csv; charset=utf-8", text)
}
