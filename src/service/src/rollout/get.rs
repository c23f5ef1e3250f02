//! Everything about the rollout that a page shows.

use super::answer::settings_after;
use super::seed::CONSUMER_CHAT;
use crate::change::{Action, Detail, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::message::Message;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::Revision;
use forecourt_model::access::{Impact, Switches};
use forecourt_model::authority::Permission;
use forecourt_model::rollout::{Answer, Rollout, RolloutState};
use forecourt_store::change::Change;
use forecourt_store::{change, message};
use time::OffsetDateTime;

/// How many moves of the dates are shown at most.
const MAXIMUM_CHANGES: i64 = 200;

/// What the organization answered, when, and who did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    /// The answer.
    pub answer: Answer,
    /// When it was given.
    pub at: OffsetDateTime,
    /// The name of who gave it.
    pub by: String,
}

/// A time that the dates were moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The change.
    pub revision: Revision,
    /// When.
    pub at: OffsetDateTime,
    /// Who did it.
    pub by: String,
    /// The dates before.
    pub before: Rollout,
    /// The dates after.
    pub after: Rollout,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// Whether it has been taken back.
    pub undone: bool,
}

/// What an answer would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// The organization's switches with it.
    pub switches: Switches,
    /// What it does to people: now, or before activation at its moment.
    pub impact: Impact,
}

/// The rollout with its message, dates, answer and numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolloutView {
    /// The number of the message.
    pub message_id: String,
    /// Its title.
    pub title: String,
    /// The number on the roadmap.
    pub roadmap: Option<String>,
    /// When the message was published.
    pub published: Option<OffsetDateTime>,
    /// The dates.
    pub rollout: Rollout,
    /// Where this organization stands.
    pub state: RolloutState,
    /// Whether the feature exists here.
    pub activated: bool,
    /// The organization's answer, once there is one.
    pub answer: Option<GivenAnswer>,
    /// Every time the dates were moved, newest first.
    pub moves: Vec<Move>,
    /// The organization's switches as stored.
    pub switches: Switches,
    /// How many people the directory has.
    pub people: u64,
    /// How many can start chats now.
    pub can_start: u64,
    /// How many can be found and contacted now.
    pub can_be_contacted: u64,
    /// What each answer would do, in the order of [`Answer::ALL`].
    pub outcomes: Vec<Outcome>,
    /// The revision to give back when answering or moving the dates.
    pub revision: Revision,
    /// Whether the administrator who asks has put the banner away.
    pub hidden: bool,
    /// The moment that all of this is true for.
    pub now: OffsetDateTime,
}

impl RolloutView {
    /// What `answer` would do.
    pub fn outcome(&self, answer: Answer) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.answer == answer)
    }

    /// Whether `answer` takes something from people at once. Before activation nobody has anything to lose.
    pub fn takes_something(&self, answer: Answer) -> bool {
        self.activated
            && self
                .outcome(answer)
                .is_some_and(|outcome| outcome.impact.takes_something())
    }

    /// Whether the organization runs on what the notice brought, unanswered.
    pub fn runs_on_default(&self) -> bool {
        self.answer.is_none() && self.switches == Switches::ON
    }
}

/// The rollout of chat with personal accounts.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn get(services: &Services, context: &OpContext) -> Result<RolloutView, ServiceError> {
    context.require(Permission::ReadMessages)?;
    let snapshot = services.snapshot()?;
    let missing = || ServiceError::NotFound { what: "rollout" };
    let stored = snapshot.rollout.clone().ok_or_else(missing)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let (tenant, kind) = (context.tenant, TargetKind::Rollout.code());
    let document = message::find(&mut connection, tenant, CONSUMER_CHAT)
        .await?
        .ok_or_else(missing)?;
    let changes = change::of_target(&mut connection, tenant, kind, CONSUMER_CHAT, MAXIMUM_CHANGES).await?;
    let view_point = match context.administrator() {
        Some(id) => message::view_point(&mut connection, tenant, CONSUMER_CHAT, id).await?,
        None => message::ViewPoint::default(),
    };
    drop(reader);
    let facts = Message::read(&document)?;
    let (can_start, can_be_contacted) = snapshot.reach(context.now);
    let roadmap = facts.roadmap_ids().into_iter().next();
    Ok(RolloutView {
        message_id: stored.message_id.clone(),
        roadmap,
        published: facts.published,
        title: facts.title,
        rollout: stored.rollout,
        state: stored.rollout.state(context.now),
        activated: stored.rollout.is_active(context.now),
        answer: stored
            .answer
            .map(|(answer, at, by)| GivenAnswer { answer, at, by }),
        moves: changes.iter().filter_map(move_of).collect(),
        switches: snapshot.settings.switches(),
        people: snapshot.people(),
        can_start,
        can_be_contacted,
        outcomes: outcomes(&snapshot),
        revision: stored.revision,
        hidden: view_point.hidden_until.is_some_and(|until| context.now < until),
        now: context.now,
    })
}

fn outcomes(snapshot: &Snapshot) -> Vec<Outcome> {
    let outcome = |answer| {
        let settings = settings_after(&snapshot.settings, answer);
        let impact = snapshot.impact_of(&settings, &[]);
        Outcome {
            answer,
            switches: settings.switches(),
            impact,
        }
    };
    Answer::ALL.into_iter().map(outcome).collect()
}

/// The move of the dates that a change was, if it was one.
fn move_of(change: &Change) -> Option<Move> {
    if Action::from_code(&change.action) != Some(Action::RolloutMoved) {
        return None;
    }
    let detail: Detail = serde_json::from_str(&change.detail).ok()?;
    Some(Move {
        revision: change.revision,
        at: change.occurred_at,
        by: change.actor_name.clone(),
        before: dates(detail.before.as_ref())?,
        after: dates(detail.after.as_ref())?,
        reason: change.reason.clone(),
        undone: change.undone_by.is_some(),
    })
}

/// The dates that a change kept.
fn dates(kept: Option<&serde_json::Value>) -> Option<Rollout> {
    serde_json::from_value(kept?.get("rollout")?.get("rollout")?.clone()).ok()
}
