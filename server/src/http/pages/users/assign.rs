//! Assigning a policy to the ticked people.

use super::list::{Extra, show};
use crate::http::failure::status_of;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::pages::operations::prepare_ticked;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::users::{AssignDialog, AssignStage, href, order_of, read};
use forecourt_app::paths;
use forecourt_app::ui::people as people_words;
use forecourt_model::policy::PolicyKind;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::people::{Assigned, MAXIMUM_SELECTION, assign_many, preview_assign_many};
use forecourt_service::{ServiceError, Snapshot};

/// The share of the organization, in percent, from which on a change has to be acknowledged.
const ACKNOWLEDGE_FROM: u64 = 10;

/// What was sent.
struct Asked {
    people: Vec<PersonId>,
    /// The policy, when one was picked; `None` inside takes direct assignments away.
    policy: Option<Option<PolicyId>>,
    reason: String,
    confirmed: bool,
    acknowledged: bool,
}

fn asked(fields: &Fields) -> Asked {
    let picked = fields.get("policy");
    let policy = if fields.get("do") == "unassign" || picked == "none" {
        Some(None)
    } else {
        picked.parse().ok().map(Some)
    };
    Asked {
        people: fields.all("user").filter_map(|id| id.parse().ok()).collect(),
        policy,
        reason: fields.get("reason").to_owned(),
        confirmed: fields.has("confirmed"),
        acknowledged: fields.has("acknowledge"),
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
        return choose(&visit, &query, asked).await;
    };
    if asked.people.len() > MAXIMUM_SELECTION {
        return match prepare_ticked(&visit, asked.people.clone(), policy, asked.reason.clone()).await {
            Ok(id) => see_other(&paths::operation(id), None),
            Err(error) => refuse(&visit, &query, asked, &error).await,
        };
    }
    let impact = match preview_assign_many(visit.services(), &visit.context, &asked.people, policy).await {
        Ok(impact) => impact,
        Err(error) => return refuse(&visit, &query, asked, &error).await,
    };
    let acknowledge = impact.needs_acknowledgement(ACKNOWLEDGE_FROM);
    let missing = asked.confirmed && acknowledge && !asked.acknowledged;
    if impact.takes_something() && (!asked.confirmed || missing) {
        let sentence = "Tick this to say that you know how many people it changes.";
        let status = if missing {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let snapshot = visit.services().snapshot_if_set_up();
        let stage = AssignStage::Confirm {
            impact: Box::new(impact),
            policy: policy.map_or_else(|| "none".to_owned(), |policy| policy.to_string()),
            policy_name: snapshot
                .map(|snapshot| name(&snapshot, policy))
                .unwrap_or_default(),
            acknowledge,
            error: missing.then(|| sentence.to_owned()),
        };
        return ask(&visit, status, &query, asked, stage).await;
    }
    let reason = Some(asked.reason.clone());
    match assign_many(visit.services(), &visit.context, &asked.people, policy, reason).await {
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

async fn choose(visit: &Visit, query: &Fields, asked: Asked) -> Response {
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
    ask(visit, StatusCode::OK, query, asked, stage).await
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
