//! OpenID AuthZEN 1.0: the same questions in the form that existing enforcement points send.

use super::Endpoint;
use super::ask::{json, note, state_at};
use super::input::{MAXIMUM_PEOPLE, NAMED, item, read_item};
use crate::http::problem::Problem;
use crate::http::security::REQUEST_ID;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use forecourt_model::decision::{IdentifierKind, MAXIMUM_PARTICIPANTS};
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::decision::{self, Answer, Asked, Caller, MAXIMUM_BATCH, Mode, answer_all};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Value, json as value};
use std::fmt;
use std::time::Instant;

/// A subject or a resource.
#[derive(Clone, Debug, Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    #[serde(default)]
    properties: Value,
}

#[derive(Clone, Debug, Deserialize)]
struct Named {
    name: String,
}

/// One evaluation; in a batch, what is missing comes from the whole.
#[derive(Clone, Debug, Default, Deserialize)]
struct Evaluation {
    subject: Option<Entity>,
    action: Option<Named>,
    resource: Option<Entity>,
    context: Option<Value>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Options {
    evaluations_semantic: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the standard names it so")]
struct Evaluations {
    #[serde(flatten)]
    whole: Evaluation,
    evaluations: Option<Several>,
    #[serde(default)]
    options: Options,
}

/// The evaluations of a batch. One more than a batch may have is enough to refuse it; the others are not kept, for an
/// empty one is much shorter as text than in memory.
#[derive(Clone, Debug)]
struct Several(Vec<Evaluation>);

impl<'de> Deserialize<'de> for Several {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Several;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of evaluations")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Several, A::Error> {
                let mut list = Vec::new();
                while list.len() <= MAXIMUM_BATCH {
                    match sequence.next_element()? {
                        Some(evaluation) => list.push(evaluation),
                        None => return Ok(Several(list)),
                    }
                }
                while sequence.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Several(list))
            }
        }
        deserializer.deserialize_seq(List)
    }
}

/// The kind of an identifier, where the type of the entity is one; `user` and others leave it to the form.
fn kind(entity: &Entity) -> Option<&str> {
    IdentifierKind::from_code(&entity.kind).map(|_| entity.kind.as_str())
}

/// The texts of a list. One more than a conversation may have is enough to refuse it.
fn texts<'v>(properties: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let list = properties.get(name).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .take(MAXIMUM_PARTICIPANTS + 1)
        .map(|one| one.as_str().unwrap_or_default())
}

impl Evaluation {
    /// The same with what it leaves open taken from `whole`.
    fn within<'e>(&'e self, whole: &'e Self) -> Parts<'e> {
        Parts {
            subject: self.subject.as_ref().or(whole.subject.as_ref()),
            action: self.action.as_ref().or(whole.action.as_ref()),
            resource: self.resource.as_ref().or(whole.resource.as_ref()),
            context: self.context.as_ref().or(whole.context.as_ref()),
        }
    }

    fn parts(&self) -> Parts<'_> {
        self.within(self)
    }
}

/// What an evaluation is made of.
#[derive(Clone, Copy, Debug)]
struct Parts<'e> {
    subject: Option<&'e Entity>,
    action: Option<&'e Named>,
    resource: Option<&'e Entity>,
    context: Option<&'e Value>,
}

impl Parts<'_> {
    /// How many people it names, whether or not they can be read.
    fn people(&self) -> usize {
        let others = self.resource.map_or(0, |resource| {
            usize::from(resource.kind != "conversation") + texts(&resource.properties, "members").count()
        });
        others + 1
    }
}

/// The question that an evaluation puts, or at most `most` errors.
fn asked(evaluation: Parts<'_>, prefix: &dyn Fn() -> String, most: usize) -> Result<Asked, FieldErrors> {
    let mut errors = FieldErrors::default();
    let (Some(subject), Some(action), Some(resource)) =
        (evaluation.subject, evaluation.action, evaluation.resource)
    else {
        let message = "Give a subject, an action and a resource.";
        errors.push(&format!("{}subject", prefix()), "missing", message);
        return Err(errors);
    };
    let is_conversation = resource.kind == "conversation";
    let counterparts = if is_conversation {
        Vec::new()
    } else {
        vec![(kind(resource), resource.id.as_str())]
    };
    let members = texts(&resource.properties, "members").collect();
    let started_by = resource.properties.get("started_by").and_then(Value::as_str);
    let question = item(
        &action.name,
        (kind(subject), &subject.id),
        counterparts,
        members,
        started_by,
    );
    match read_item(&question, prefix, &mut errors, most) {
        Some(asked) if errors.is_empty() => Ok(asked),
        _ => Err(in_words_of_authzen(errors)),
    }
}

/// What stands in an evaluation that cannot be read either, when enough faults are named.
fn not_named(index: usize) -> FieldErrors {
    let message = format!("It cannot be read either. The first {NAMED} faults are named; mend those.");
    FieldErrors::one(&format!("evaluations[{index}]"), "not-named", message)
}

/// Errors name the fields that were sent.
fn in_words_of_authzen(mut errors: FieldErrors) -> FieldErrors {
    for error in &mut errors.0 {
        error.field = error
            .field
            .replace("initiator", "subject.id")
            .replace("counterparts[0]", "resource.id")
            .replace("counterparts", "resource.id")
            .replace("conversation.", "resource.properties.");
    }
    errors
}

