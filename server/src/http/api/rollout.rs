//! `/api/v1/rollout`: the announced feature, and the organization's answer.

use super::answer::{self, Answer, Done, moment, tagged};
use super::body::Body;
use super::caller::Caller;
use super::doc::{Doc, words_schema};
use super::endpoints::Endpoints;
use forecourt_model::rollout::{self as model, RolloutState};
use forecourt_model::scope::Scope;
use forecourt_service::rollout::{self, Dates, DatesInput, RolloutView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    let tag = "Rollout";
    Endpoints::default()
        .get(
            "/api/v1/rollout",
            Scope::RolloutRead,
            get,
            Doc::new("getRollout", tag, "Read the rollout notice and the answer to it")
                .returns::<RolloutDocument>("The rollout.")
                .etag(),
        )
        .put(
            "/api/v1/rollout/answer",
            Scope::RolloutWrite,
            put,
            Doc::new("answerRollout", tag, "Answer the rollout notice")
                .text("Changes the settings that the answer names. Before the activation they are staged.")
                .body::<AnswerInput>()
                .changes::<RolloutDocument>("The rollout as it is now.")
                .if_match()
                .etag(),
        )
        .put(
            "/api/v1/rollout/dates",
            Scope::RolloutWrite,
            put_dates,
            Doc::new("moveRollout", tag, "Move the dates of the rollout")
                .body::<DatesBody>()
                .changes::<RolloutDocument>("The rollout as it is now.")
                .if_match()
                .etag(),
        )
}

fn given() -> RefOr<Schema> {
    words_schema(model::Answer::ALL.map(model::Answer::code))
}

fn state() -> RefOr<Schema> {
    words_schema(["scheduled", "rolling_out", "launched"])
}

/// What an answer would do.
#[derive(Serialize, ToSchema)]
struct OutcomeDocument {
    /// The answer.
    #[schema(schema_with = given)]
    answer: &'static str,
    /// What it does to people.
    impact: answer::Impact,
}

/// The rollout with its notice, dates and answer.
#[derive(Serialize, ToSchema)]
struct RolloutDocument {
    /// The number of the notice.
    #[schema(example = "MC296208")]
    message_id: String,
    /// Its title.
    title: String,
    /// Where this organization stands.
    #[schema(schema_with = state)]
    state: RolloutState,
    /// The first day of the planned window.
    window_start: String,
    /// The last day of the planned window.
    window_end: String,
    /// When the feature exists in this organization.
    activation: String,
    /// Whether it does.
    activated: bool,
    /// The answer; null while there is none. `keep_on`, `only_our_people_start` or `turn_off`.
    answer: Option<&'static str>,
    /// When it was given.
    answered_at: Option<String>,
    /// Who gave it.
    answered_by: Option<String>,
    /// How many people can start chats now.
    can_start: u64,
    /// How many can be found and contacted now.
    can_be_contacted: u64,
    /// What each answer would do.
    outcomes: Vec<OutcomeDocument>,
    /// The change that wrote it last.
    revision: i64,
}

impl From<RolloutView> for RolloutDocument {
    fn from(view: RolloutView) -> Self {
        let outcomes = view.outcomes.into_iter().map(|outcome| OutcomeDocument {
            answer: outcome.answer.code(),
            impact: outcome.impact.into(),
        });
        let given = view.answer.as_ref();
        Self {
            message_id: view.message_id,
            title: view.title,
            state: view.state,
            window_start: view.rollout.window.start.to_string(),
            window_end: view.rollout.window.end.to_string(),
            activation: moment(view.rollout.activation),
            activated: view.activated,
            answer: given.map(|given| given.answer.code()),
            answered_at: given.map(|given| moment(given.at)),
            answered_by: given.map(|given| given.by.clone()),
            can_start: view.can_start,
            can_be_contacted: view.can_be_contacted,
            outcomes: outcomes.collect(),
            revision: view.revision.0,
        }
    }
}

/// The organization's answer.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answer": "only_our_people_start", "reason": "Our people decide whom they know." }))]
pub(super) struct AnswerInput {
    /// The answer.
    #[schema(schema_with = given)]
    pub(super) answer: model::Answer,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
    /// Says that the number of people is known; must be true when it takes something from many.
    #[serde(default)]
    #[schema(default = false)]
    pub(super) acknowledge: bool,
}

/// Other dates.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "window_start": "2022-01-10", "window_end": "2022-01-31", "activation": "2022-01-12T09:00" }))]
pub(super) struct DatesBody {
    /// The first day of the window, as `2022-01-10`.
    pub(super) window_start: String,
    /// The last day of the window.
    pub(super) window_end: String,
    /// The moment of activation in UTC, as `2022-01-12T09:00`.
    pub(super) activation: String,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
    /// Says that the number of people is known; must be true when it takes something from many.
    #[serde(default)]
    #[schema(default = false)]
    pub(super) acknowledge: bool,
}

async fn get(caller: Caller) -> Answer {
    let view = rollout::get(caller.services(), &caller.context).await?;
    let revision = view.revision;
    tagged(&RolloutDocument::from(view), revision)
}

async fn put(caller: Caller, Body(input): Body<AnswerInput>) -> Answer {
    let (services, context) = (caller.services(), &caller.context);
    let view = rollout::get(services, context).await?;
    let expected = caller.revision_or(view.revision)?;
    let answered = rollout::answer(
        services,
        context,
        expected,
        input.answer,
        input.reason,
        None,
        input.acknowledge,
    )
    .await
    .map_err(|error| caller.refused(error))?;
    done(&caller, true, answered.revision, answered.impact).await
}

async fn put_dates(caller: Caller, Body(input): Body<DatesBody>) -> Answer {
    let (services, context) = (caller.services(), &caller.context);
    let view = rollout::get(services, context).await?;
    let expected = caller.revision_or(view.revision)?;
    let dates = Dates::parse(&DatesInput {
        window_start: input.window_start,
        window_end: input.window_end,
        activation: input.activation,
    })?;
    let moved = rollout::move_dates(
        services,
        context,
        expected,
        dates,
        input.reason,
        None,
        input.acknowledge,
    )
    .await
    .map_err(|error| caller.refused(error))?;
    done(&caller, moved.changed, moved.revision, moved.impact).await
}

async fn done(
    caller: &Caller,
    changed: bool,
    revision: forecourt_model::Revision,
    impact: forecourt_model::access::Impact,
) -> Answer {
    let result = if caller.is_dry_run {
        None
    } else {
        Some(RolloutDocument::from(
            rollout::get(caller.services(), &caller.context).await?,
        ))
    };
    caller.done(Done {
        changed,
        revision: Some(revision),
        impact: Some(impact),
        result,
        etag: Some(revision),
    })
}
