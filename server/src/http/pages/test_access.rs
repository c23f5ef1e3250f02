//! `/test-access`: what a chat server would be told, without one.

use crate::http::decisions_json;
use crate::http::failure::{Failure, status_of};
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::problem::Problem;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::test_access::{TestAccessView, side_code, test_access_page};
use forecourt_model::FieldErrors;
use forecourt_model::authority::Permission;
use forecourt_model::decision::{DecisionAction, OutsideClass, Side};
use forecourt_service::ServiceError;
use forecourt_service::decision::{Trial, TrialRow, named, rehearse, try_out};
use forecourt_service::explain::{ExplainRequest, Explanation, explain};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The routes of this file.
pub fn routes() -> Routes {
    let read = Access::Needs(Permission::ReadPeople);
    Routes::new()
        .get("/test-access", read, get)
        .get("/test-access.json", read, get_json)
}

fn trial(fields: &Fields) -> Trial {
    Trial {
        people: fields.get("people").to_owned(),
        outside: fields.get("outside").to_owned(),
        begun_by: if fields.get("begun_by") == side_code(Side::Inside) {
            Side::Inside
        } else {
            Side::Outside
        },
        action: DecisionAction::from_code(fields.get("action")).unwrap_or(DecisionAction::StartChat),
        by_draft: fields.has("draft"),
    }
}

/// What was found.
struct Found {
    rows: Vec<TrialRow>,
    explanations: Vec<Explanation>,
}

fn moment(text: &str) -> Result<Option<OffsetDateTime>, ServiceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    OffsetDateTime::parse(text, &Rfc3339).map(Some).map_err(|_| {
        let message = "Write a moment like 2026-11-25T08:00:00Z.";
        ServiceError::field("at", "moment-wrong", message)
    })
}

/// Answers the question: for now from the state in memory, for the past from what was kept; and the chain of evidence
/// where the outside person has a personal account.
async fn find(visit: &Visit, trial: &Trial, at: &str) -> Result<Found, ServiceError> {
    let at = moment(at)?;
    let rows = match at {
        None => try_out(visit.services(), &visit.context, trial).await?,
        Some(_) => Vec::new(),
    };
    let personal = |row: &TrialRow| row.outside_class == Some(OutsideClass::Personal);
    let mut explanations = Vec::new();
    let people: Vec<String> = match at {
        Some(_) => named(&trial.people)?.into_iter().map(str::to_owned).collect(),
        None if trial.by_draft => Vec::new(),
        None => rows
            .iter()
            .filter(|row| personal(row))
            .map(|row| row.person.to_string())
            .collect(),
    };
    for person in people {
        let (from, to) = match trial.begun_by {
            Side::Inside => (person, trial.outside.clone()),
            Side::Outside => (trial.outside.clone(), person),
        };
        let request = ExplainRequest {
            from,
            to,
            action: trial.action.action(),
            at,
        };
        explanations.push(explain(visit.services(), &visit.context, request).await?);
    }
    Ok(Found { rows, explanations })
}

async fn has_draft(visit: &Visit) -> bool {
    visit
        .services()
        .decision_state()
        .await
        .is_ok_and(|state| state.draft.is_some())
}

async fn get(visit: Visit, Query(fields): Query) -> Response {
    let asked = fields.has("people");
    let mut view = TestAccessView {
        trial: trial(&fields),
        at: fields.get("at").to_owned(),
        rows: Vec::new(),
        explanations: Vec::new(),
        rehearsal: Vec::new(),
        has_draft: has_draft(&visit).await,
        errors: FieldErrors::default(),
        problem: None,
    };
    let mut status = StatusCode::OK;
    let outcome = if !asked {
        Ok(())
    } else if fields.has("rehearse") {
        let found = rehearse(
            visit.services(),
            &visit.context,
            &view.trial.people,
            view.trial.by_draft,
        )
        .await;
        found.map(|rows| view.rehearsal = rows)
    } else {
        find(&visit, &view.trial, &view.at).await.map(|found| {
            view.rows = found.rows;
            view.explanations = found.explanations;
        })
    };
    if let Err(error) = outcome {
        status = status_of(&error);
        match error {
            ServiceError::Invalid(errors) => {
                // The chain knows its sides by other names.
                let known = ["people", "outside", "at", "draft"];
                view.problem = errors
                    .0
                    .iter()
                    .find(|error| !known.contains(&error.field.as_str()) || error.field == "draft")
                    .map(|error| error.message.clone());
                view.errors = errors;
            }
            ServiceError::Store(_) | ServiceError::NotSetUp => {
                return Failure::of(&visit, &error).into_response();
            }
            other => view.problem = Some(other.sentence()),
        }
    }
    page(&visit, status, "Test access", Place::TestAccess, |frame| {
        test_access_page(frame, &view)
    })
}

fn row_json(row: &TrialRow) -> Value {
    json!({
        "person": row.person,
        "sign_in_name": row.sign_in_name,
        "decision": if row.outcome.is_allowed() { "allow" } else { "deny" },
        "reason_code": row.outcome.reason.code(),
        "deciding_setting": row.outcome.reason.deciding_setting().map(|key| key.name()),
        "policy": row.policy,
        "people_with_policy": row.people_with_policy,
        "outside_class": row.outside_class.map(|class| class.code()),
        "revision": row.revision,
    })
}

async fn get_json(visit: Visit, Query(fields): Query) -> Response {
    match find(&visit, &trial(&fields), fields.get("at")).await {
        Ok(found) => decisions_json(&json!({
            "answers": found.rows.iter().map(row_json).collect::<Vec<_>>(),
            "explanations": found.explanations,
        })),
        Err(error) => Problem::from(error).into_response(),
    }
}