fn context_of(state: &decision::State, answer: &Answer, language: &str) -> Value {
    let mut context = value!({
        "reason_code": answer.reason().code(),
        "revision": state.revision,
        "decision_id": answer.id,
    });
    let Some(held) = context.as_object_mut() else {
        return context;
    };
    if let Some(setting) = answer.reason().deciding_setting() {
        held.insert("deciding_setting".to_owned(), setting.name().into());
    }
    if !answer.is_allowed() {
        held.insert("message".to_owned(), state.refusal.sentence(language).into());
        if !state.refusal.request_url.is_empty() {
            held.insert(
                "request_url".to_owned(),
                state.refusal.request_url.as_str().into(),
            );
        }
    }
    context
}

fn of_context<'c>(evaluation: Parts<'c>, name: &str) -> Option<&'c Value> {
    evaluation.context.and_then(|context| context.get(name))
}

fn at_least(evaluation: Parts<'_>) -> Revision {
    let found = of_context(evaluation, "at_least").and_then(Value::as_i64);
    Revision(found.unwrap_or_default())
}

fn language(evaluation: Parts<'_>) -> &str {
    of_context(evaluation, "language")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::bad_request("json-malformed", format!("The body cannot be read: {error}."))
}

/// `POST /access/v1/evaluation`
pub(super) async fn evaluation(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Problem> {
    let begun = Instant::now();
    let evaluation: Evaluation = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    let parts = evaluation.parts();
    let asked = [asked(parts, &String::new, NAMED)?];
    let held = state_at(state, at_least(parts)).await?;
    let now = state.services.clock().now();
    let answers = answer_all(&state.services, &held, caller, &asked, now, Mode::Live);
    let answer = answers.first().map(|answer| {
        value!({
            "decision": answer.is_allowed(),
            "context": context_of(&held, answer, language(parts)),
        })
    });
    note(state, caller, headers, begun);
    Ok(with_request_id(headers, json(&answer)))
}

/// `POST /access/v1/evaluations`
pub(super) async fn evaluations(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Problem> {
    let begun = Instant::now();
    let request: Evaluations = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    let whole = request.whole;
    let list = match request.evaluations {
        None => return evaluation(state, caller, headers, body).await,
        Some(Several(list)) => list,
    };
    if list.is_empty() || list.len() > MAXIMUM_BATCH {
        let message = format!("Give 1 to {MAXIMUM_BATCH} evaluations.");
        return Err(Problem::field("evaluations", "evaluations-out-of-range", message));
    }
    let stop_at = match request.options.evaluations_semantic.as_deref() {
        None | Some("execute_all") => None,
        Some("deny_on_first_deny") => Some(false),
        Some("permit_on_first_permit") => Some(true),
        Some(_) => {
            let message = "Use execute_all, deny_on_first_deny or permit_on_first_permit.";
            return Err(Problem::field(
                "options.evaluations_semantic",
                "semantic-unknown",
                message,
            ));
        }
    };
    // Counted before anybody is read: members of the whole are named again by each evaluation, in a few bytes.
    let people: usize = list.iter().map(|one| one.within(&whole).people()).sum();
    if people > MAXIMUM_PEOPLE {
        let message = format!("Name at most {MAXIMUM_PEOPLE} people in all evaluations together.");
        return Err(Problem::field("evaluations", "too-many-people", message));
    }
    let held = state_at(state, at_least(whole.parts())).await?;
    let now = state.services.clock().now();
    let mut found = Vec::with_capacity(list.len());
    let mut questions = Vec::with_capacity(list.len());
    let mut named = 0;
    for (index, one) in list.iter().enumerate() {
        let parts = one.within(&whole);
        let room = NAMED.saturating_sub(named);
        match asked(parts, &|| format!("evaluations[{index}]."), room.max(1)) {
            Ok(question) => {
                questions.push(question);
                found.push((Ok(questions.len() - 1), language(parts)));
            }
            Err(mut errors) => {
                if room == 0 {
                    errors = not_named(index);
                }
                named += errors.0.len();
                found.push((Err(errors), language(parts)));
            }
        }
    }
    let answers = answer_all(&state.services, &held, caller, &questions, now, Mode::Live);
    let mut results = Vec::with_capacity(found.len());
    for (outcome, language) in found {
        let (is_allowed, context) = match outcome {
            Ok(place) => match answers.get(place) {
                Some(answer) => (answer.is_allowed(), context_of(&held, answer, language)),
                None => continue,
            },
            // A fault of one is an answer of its own: it denies, and says why.
            Err(errors) => (false, value!({ "error": { "status": 422, "errors": errors.0 } })),
        };
        results.push(value!({ "decision": is_allowed, "context": context }));
        if stop_at == Some(is_allowed) {
            break;
        }
    }
    note(state, caller, headers, begun);
    Ok(with_request_id(
        headers,
        json(&value!({ "evaluations": results })),
    ))
}

fn with_request_id(headers: &HeaderMap, mut response: Response) -> Response {
    if let Some(id) = headers.get(REQUEST_ID) {
        response.headers_mut().insert(REQUEST_ID, id.clone());
    }
    response
}

/// `GET /.well-known/authzen-configuration`
pub(super) async fn configuration(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let host = headers
        .get(HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("localhost");
    let scheme = if state.site.secure { "https" } else { "http" };
    let base = format!("{scheme}://{host}");
    json(&value!({
        "policy_decision_point": base,
        "access_evaluation_endpoint": format!("{base}{}", Endpoint::Evaluation.path()),
        "access_evaluations_endpoint": format!("{base}{}", Endpoint::Evaluations.path()),
    }))
}
