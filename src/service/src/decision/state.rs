//! Everything that decides, as of one change.

use super::newest::Dated;
use super::refusal::Refusal;
use forecourt_model::Revision;
use forecourt_model::decision::{Directory, Outcome, Question, Rules};
use forecourt_model::rollout::Rollout;
use std::sync::Arc;
use time::OffsetDateTime;

/// Settings that are tried beside those in force.
#[derive(Clone, Debug)]
pub struct DraftRules {
    /// The change that wrote them.
    pub revision: Revision,
    /// What they come to.
    pub rules: Rules,
}

/// Everything that decides. Never changed; replaced as a whole.
#[derive(Clone)]
pub struct State {
    /// The newest change that it knows of.
    pub revision: Revision,
    /// Settings, policies, and what is known of the world outside.
    pub rules: Arc<Rules>,
    /// The people.
    pub directory: Directory,
    /// Settings that are tried beside those in force.
    pub draft: Option<Arc<DraftRules>>,
    /// When the feature arrives; always here when absent.
    pub rollout: Option<Rollout>,
    /// What people who were refused are told.
    pub refusal: Arc<Refusal>,
}

impl Dated for State {
    fn revision(&self) -> Revision {
        self.revision
    }
}

impl State {
    /// Whether chat with personal accounts exists here at `now`.
    pub fn is_active(&self, now: OffsetDateTime) -> bool {
        self.rollout.is_none_or(|rollout| rollout.is_active(now))
    }

    /// Decides.
    pub fn decide(&self, question: &Question<'_>, now: OffsetDateTime) -> Outcome {
        self.rules.decide(&self.directory, question, self.is_active(now))
    }

    /// Decides about many, in their order.
    pub fn decide_each<'q>(
        &self,
        questions: impl ExactSizeIterator<Item = Question<'q>>,
        now: OffsetDateTime,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(questions.len());
        self.rules
            .decide_each(&self.directory, questions, self.is_active(now), |outcome| {
                outcomes.push(outcome);
            });
        outcomes
    }

    /// What the settings that are tried would have said.
    pub fn decide_by_draft(
        &self,
        question: &Question<'_>,
        now: OffsetDateTime,
    ) -> Option<(Revision, Outcome)> {
        let draft = self.draft.as_ref()?;
        let outcome = draft.rules.decide(&self.directory, question, self.is_active(now));
        Some((draft.revision, outcome))
    }
}
