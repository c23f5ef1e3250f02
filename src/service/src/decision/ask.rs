//! The questions of chat servers, and the answers.

use super::caller::Caller;
use super::journal::{Batch, Logged, Names};
use super::state::State;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::decision::{DecisionAction, DecisionReason, Identifier, Outcome, Question, Side};
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use tokio::time::timeout;
use uuid::Uuid;

/// The most questions at once.
pub const MAXIMUM_BATCH: usize = 1_000;

/// How long a question waits for a revision that is not here yet.
const PATIENCE: Duration = Duration::from_millis(200);

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What somebody wants to do.
    pub action: DecisionAction,
    /// Who.
    pub initiator: Identifier,
    /// With whom, and who else takes part.
    pub others: Vec<Identifier>,
    /// Who began the conversation; seldom named, and as large as all else.
    pub started_by: Option<Box<Identifier>>,
}

impl Asked {
    fn question(&self) -> Question<'_> {
        Question {
            action: self.action,
            initiator: &self.initiator,
            others: &self.others,
            started_by: self.started_by.as_deref(),
        }
    }

    /// The one at a place: 0 is the initiator.
    pub fn participant(&self, place: usize) -> Option<&Identifier> {
        match place.checked_sub(1) {
            None => Some(&self.initiator),
            Some(place) => self.others.get(place),
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Identifies it in the log.
    pub id: Uuid,
    /// What was decided.
    pub outcome: Outcome,
}

impl Answer {
    /// Whether it may go on.
    pub fn is_allowed(&self) -> bool {
        self.outcome.is_allowed()
    }

    /// Why.
    pub fn reason(&self) -> DecisionReason {
        self.outcome.reason
    }
}

/// Why a question cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskError {
    /// The revision that was asked for is not here, and did not come in time.
    NotReached {
        /// What is here.
        revision: Revision,
    },
}

/// Whether answers are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are.
    Live,
    /// They are not: somebody tries something out.
    Trial,
}

/// The state at `at_least` or later. Looks into the database once, and waits a moment for what may be on its way.
///
/// # Errors
/// [`AskError::NotReached`].
pub async fn wait_for(
    services: &Services,
    held: Arc<State>,
    at_least: Revision,
) -> Result<Arc<State>, AskError> {
    if held.revision >= at_least {
        return Ok(held);
    }
    // On the heap: it is seldom needed, and would be moved with every question.
    Box::pin(wait(services, held, at_least)).await
}

async fn wait(services: &Services, held: Arc<State>, at_least: Revision) -> Result<Arc<State>, AskError> {
    let mut renewed = services.decisions().watch();
    let reached = timeout(PATIENCE, async {
        // The answer may be in the database already; a fault of it is not one of the question.
        let _ = services.catch_up().await;
        renewed.wait_for(|revision| *revision >= at_least).await.is_ok()
    })
    .await;
    let newest = services.decisions().state().unwrap_or(held);
    if matches!(reached, Ok(true)) && newest.revision >= at_least {
        Ok(newest)
    } else {
        Err(AskError::NotReached {
            revision: newest.revision,
        })
    }
}

/// Answers all questions from one state, and has them written down behind the answer.
pub fn answer_all(
    services: &Services,
    state: &State,
    caller: &Caller,
    asked: &[Asked],
    now: OffsetDateTime,
    mode: Mode,
) -> Vec<Answer> {
    let base = services.random().identifier(now);
    let journal = services.decisions().journal();
    let room = if mode == Mode::Live { asked.len() } else { 0 };
    let mut batch = Batch::with_room(Arc::clone(&caller.name), now, state.revision, room);
    let outcomes = match asked {
        [only] => vec![state.decide(&only.question(), now)],
        several => state.decide_each(several.iter().map(Asked::question), now),
    };
    let answers = asked
        .iter()
        .zip(outcomes)
        .enumerate()
        .map(|(index, (asked, outcome))| {
            let id = numbered(base, index);
            let answer = Answer { id, outcome };
            if mode == Mode::Live {
                let draft = state
                    .decide_by_draft(&asked.question(), now)
                    .map(|(revision, outcome)| (revision, outcome.is_allowed()));
                let is_kept = !outcome.is_allowed() || journal.keeps_allowed(state.refusal.log.keep_one_in);
                batch.add(
                    entry(state, asked, &answer, draft, is_kept),
                    names(asked, &answer.outcome),
                );
            }
            answer
        })
        .collect();
    if mode == Mode::Live {
        journal.hand_over(batch);
    }
    answers
}

/// An identifier of its own for each answer of a batch, without asking for randomness again.
fn numbered(base: Uuid, index: usize) -> Uuid {
    Uuid::from_u128(base.as_u128() ^ (index as u128))
}

fn entry(
    state: &State,
    asked: &Asked,
    answer: &Answer,
    draft: Option<(Revision, bool)>,
    is_kept: bool,
) -> Logged {
    let outcome = &answer.outcome;
    Logged {
        id: answer.id,
        action: asked.action,
        reason: outcome.reason,
        begun_by: outcome.initiator,
        person: outcome
            .person
            .filter(|_| is_kept)
            .and_then(|person| state.directory.person(person)),
        draft,
        is_kept,
    }
}

fn names<'a>(asked: &'a Asked, outcome: &Outcome) -> Names<'a> {
    let participant = |place: Option<usize>| place.and_then(|place| asked.participant(place));
    let (inside, outside) = (participant(outcome.inside), participant(outcome.outside));
    Names {
        inside: inside.map(Identifier::as_str).unwrap_or_default(),
        outside: outside.map(Identifier::as_str).unwrap_or_default(),
        domain: outside.map(Identifier::server).unwrap_or_default(),
    }
}

/// The name of a side in answers and in the log.
pub(super) fn side_code(side: Side) -> &'static str {
    match side {
        Side::Inside => "inside",
        Side::Outside => "outside",
    }
}
