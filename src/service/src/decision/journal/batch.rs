//! The decisions of one request, on their way into the log.

use forecourt_model::decision::{DecisionAction, DecisionReason, Side};
use forecourt_model::{PersonId, Revision};
use std::ops::Range;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// How many bytes the names of a decision usually have, or a little more.
const USUAL_NAMES: usize = 96;

/// A decision, without the names in it.
#[derive(Clone, Copy, Debug)]
pub struct Logged {
    /// As in the answer.
    pub id: Uuid,
    /// What was asked.
    pub action: DecisionAction,
    /// Why.
    pub reason: DecisionReason,
    /// Who began.
    pub begun_by: Side,
    /// The person inside; nobody when the decision is only counted.
    pub person: Option<PersonId>,
    /// Whether the settings that are tried would have allowed it.
    pub draft: Option<(Revision, bool)>,
    /// Whether it is kept by itself.
    pub is_kept: bool,
}

/// Whom a decision is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names<'a> {
    /// The identifier inside.
    pub inside: &'a str,
    /// The identifier outside.
    pub outside: &'a str,
    /// The server outside; mostly the end of that identifier.
    pub domain: &'a str,
}

/// Where names lie in [`Texts`], in bytes.
#[derive(Clone, Debug)]
pub(super) struct Place {
    inside: Range<usize>,
    outside: Range<usize>,
    domain: Range<usize>,
}

/// Names behind each other in one text: memory of its own for each would cost more than the decision.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(String);

impl Texts {
    pub(super) fn add(&mut self, names: Names<'_>) -> Place {
        let inside = self.push(names.inside);
        let outside = self.push(names.outside);
        let domain = if names.outside.ends_with(names.domain) {
            outside.end - names.domain.len()..outside.end
        } else {
            self.push(names.domain)
        };
        Place {
            inside,
            outside,
            domain,
        }
    }

    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.0.len();
        self.0.push_str(text);
        start..self.0.len()
    }

    pub(super) fn at(&self, place: &Place) -> Names<'_> {
        let text = |range: &Range<usize>| self.0.get(range.clone()).unwrap_or_default();
        Names {
            inside: text(&place.inside),
            outside: text(&place.outside),
            domain: text(&place.domain),
        }
    }
}

/// The decisions of one request.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which chat server asked.
    pub connector: Arc<str>,
    /// When.
    pub decided_at: OffsetDateTime,
    /// The newest change that the answers knew of.
    pub revision: Revision,
    decisions: Vec<(Logged, Place)>,
    texts: Texts,
}

impl Batch {
    /// One with room for this many decisions.
    pub fn with_room(
        connector: Arc<str>,
        decided_at: OffsetDateTime,
        revision: Revision,
        decisions: usize,
    ) -> Self {
        Self {
            connector,
            decided_at,
            revision,
            decisions: Vec::with_capacity(decisions),
            texts: Texts(String::with_capacity(decisions * USUAL_NAMES)),
        }
    }

    /// Adds a decision. Of one that is only counted no more than the domain is held.
    pub fn add(&mut self, decision: Logged, names: Names<'_>) {
        let names = if decision.is_kept {
            names
        } else {
            Names {
                domain: names.domain,
                ..Names::default()
            }
        };
        self.decisions.push((decision, self.texts.add(names)));
    }

    pub(super) fn len(&self) -> usize {
        self.decisions.len()
    }

    pub(super) fn decisions(&self) -> impl Iterator<Item = (&Logged, Names<'_>)> {
        let decisions = self.decisions.iter();
        decisions.map(|(decision, place)| (decision, self.texts.at(place)))
    }
}
