//! Assigning a policy to the ticked people.

use super::list::{Extra, show, ticked};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::impact_csv;
use crate::http::pages::exceptions::{exception_fields, exception_input};
use crate::http::pages::operations::prepare_ticked;
use crate::http::respond::see_other;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use forecourt_app::pages::exceptions::ExceptionFields;
use forecourt_app::pages::users::{AssignDialog, AssignStage, ReviewProblem, href, order_of, read};
use forecourt_app::paths;
use forecourt_app::ui::people as people_words;
use forecourt_model::access::Impact;
use forecourt_model::policy::PolicyKind;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::impact::{Plan, first};
use forecourt_service::people::{Assigned, MAXIMUM_SELECTION, assign_many_with, preview_assign_many};
use forecourt_service::{ServiceError, Snapshot};

/// What was sent.
struct Asked {
    people: Vec<PersonId>,
    /// The policy, when one was picked; `None` inside takes direct assignments away.
    policy: Option<Option<PolicyId>>,
    reason: String,
    exception: ExceptionInput,
    typed: ExceptionFields,
    confirmed: bool,
    acknowledged: bool,
    /// What the question said that it does, when there was one.
    seen: Option<String>,
}

fn asked(fields: &Fields) -> Asked {
    let picked = fields.get("policy");
    let policy = if fields.get("do") == "unassign" || picked == "none" {
        Some(None)
    } else {
        picked.parse().ok().map(Some)
    };
    Asked {
        people: ticked(fields),
        policy,
        reason: fields.get("reason").to_owned(),
        exception: exception_input(fields),
        typed: exception_fields(fields),
        confirmed: fields.has("confirmed"),
        acknowledged: fields.has("acknowledge"),
        seen: fields.some("seen").map(str::to_owned),
    }
}

/// Asks which policy, then whether a loss is meant, then assigns: each step is this form with more fields.
pub(super) async fn post(visit: Visit, Query(query): Query, Form(fields): Form) -> Response {
    let asked = asked(&fields);
    if asked.people.is_empty() {
        let error = ServiceError::field("user", "selection-empty", "Tick the people first, then assign.");
        return refuse(&visit, &query, asked, &error).await;
    }
    let Some(policy) = asked.policy else {
        return choose(&visit, StatusCode::OK, &query, asked).await;
    };
    if let Err(errors) = asked.exception.check(visit.context.now, policy.is_some()) {
        let mut asked = asked;
        asked.typed.errors = errors;
        return choose(&visit, StatusCode::UNPROCESSABLE_ENTITY, &query, asked).await;
    }
    if asked.people.len() > MAXIMUM_SELECTION {
        let (people, reason) = (asked.people.clone(), asked.reason.clone());
        return match prepare_ticked(&visit, people, policy, reason, asked.exception.clone()).await {
            Ok(id) => see_other(&paths::operation(id), None),
            Err(error) => refuse(&visit, &query, asked, &error).await,
        };
    }
    let impact = match preview_assign_many(visit.services(), &visit.context, &asked.people, policy).await {
        Ok(impact) => impact,
        Err(error) => return refuse(&visit, &query, asked, &error).await,
    };
    let question = match question(&visit, &asked, policy, impact).await {
        Ok(question) => question,
        Err(error) => return refuse(&visit, &query, asked, &error).await,
    };
    if let Some((status, stage)) = question {
        return ask(&visit, status, &query, asked, stage).await;
    }
    let reason = Some(asked.reason.clone());
    let (services, exception) = (visit.services(), Some(&asked.exception));
    match assign_many_with(services, &visit.context, &asked.people, policy, reason, exception).await {
        Ok(done) => {
            let snapshot = visit.services().snapshot_if_set_up();
            let name = snapshot
                .map(|snapshot| name(&snapshot, policy))
                .unwrap_or_default();
            let (filter, order) = (read(&query.0), order_of(query.get("sort")));
            let back = href(&paths::users(), &filter, order, query.some("cursor"));
            see_other(&back, Some(&flash(&done, policy.is_some(), &name)))
        }
        Err(error) => refuse(&visit, &query, asked, &error).await,
    }
}

/// What the question says of the numbers, so that a confirmation of other numbers is told apart.
fn fingerprint(impact: &Impact) -> String {
    let (chat, inbound) = (impact.chat, impact.inbound);
    format!(
        "{}.{}.{}.{}.{}",
        impact.affected, chat.lose, chat.gain, inbound.lose, inbound.gain
    )
}

