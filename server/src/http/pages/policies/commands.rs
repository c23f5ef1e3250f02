//! The commands of the list, on the ticked row.

use super::form;
use super::list::{Shown, answer};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::respond::see_other;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::policies::{Confirm, keepers};
use forecourt_app::paths;
use forecourt_app::ui::people as people_words;
use forecourt_model::policy::{BuiltIn, Policy};
use forecourt_model::{PolicyId, Revision};
use forecourt_service::change::FieldChange;
use forecourt_service::impact::{Plan, first};
use forecourt_service::organization::describe::{differences, policy_values};
use forecourt_service::{ServiceError, policy};

/// `POST /external-access/policies`: `do` says what, `policy` names the ticked rows.
pub(super) async fn run(visit: Visit, Query(query): Query, Form(fields): Form) -> Response {
    let command = fields.get("do");
    if command == "reset" || (fields.has("confirmed") && command != "delete") {
        return reset(&visit, &query, &fields).await;
    }
    let chosen = match one(&visit, &fields, command) {
        Ok(policy) => policy,
        Err(error) => return refused(&visit, &query, &fields, &error, None),
    };
    match command {
        "edit" => see_other(&paths::policy(&chosen.name), None),
        "duplicate" => {
            let from = [("from", chosen.name.as_str())];
            see_other(&paths::with_query(&paths::new_policy(), &from), None)
        }
        "assign" => {
            let assign = [("assign", chosen.name.as_str())];
            see_other(&paths::with_query(&paths::users(), &assign), None)
        }
        "delete" => delete(&visit, &query, &fields, &chosen).await,
        _ => {
            let error = ServiceError::refused(
                "unknown-command",
                "Nothing was done. Use one of the buttons over the list.",
            );
            refused(&visit, &query, &fields, &error, None)
        }
    }
}

/// The one ticked policy.
fn one(visit: &Visit, fields: &Fields, command: &str) -> Result<Policy, ServiceError> {
    let verb = match command {
        "edit" => "edit",
        "duplicate" => "duplicate",
        "delete" => "delete",
        _ => "assign",
    };
    let names: Vec<_> = fields.all("policy").collect();
    let name = match names.as_slice() {
        [one] => *one,
        [] => {
            let message = format!("Nothing is selected. Select the policy to {verb} first.");
            return Err(ServiceError::refused("nothing-selected", message));
        }
        several => {
            let message = format!(
                "{} policies are selected. Select only the one to {verb}.",
                several.len()
            );
            return Err(ServiceError::refused("several-selected", message));
        }
    };
    let snapshot = visit.services().snapshot()?;
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name);
    found.cloned().ok_or(ServiceError::NotFound { what: "policy" })
}

/// The revision that the list showed of `policy`: an older one when it was changed since.
fn expected(fields: &Fields, policy: &Policy) -> Revision {
    let seen = fields.get("seen").parse().unwrap_or_default();
    policy.revision.min(seen)
}

/// Deletes a policy, after a word about what goes with it.
async fn delete(visit: &Visit, query: &Fields, fields: &Fields, chosen: &Policy) -> Response {
    let expected = expected(fields, chosen);
    if !fields.has("confirmed") {
        return match policy::check_delete(visit.services(), &visit.context, chosen.id, expected).await {
            Ok(policy) => ask_delete(visit, query, fields, &policy),
            Err(error) => refuse_delete(visit, query, fields, chosen, &error),
        };
    }
    let done = policy::delete(
        visit.services(),
        &visit.context,
        chosen.id,
        expected,
        form::reason(fields),
        None,
    );
    match done.await {
        Ok(saved) => {
            let text = format!("{} deleted. Nobody had it.", saved.policy.name);
            see_other(&paths::policies(), Some(&Flash::change(text, saved.revision)))
        }
        Err(error) => refuse_delete(visit, query, fields, chosen, &error),
    }
}

/// Why it was not deleted, and who has it.
fn refuse_delete(
    visit: &Visit,
    query: &Fields,
    fields: &Fields,
    chosen: &Policy,
    error: &ServiceError,
) -> Response {
    let link = matches!(error.code(), "policy-in-use" | "policy-of-group").then(|| {
        let holders = [("policy", chosen.name.as_str())];
        (
            "See everybody who has it".to_owned(),
            paths::with_query(&paths::users(), &holders),
        )
    });
    refused(visit, query, fields, error, link)
}

/// The question before a policy is deleted: nobody has it, so nobody loses anything.
fn ask_delete(visit: &Visit, query: &Fields, fields: &Fields, policy: &Policy) -> Response {
    let impact = match visit.services().snapshot() {
        Ok(snapshot) => snapshot.impact_of(&snapshot.settings, &[]),
        Err(error) => return refused(visit, query, fields, &error, None),
    };
    let name = policy.name.to_string();
    let carried = [
        ("do", "delete"),
        ("policy", name.as_str()),
        ("seen", fields.get("seen")),
    ];
    let confirm = Confirm {
        title: format!("Delete the policy {name}?"),
        action: paths::policies(),
        cancel: paths::policies(),
        stays: false,
        button: "Delete policy".to_owned(),
        fields: carried
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        changes: vec![FieldChange::new("Policy", Some(name.clone()), None)],
        impact,
        people: Vec::new(),
        csv: String::new(),
        note: Some("No person and no group has it: nobody gains or loses anything.".to_owned()),
        acknowledge: false,
        acknowledge_error: None,
        shown_as: shown_as::of_delete(policy),
        reason: String::new(),
    };
    let shown = Shown {
        selected: vec![name],
        confirm: Some(confirm),
        problem: None,
    };
    answer(visit, query, StatusCode::OK, shown)
}

