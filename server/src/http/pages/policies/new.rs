//! A new policy, empty or as a copy of another.

use super::form;
use super::locked;
use crate::http::draft;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Form, Query};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::policies::{Editing, NewPolicyView, Typed, new_policy_page};
use forecourt_app::pages::show_as::{ShownAs, ShownSettings};
use forecourt_app::paths;
use forecourt_model::policy::{MAXIMUM_NAME_LENGTH, Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_service::ServiceError;
use forecourt_service::policy::{self, NewPolicy};

/// `GET /external-access/new-policy`; `from` names the policy to copy.
pub(super) async fn show(visit: Visit, Query(query): Query) -> Response {
    let from = match query.some("from") {
        Some(name) => match source(&visit, name) {
            Ok(policy) => Some(policy),
            Err(error) => return Failure::of(&visit, &error).into_response(),
        },
        None => None,
    };
    let draft = match draft::restored(&visit).await {
        Ok(draft) => draft,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    if let Some(fields) = draft {
        let typed = form::read(&fields, &PolicySettings::default(), false);
        let from = fields.some("from").map(str::to_owned);
        let words = "Not added yet. Your session had ended; what you entered is here again.".to_owned();
        return answer(&visit, StatusCode::OK, typed, from, Some(words));
    }
    let typed = match &from {
        Some(policy) => Typed::of(copy_name(&visit, &policy.name), policy.settings.clone()),
        None => Typed::of("", PolicySettings::default()),
    };
    let from = from.map(|policy| policy.name.to_string());
    answer(&visit, StatusCode::OK, typed, from, None)
}

fn source(visit: &Visit, name: &str) -> Result<Policy, ServiceError> {
    let missing = ServiceError::NotFound { what: "policy" };
    let Ok(name) = PolicyName::parse(name) else {
        return Err(missing);
    };
    let snapshot = visit.services().snapshot()?;
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.folded() == name.folded());
    found.cloned().ok_or(missing)
}

/// "Sales copy", or with a number where that exists already; never longer than a name may be.
fn copy_name(visit: &Visit, name: &PolicyName) -> String {
    let taken: Vec<_> = visit
        .services()
        .snapshot_if_set_up()
        .map_or_else(Vec::new, |snapshot| {
            snapshot
                .policies
                .iter()
                .map(|policy| policy.name.folded())
                .collect()
        });
    let endings = std::iter::once(" copy".to_owned()).chain((2..100).map(|n| format!(" copy {n}")));
    let mut names = endings.map(|ending| {
        let room = MAXIMUM_NAME_LENGTH.saturating_sub(ending.chars().count());
        let start: String = name.as_str().chars().take(room).collect();
        format!("{}{ending}", start.trim_end())
    });
    let is_free = |name: &String| PolicyName::parse(name).is_ok_and(|name| !taken.contains(&name.folded()));
    names.find(is_free).unwrap_or_default()
}

/// `POST /external-access/new-policy`: adds it, or with `do=show` shows how it is added elsewhere.
pub(super) async fn add(visit: Visit, Form(fields): Form) -> Response {
    let mut typed = form::read(&fields, &PolicySettings::default(), false);
    let from = fields.some("from").map(str::to_owned);
    let new = NewPolicy {
        name: typed.name.clone(),
        settings: typed.settings.clone(),
    };
    if !typed.errors.is_empty() {
        if let Err(errors) = new.check() {
            typed
                .errors
                .0
                .extend(errors.0.into_iter().filter(|error| error.field == "name"));
        }
        return answer(&visit, StatusCode::UNPROCESSABLE_ENTITY, typed, from, None);
    }
    let is_asked = fields.get("do") == "show";
    let rehearsal = visit.services().rehearsal();
    let services = if is_asked { &rehearsal } else { visit.services() };
    match policy::add(services, &visit.context, new, form::reason(&fields), None).await {
        Ok(_) if is_asked => show_form(&visit, StatusCode::OK, typed, from, None, true),
        Ok(saved) => {
            let text = format!("{} added. Nobody has it yet.", saved.policy.name);
            see_other(
                &paths::policy(&saved.policy.name),
                Some(&Flash::change(text, saved.revision)),
            )
        }
        Err(ServiceError::Invalid(errors)) => {
            typed.errors = errors;
            answer(&visit, StatusCode::UNPROCESSABLE_ENTITY, typed, from, None)
        }
        Err(error @ ServiceError::Forbidden { .. }) => Failure::of(&visit, &error).into_response(),
        Err(error) => answer(&visit, status_of(&error), typed, from, Some(error.sentence())),
    }
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    typed: Typed,
    from: Option<String>,
    problem: Option<String>,
) -> Response {
    show_form(visit, status, typed, from, problem, false)
}

/// The form; what would add the policy elsewhere is open in it when somebody asked for that.
fn show_form(
    visit: &Visit,
    status: StatusCode,
    typed: Typed,
    from: Option<String>,
    problem: Option<String>,
    is_asked: bool,
) -> Response {
    let snapshot = match visit.services().snapshot() {
        Ok(snapshot) => snapshot,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let problem = problem.or_else(|| match typed.errors.0.len() {
        0 => None,
        1 => Some("Not added. One field needs another look.".to_owned()),
        count => Some(format!("Not added. {count} fields need another look.")),
    });
    let hidden = from
        .iter()
        .map(|name| ("from".to_owned(), name.clone()))
        .collect();
    let name = PolicyName::parse_new(&typed.name);
    let shown_as = match name {
        Ok(name) if typed.errors.is_empty() => shown_as::of_new_policy(&name, &typed.settings),
        _ => ShownAs::default(),
    };
    let editing = Editing {
        kind: PolicyKind::Custom,
        identity: None,
        stored: typed.settings.clone(),
        typed,
        locked: locked(&visit.context),
        organization: snapshot.settings.clone(),
        shown_as: ShownSettings::default(),
        hidden,
    };
    let title = if from.is_some() {
        "Duplicate policy"
    } else {
        "Add policy"
    };
    let view = NewPolicyView {
        editing,
        from,
        active: snapshot.is_active(visit.context.now),
        problem,
        shown_as,
        is_asked,
    };
    page(visit, status, title, Place::ExternalAccess, |frame| {
        new_policy_page(frame, view)
    })
}