/// What has to be answered before it is done, and with which status it is asked.
async fn question(
    visit: &Visit,
    asked: &Asked,
    policy: Option<PolicyId>,
    impact: Impact,
) -> Result<Option<(StatusCode, AssignStage)>, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let snapshot = services.snapshot()?;
    let percent = snapshot.acknowledge_percent();
    let acknowledge = impact.needs_acknowledgement(percent);
    let now = fingerprint(&impact);
    let stale = asked.confirmed && asked.seen.as_ref().is_some_and(|seen| *seen != now);
    let missing = asked.confirmed && acknowledge && !asked.acknowledged;
    if !stale && (!impact.needs_review(percent) || (asked.confirmed && !missing)) {
        return Ok(None);
    }
    let (status, problem) = match (stale, missing) {
        (true, _) => (StatusCode::CONFLICT, Some(ReviewProblem::Changed)),
        (false, true) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(ReviewProblem::NotAcknowledged),
        ),
        (false, false) => (StatusCode::OK, None),
    };
    let plan = Plan::direct(services, asked.people.clone(), policy)?;
    let stage = AssignStage::Confirm {
        affected: first(services, context, &plan).await?,
        impact: Box::new(impact),
        policy: policy.map_or_else(|| "none".to_owned(), |policy| policy.to_string()),
        policy_name: name(&snapshot, policy),
        acknowledge,
        seen: now,
        problem,
        shown_as: shown_as::of_people(
            &snapshot,
            &asked.people,
            policy,
            (&asked.exception, &asked.reason),
        ),
    };
    Ok(Some((status, stage)))
}

/// `POST /users/impact.csv`: whom the same form would reach, as a file.
pub(super) async fn csv(visit: Visit, Form(fields): Form) -> Response {
    let asked = asked(&fields);
    let plan = Plan::direct(visit.services(), asked.people, asked.policy.flatten());
    match plan {
        Ok(plan) => impact_csv::answer(visit, plan).await,
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn name(snapshot: &Snapshot, policy: Option<PolicyId>) -> String {
    let policy = snapshot.policy(policy.unwrap_or(PolicyId::GLOBAL));
    policy
        .map(forecourt_model::policy::Policy::display_name)
        .unwrap_or_default()
}

fn flash(done: &Assigned, assigned: bool, policy: &str) -> Flash {
    let mut text = match (done.changed, assigned) {
        (0, true) => format!("Nothing was changed: they have {policy} directly already."),
        (0, false) => "Nothing was changed: none of them has a direct assignment.".to_owned(),
        (1, true) => format!("1 person has {policy} now. In effect at once."),
        (n, true) => format!("{} have {policy} now. In effect at once.", people_words(n)),
        (1, false) => "The direct assignment of 1 person was removed. In effect at once.".to_owned(),
        (n, false) => format!(
            "The direct assignments of {} were removed. In effect at once.",
            people_words(n)
        ),
    };
    if let Some(first) = done.failed.first() {
        let failed = people_words(u64::try_from(done.failed.len()).unwrap_or_default());
        text = format!("{text} {failed} could not be changed: {}", first.problem);
    }
    match done.revision {
        Some(revision) => Flash::change(text, revision),
        None => Flash::text(text),
    }
}

async fn choose(visit: &Visit, status: StatusCode, query: &Fields, asked: Asked) -> Response {
    let snapshot = visit.services().snapshot_if_set_up();
    let (now, mut policies) = (visit.context.now, Vec::new());
    if let Some(snapshot) = snapshot {
        let assignable = snapshot
            .policies
            .iter()
            .filter(|policy| policy.kind != PolicyKind::Global);
        policies.extend(assignable.map(|policy| {
            let access = snapshot.access(policy.id, now);
            let words = match (access.chat, access.inbound) {
                (true, true) => "both ways",
                (true, false) => "can start only",
                (false, _) => "neither",
            };
            (
                policy.id.to_string(),
                format!("{} ({words})", policy.display_name()),
            )
        }));
    }
    let stage = AssignStage::Choose {
        policies,
        error: None,
    };
    ask(visit, status, query, asked, stage).await
}

async fn ask(
    visit: &Visit,
    status: StatusCode,
    query: &Fields,
    asked: Asked,
    stage: AssignStage,
) -> Response {
    let extra = Extra {
        ticked: asked.people.clone(),
        dialog: Some(AssignDialog {
            people: asked.people,
            reason: asked.reason,
            exception: asked.typed,
            picked: asked.policy.flatten().map(|policy| policy.to_string()),
            stage,
        }),
        problem: None,
    };
    show(visit, status, query, extra).await
}

async fn refuse(visit: &Visit, query: &Fields, asked: Asked, error: &ServiceError) -> Response {
    let extra = Extra {
        problem: Some(error.sentence()),
        ticked: asked.people,
        dialog: None,
    };
    show(visit, status_of(error), query, extra).await
}
