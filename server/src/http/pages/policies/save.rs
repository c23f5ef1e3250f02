//! Saving a policy.

use super::form;
use super::show::{answer, page_view};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::respond::{part, see_other};
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::policies::{Confirm, Conflicting, Typed, keepers, saving_parts};
use forecourt_app::paths;
use forecourt_model::access::Impact;
use forecourt_model::policy::PolicyKind;
use forecourt_service::impact::{Plan, first};
use forecourt_service::organization::describe::{differences, policy_values};
use forecourt_service::policy::{self, PolicyView, Saved};
use forecourt_service::{Conflict, ServiceError};

/// `POST /external-access/policies/{name}`. Asks first when people lose something or many are reached; a script that asks for a fragment
/// gets what saving would do and saves nothing.
pub(super) async fn save(visit: Visit, Path(name): Path<String>, Form(fields): Form) -> Response {
    let view = match policy::get_by_name(visit.services(), &visit.context, &name).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let is_global = view.policy.kind == PolicyKind::Global;
    let typed = form::read(&fields, &view.policy.settings, is_global);
    if visit.wants_fragment {
        return preview_part(&visit, &view, &typed);
    }
    let expected = form::revision(&fields);
    let is_current = expected == view.policy.revision;
    if is_current && !typed.errors.is_empty() {
        return refused(
            &visit,
            view,
            typed,
            &fields,
            StatusCode::UNPROCESSABLE_ENTITY,
            None,
        );
    }
    let asked = if is_current {
        question(&visit, &view, &typed, &fields).await
    } else {
        Ok(None)
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    if let Some((confirm, status)) = asked {
        let mut page = page_view(&visit, view, typed, None);
        page.confirm = Some(confirm);
        return answer(&visit, status, page);
    }
    let (services, context) = (visit.services(), &visit.context);
    let reason = form::reason(&fields);
    let done = policy::edit(
        services,
        context,
        view.policy.id,
        expected,
        &typed.settings,
        reason,
        None,
    );
    match done.await {
        Ok(saved) => see_other(&paths::policy(&saved.policy.name), Some(&flash(&saved))),
        Err(ServiceError::Conflict(conflict)) => conflicted(&visit, view, typed, *conflict),
        Err(ServiceError::Forbidden { permission, role }) => {
            Failure::of(&visit, &ServiceError::Forbidden { permission, role }).into_response()
        }
        Err(error) => {
            let (status, sentence) = (status_of(&error), error.sentence());
            refused(&visit, view, typed, &fields, status, Some(sentence))
        }
    }
}

fn flash(saved: &Saved) -> Flash {
    let name = saved.policy.display_name();
    if saved.changed {
        Flash::change(format!("{name} saved. It counts from now on."), saved.revision)
    } else {
        Flash::text(format!("{name} was not changed: everything is as it was."))
    }
}

fn preview_part(visit: &Visit, view: &PolicyView, typed: &Typed) -> Response {
    let preview = policy::preview(visit.services(), &visit.context, view.policy.id, &typed.settings).ok();
    let preview = preview.filter(|_| typed.errors.is_empty());
    part(|| saving_parts(preview.as_ref()))
}

/// The page with what was typed, and why it was not saved.
fn refused(
    visit: &Visit,
    view: PolicyView,
    typed: Typed,
    fields: &Fields,
    status: StatusCode,
    sentence: Option<String>,
) -> Response {
    let count = typed.errors.0.len();
    let sentence = sentence.unwrap_or_else(|| match count {
        1 => "Not saved. One field needs another look.".to_owned(),
        _ => format!("Not saved. {count} fields need another look."),
    });
    let mut page = page_view(visit, view, typed, Some(form::revision(fields).0));
    page.problem = Some(sentence);
    answer(visit, status, page)
}

/// The page with both sides. Its form counts from what is stored now, so that saving again puts it in its place.
fn conflicted(visit: &Visit, view: PolicyView, typed: Typed, conflict: Conflict) -> Response {
    let stored = policy_values(&view.policy.settings);
    let conflicting = Conflicting {
        changed_by: conflict.changed_by,
        changed_at: conflict.changed_at,
        fields: differences(&stored, &policy_values(&typed.settings)),
        discard: paths::policy(&view.policy.name),
    };
    let mut page = page_view(visit, view, typed, Some(conflict.current.0));
    page.conflict = Some(conflicting);
    answer(visit, StatusCode::CONFLICT, page)
}

/// The question, when people lose something or many are reached, and it was not answered yet.
async fn question(
    visit: &Visit,
    view: &PolicyView,
    typed: &Typed,
    fields: &Fields,
) -> Result<Option<(Confirm, StatusCode)>, ServiceError> {
    let (services, context, id) = (visit.services(), &visit.context, view.policy.id);
    let preview = match policy::review(services, context, id, &typed.settings).await {
        Ok(preview) => preview,
        // Saving says what is wrong, at its field.
        Err(ServiceError::Invalid(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let impact = preview.impact.clone();
    let percent = services.snapshot()?.acknowledge_percent();
    let acknowledge = impact.needs_acknowledgement(percent);
    let asked = fields.has("confirmed");
    if !impact.needs_review(percent) || (asked && (!acknowledge || fields.has("acknowledge"))) {
        return Ok(None);
    }
    let plan = Plan::policy(services, id, typed.settings.switches())?;
    let people = first(services, context, &plan).await?;
    let mut carried = typed.fields();
    carried.push(("revision".to_owned(), view.policy.revision.to_string()));
    let stored = policy_values(&view.policy.settings);
    let confirm = Confirm {
        title: title(&impact),
        action: paths::policy(&view.policy.name),
        cancel: paths::policy(&view.policy.name),
        stays: true,
        button: button(&impact),
        fields: carried,
        changes: differences(&stored, &policy_values(&typed.settings)),
        note: keepers(&preview),
        people,
        csv: paths::policy_impact_csv(&view.policy.name),
        impact,
        acknowledge,
        acknowledge_error: asked.then(|| "Tick this first, then save.".to_owned()),
        shown_as: shown_as::of_policy(&view.policy, &typed.settings, fields.get("reason")),
        reason: fields.get("reason").to_owned(),
    };
    let status = if asked {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(Some((confirm, status)))
}

fn whom(people: u64) -> String {
    forecourt_app::ui::people(people)
}

fn title(impact: &Impact) -> String {
    if impact.chat.lose > 0 {
        format!(
            "Turn off chat with personal accounts for {}?",
            whom(impact.chat.lose)
        )
    } else if !impact.takes_something() {
        format!(
            "Let personal accounts and {} reach each other?",
            whom(impact.affected)
        )
    } else {
        format!(
            "Stop personal accounts from finding and contacting {}?",
            whom(impact.inbound.lose)
        )
    }
}

fn button(impact: &Impact) -> String {
    if !impact.takes_something() {
        return format!("Save for {}", whom(impact.affected));
    }
    let lose = impact.chat.lose.max(impact.inbound.lose);
    format!("Turn off for {}", whom(lose))
}
