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
use forecourt_model::settings::SettingKey;
use forecourt_service::ServiceError;
use forecourt_service::decision::{NOT_KEPT, Trial, TrialRow, TriedOut, rehearse, try_out};
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
        at: None,
    }
}

/// What was found.
struct Found {
    tried: TriedOut,
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

/// The question with the moment that it is about.
fn asked(fields: &Fields) -> Result<Trial, ServiceError> {
    Ok(Trial {
        at: moment(fields.get("at"))?,
        ..trial(fields)
    })
}

/// Answers the question: for now from the state in memory, for the past from what was kept; and the chain of evidence
/// where the outside person has a personal account.
async fn find(visit: &Visit, trial: &Trial) -> Result<Found, ServiceError> {
    let tried = try_out(visit.services(), &visit.context, trial).await?;
    let personal = |row: &TrialRow| row.outside_class == Some(OutsideClass::Personal);
    let mut explanations = Vec::new();
    // The chain is about what is in force.
    let explained = tried.rows.iter().filter(|row| personal(row) && !trial.by_draft);
    for row in explained {
        let person = row.person.to_string();
        let (from, to) = match trial.begun_by {
            Side::Inside => (person, trial.outside.clone()),
            Side::Outside => (trial.outside.clone(), person),
        };
        let request = ExplainRequest {
            from,
            to,
            action: trial.action.action(),
            at: trial.at,
        };
        explanations.push(explain(visit.services(), &visit.context, request).await?);
    }
    Ok(Found { tried, explanations })
}

async fn has_draft(visit: &Visit) -> bool {
    visit
        .services()
        .decision_state()
        .await
        .is_ok_and(|state| state.draft.is_some())
}

/// Answers what was asked into the page.
async fn fill(visit: &Visit, fields: &Fields, view: &mut TestAccessView) -> Result<(), ServiceError> {
    let trial = asked(fields)?;
    if fields.has("rehearse") {
        let (services, context) = (visit.services(), &visit.context);
        view.rehearsal = rehearse(services, context, &trial.people, trial.by_draft, trial.at).await?;
        return Ok(());
    }
    let found = find(visit, &trial).await?;
    view.tried = Some(found.tried);
    view.explanations = found.explanations;
    Ok(())
}

async fn get(visit: Visit, Query(fields): Query) -> Response {
    let is_asked = fields.has("people");
    let mut view = TestAccessView {
        trial: trial(&fields),
        at: fields.get("at").to_owned(),
        tried: None,
        explanations: Vec::new(),
        rehearsal: Vec::new(),
        has_draft: has_draft(&visit).await,
        errors: FieldErrors::default(),
        problem: None,
    };
    let mut status = StatusCode::OK;
    let outcome = if is_asked {
        fill(&visit, &fields, &mut view).await
    } else {
        Ok(())
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
        "deciding_setting": row.outcome.reason.deciding_setting().map(SettingKey::name),
        "policy": row.policy,
        "people_with_policy": row.people_with_policy,
        "outside_class": row.outside_class.map(OutsideClass::code),
        "revision": row.revision,
    })
}

async fn get_json(visit: Visit, Query(fields): Query) -> Response {
    let found = match asked(&fields) {
        Ok(trial) => find(&visit, &trial).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(found) => decisions_json(&json!({
            "at": found.tried.past.and_then(|moment| moment.format(&Rfc3339).ok()),
            "not_kept": found.tried.past.map(|_| NOT_KEPT),
            "answers": found.tried.rows.iter().map(row_json).collect::<Vec<_>>(),
            "explanations": found.explanations,
        })),
        Err(error) => Problem::from(error).into_response(),
    }
}