/// Resets Global, after the question what that changes.
async fn reset(visit: &Visit, query: &Fields, fields: &Fields) -> Response {
    if let Some(other) = fields.all("policy").find(|name| *name != "Global") {
        let message = format!("Only Global can be reset. Take {other} out of the selection.");
        let error = ServiceError::refused("only-global-is-reset", message);
        return refused(visit, query, fields, &error, None);
    }
    let prepared = prepare_reset(visit, fields).await;
    let (confirm, status) = match prepared {
        Ok(Some(question)) => question,
        Ok(None) => return do_reset(visit, query, fields).await,
        Err(error) => return refused(visit, query, fields, &error, None),
    };
    let shown = Shown {
        confirm: Some(confirm),
        ..Shown::default()
    };
    answer(visit, query, status, shown)
}

async fn do_reset(visit: &Visit, query: &Fields, fields: &Fields) -> Response {
    let reason = form::reason(fields);
    // Without a question there was nothing to ask: Global has its defaults, whatever revision that came with.
    let stored = visit.services().snapshot_if_set_up();
    let stored = stored.and_then(|snapshot| snapshot.policy(PolicyId::GLOBAL).map(|policy| policy.revision));
    let expected = match (fields.has("confirmed"), stored) {
        (false, Some(stored)) => stored,
        _ => form::revision(fields),
    };
    match policy::reset_global(visit.services(), &visit.context, expected, reason, None).await {
        Ok(saved) if saved.changed => {
            let text = "Global reset to its defaults. It counts from now on.";
            see_other(&paths::policies(), Some(&Flash::change(text, saved.revision)))
        }
        Ok(_) => see_other(
            &paths::policies(),
            Some(&Flash::text("Global has its defaults already.")),
        ),
        Err(error) => refused(visit, query, fields, &error, None),
    }
}

/// The question before a reset; `None` when it was answered, or when there is nothing to reset.
async fn prepare_reset(
    visit: &Visit,
    fields: &Fields,
) -> Result<Option<(Confirm, StatusCode)>, ServiceError> {
    let snapshot = visit.services().snapshot()?;
    let global = snapshot
        .policy(PolicyId::GLOBAL)
        .ok_or(ServiceError::NotFound { what: "policy" })?;
    let defaults = BuiltIn::Global.settings();
    let (services, context) = (visit.services(), &visit.context);
    let preview = policy::review(services, context, PolicyId::GLOBAL, &defaults).await?;
    let percent = snapshot.acknowledge_percent();
    let acknowledge = preview.impact.needs_acknowledgement(percent);
    let asked = fields.has("confirmed");
    if !asked && global.settings == defaults {
        return Ok(None);
    }
    if asked && (!acknowledge || fields.has("acknowledge")) {
        return Ok(None);
    }
    let plan = Plan::policy(services, PolicyId::GLOBAL, defaults.switches())?;
    let people = first(services, context, &plan).await?;
    let confirm = Confirm {
        title: format!(
            "Reset Global, the policy of {}, to its defaults?",
            people_words(preview.people)
        ),
        action: paths::policies(),
        cancel: paths::policies(),
        stays: false,
        button: "Reset Global policy".to_owned(),
        fields: vec![("revision".to_owned(), global.revision.to_string())],
        changes: differences(&policy_values(&global.settings), &policy_values(&defaults)),
        note: keepers(&preview),
        impact: preview.impact,
        people,
        csv: paths::reset_policy_impact_csv(),
        acknowledge,
        acknowledge_error: asked.then(|| "Tick this first, then reset.".to_owned()),
        shown_as: shown_as::of_reset(global, fields.get("reason")),
        reason: fields.get("reason").to_owned(),
    };
    let status = if asked {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(Some((confirm, status)))
}

/// The list with what could not be done over it, and the rows still ticked.
fn refused(
    visit: &Visit,
    query: &Fields,
    fields: &Fields,
    error: &ServiceError,
    link: Option<(String, String)>,
) -> Response {
    if matches!(error, ServiceError::Forbidden { .. }) {
        return Failure::of(visit, error).into_response();
    }
    let selected: Vec<_> = fields.all("policy").map(str::to_owned).collect();
    let sentence = match error {
        ServiceError::Conflict(conflict) => {
            let what = selected.first().map_or("Global", String::as_str);
            format!(
                "Nothing was done. {} changed {what} after this list was shown. Look at it again first.",
                conflict.changed_by
            )
        }
        other => other.sentence(),
    };
    let shown = Shown {
        selected,
        problem: Some((sentence, link)),
        confirm: None,
    };
    answer(visit, query, status_of(error), shown)
}
