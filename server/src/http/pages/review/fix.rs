//! Putting one thing right.

use super::named;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::review::{FixForm, fix_page};
use forecourt_app::paths;
use forecourt_model::Revision;
use forecourt_service::ServiceError;
use forecourt_service::hygiene::{FixPlan, apply, preview};

/// The share of the organization, in percent, from which on a change has to be acknowledged.
const ACKNOWLEDGE_FROM: u64 = 10;

fn needs_acknowledgement(plan: &FixPlan) -> bool {
    plan.impact.takes_something() && plan.impact.needs_acknowledgement(ACKNOWLEDGE_FROM)
}

/// Shows what it would do.
pub(super) async fn get(visit: Visit, Query(query): Query) -> Response {
    match plan(&visit, &query).await {
        Ok(plan) => show(&visit, StatusCode::OK, &plan, FixForm::default()).await,
        Err(error) => gone(&visit, &error),
    }
}

/// Does it. What somebody else changed in between is shown again, with what it is now.
pub(super) async fn post(visit: Visit, Query(query): Query, Form(fields): Form) -> Response {
    let plan = match plan(&visit, &query).await {
        Ok(plan) => plan,
        Err(error) => return gone(&visit, &error),
    };
    let mut form = FixForm {
        reason: fields.get("reason").to_owned(),
        ..FixForm::default()
    };
    if needs_acknowledgement(&plan) && !fields.has("acknowledge") {
        let sentence = "Tick this to say that you know how many people it changes.";
        form.acknowledge_error = Some(sentence.to_owned());
        return show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &plan, form).await;
    }
    let expected: Revision = fields.get("expected").parse().unwrap_or_default();
    let reason = fields.some("reason").map(str::to_owned);
    let (services, context) = (visit.services(), &visit.context);
    match apply(services, context, plan.finding.fix, expected, reason).await {
        Ok(done) => {
            let flash = Flash::change(format!("{} In effect now.", done.sentence), done.revision);
            see_other(&paths::review(), Some(&flash))
        }
        Err(
            error @ ServiceError::Refused {
                code: "nothing-to-fix",
                ..
            },
        ) => gone(&visit, &error),
        Err(error) => {
            form.problem = Some(error.sentence());
            show(&visit, status_of(&error), &plan, form).await
        }
    }
}

async fn plan(visit: &Visit, query: &Fields) -> Result<FixPlan, ServiceError> {
    preview(visit.services(), &visit.context, named(query)?).await
}

/// What was put right already is no fault: back to the list.
fn gone(visit: &Visit, error: &ServiceError) -> Response {
    if error.code() == "nothing-to-fix" {
        return see_other(&paths::review(), Some(&Flash::text(error.sentence())));
    }
    Failure::of(visit, error).into_response()
}

async fn show(visit: &Visit, status: StatusCode, plan: &FixPlan, form: FixForm) -> Response {
    let shown_as = match shown_as::of_fix(visit, plan, &form.reason).await {
        Ok(shown_as) => shown_as,
        Err(error) => return gone(visit, &error),
    };
    let form = FixForm {
        needs_acknowledgement: needs_acknowledgement(plan),
        shown_as,
        ..form
    };
    page(visit, status, "Put it right", Place::Review, |frame| {
        fix_page(frame, plan, form)
    })
}
