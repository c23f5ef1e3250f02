//! What a chat server gets.

use forecourt_model::Revision;
use forecourt_model::decision::{Identifier, OutsideClass, Side};
use forecourt_model::settings::SettingKey;
use forecourt_service::decision::{Answer, Asked, State};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// For how many seconds an answer may be used again, by somebody who does not hear of changes.
const TIME_TO_LIVE: u32 = 30;

/// An answer as JSON.
#[derive(Serialize)]
pub(super) struct Decided<'a> {
    decision: &'static str,
    reason_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deciding_setting: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_url: Option<&'a str>,
    initiator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    inside: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outside_class: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<&'a str>,
    revision: Revision,
    ttl: u32,
    decision_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale_since: Option<String>,
}

/// Several answers.
#[derive(Serialize)]
pub(super) struct Batch<'a> {
    /// The newest change that they know of.
    pub(super) revision: Revision,
    /// Since when that may not be the newest there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stale_since: Option<String>,
    /// One for each question, in order.
    pub(super) decisions: Vec<Decided<'a>>,
}

/// A moment as JSON has it.
pub(super) fn moment(at: Option<OffsetDateTime>) -> Option<String> {
    at.and_then(|at| at.format(&Rfc3339).ok())
}

/// What whoever is refused may be told, as JSON. The same for all answers of a request, so it is written once.
pub(super) fn message(state: &State, language: &str) -> Box<RawValue> {
    let written = to_raw_value(state.refusal.sentence(language));
    written.unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// The answer to a question; `message` gives what [`message`] has written.
pub(super) fn decided<'a>(
    state: &'a State,
    asked: &'a Asked,
    answer: &Answer,
    message: impl FnOnce() -> &'a RawValue,
    stale_since: Option<String>,
) -> Decided<'a> {
    let outcome = &answer.outcome;
    let is_allowed = answer.is_allowed();
    let text = |place: Option<usize>| {
        place
            .and_then(|place| asked.participant(place))
            .map(Identifier::as_str)
    };
    let url = state.refusal.request_url.as_str();
    Decided {
        decision: if is_allowed { "allow" } else { "deny" },
        reason_code: answer.reason().code(),
        deciding_setting: answer.reason().deciding_setting().map(SettingKey::name),
        message: (!is_allowed).then(message),
        request_url: (!is_allowed && !url.is_empty()).then_some(url),
        initiator: match outcome.initiator {
            Side::Inside => "inside",
            Side::Outside => "outside",
        },
        inside: text(outcome.inside),
        outside: text(outcome.outside),
        outside_class: outcome.outside_class.map(OutsideClass::code),
        policy: outcome
            .policy
            .map(|policy| state.rules.policies.name(policy))
            .filter(|name| !name.is_empty()),
        revision: state.revision,
        ttl: TIME_TO_LIVE,
        decision_id: answer.id,
        stale_since,
    }
}
