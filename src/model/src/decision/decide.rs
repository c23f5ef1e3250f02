//! The decision: everybody inside with everybody outside, in one conversation.

use super::directory::{Directory, Found};
use super::identifier::{Identifier, IdentifierKind, host_of};
use super::outcome::Outcome;
use super::outside::{OutsideClass, OutsideRules, OutsideWhy, ServerClass, UnknownPersonRule};
use super::party::Party;
use super::question::{DecisionAction, MAXIMUM_PARTICIPANTS, Question, Side};
use super::reason::DecisionReason;
use super::table::PolicyTable;
use crate::PolicyId;
use crate::access::Direction;
use crate::settings::OrganizationSettings;
use std::collections::HashSet;
use std::sync::Arc;

/// How many take part in most conversations, at most.
const SMALL: usize = 4;

/// How many questions are looked up together.
const TOGETHER: usize = 32;

/// Everything that decides, but for the people.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// What settings and policies come to.
    pub policies: PolicyTable,
    /// What the administrator says about the world outside.
    pub outside: Arc<OutsideRules>,
    /// People who are blocked by name, as addresses.
    pub blocked: HashSet<Box<str>>,
    /// The organization's own domain.
    pub domain: Box<str>,
}

impl Rules {
    /// The people who are blocked by name, when the list is in use.
    pub fn blocked_of(settings: &OrganizationSettings) -> HashSet<Box<str>> {
        if !settings.block_external_access_user_access {
            return HashSet::new();
        }
        settings
            .blocked_users
            .iter()
            .map(|person| person.as_str().into())
            .collect()
    }

    fn is_own(&self, identifier: &Identifier, server: &str, listed: Option<ServerClass>) -> bool {
        match listed {
            Some(class) if class != ServerClass::Unknown => class == ServerClass::Own,
            // Neither number nor server: an object id.
            _ => {
                identifier.kind() == IdentifierKind::ObjectId
                    || (!server.is_empty() && host_of(server) == &*self.domain)
            }
        }
    }

    /// Who somebody is.
    pub fn party(&self, directory: &Directory, identifier: &Identifier) -> Party {
        self.found(directory, directory.find(identifier), identifier)
    }

    fn found(&self, directory: &Directory, found: Found, identifier: &Identifier) -> Party {
        match found {
            Found::One(person) => match directory.policy(person) {
                Some(policy) => Party::Inside { person, policy },
                None => Party::Nobody(DecisionReason::UnknownPerson),
            },
            Found::Several => Party::Nobody(DecisionReason::AmbiguousPerson),
            Found::Nobody => self.stranger(identifier),
        }
    }

    /// Somebody whom the directory does not have.
    fn stranger(&self, identifier: &Identifier) -> Party {
        let server = identifier.server();
        let listed = self.outside.listed(server).map(|(_, class)| class);
        if self.is_own(identifier, server, listed) {
            return match self.outside.unknown_person {
                UnknownPersonRule::Refuse => Party::Nobody(DecisionReason::UnknownPerson),
                UnknownPersonRule::Global => Party::Anybody {
                    policy: self.policies.number(PolicyId::GLOBAL),
                },
            };
        }
        Party::Outside {
            is_blocked: !self.blocked.is_empty() && self.blocked.contains(identifier.as_str()),
            listed,
        }
    }

    /// What an outside address is taken for by somebody with this policy.
    pub fn classify(&self, outside: &Identifier, policy: u16) -> (OutsideClass, OutsideWhy) {
        let listed = self.outside.listed(outside.server()).map(|(_, class)| class);
        self.classify_listed(outside, listed, policy)
    }

    fn classify_listed(
        &self,
        outside: &Identifier,
        listed: Option<ServerClass>,
        policy: u16,
    ) -> (OutsideClass, OutsideWhy) {
        self.outside
            .classify_listed(outside, listed, |domain| {
                self.policies.names_domain(policy, domain)
            })
            .unwrap_or((OutsideClass::Unknown, OutsideWhy::UnknownRule))
    }

    fn pair(
        &self,
        policy: u16,
        (outside, listed): (&Identifier, Option<ServerClass>),
        is_active: bool,
        direction: Direction,
    ) -> (DecisionReason, OutsideClass) {
        let class = self.classify_listed(outside, listed, policy).0;
        let reason = match class {
            OutsideClass::Personal => self.policies.personal(policy, is_active, direction),
            OutsideClass::Organization => self.policies.federation(policy, host_of(outside.server())),
            OutsideClass::Unknown => DecisionReason::UnknownServer,
        };
        (reason, class)
    }

    /// Decides. Every pair of somebody inside and somebody outside must be allowed, also those without the initiator:
    /// one person who must not be reached keeps the whole conversation from being opened. Nothing is allocated.
    pub fn decide(&self, directory: &Directory, question: &Question<'_>, is_active: bool) -> Outcome {
        // Most conversations are between two; the large one has to be cleared first.
        if question.others.len() < SMALL {
            self.decide_among::<SMALL>(directory, question, is_active)
        } else {
            self.decide_among::<{ MAXIMUM_PARTICIPANTS + 1 }>(directory, question, is_active)
        }
    }

    fn decide_among<const N: usize>(
        &self,
        directory: &Directory,
        question: &Question<'_>,
        is_active: bool,
    ) -> Outcome {
        let mut parties = [Party::NOT_FOUND; N];
        for (party, identifier) in parties.iter_mut().zip(question.participants()) {
            *party = self.party(directory, identifier);
        }
        let parties = parties.get(..=question.others.len()).unwrap_or(&parties);
        self.decide_between(directory, question, parties, is_active)
    }

    /// Decides about many, and gives the answers to `tell` in the order of the questions. What they wait for comes from
    /// memory for some of them at a time, so each takes less than alone. Allocates a few lists, for the whole batch.
    pub fn decide_each<'q>(
        &self,
        directory: &Directory,
        questions: impl IntoIterator<Item = Question<'q>>,
        is_active: bool,
        mut tell: impl FnMut(Outcome),
    ) {
        let mut questions = questions.into_iter().fuse();
        let (mut asked, mut fingerprints, mut found) = (Vec::new(), Vec::new(), Vec::new());
        let mut parties: Vec<Party> = Vec::new();
        loop {
            asked.clear();
            asked.extend(questions.by_ref().take(TOGETHER));
            if asked.is_empty() {
                return;
            }
            let everyone = || asked.iter().flat_map(Question::participants);
            fingerprints.clear();
            fingerprints.extend(everyone().map(|identifier| directory.fingerprint(identifier)));
            directory.fetch_places(&fingerprints);
            found.clear();
            let both = everyone().zip(&fingerprints);
            found.extend(both.map(|(identifier, one)| directory.find_as(*one, identifier)));
            directory.fetch_policies(&found);
            parties.clear();
            let both = everyone().zip(&found);
            parties.extend(both.map(|(identifier, found)| self.found(directory, *found, identifier)));
            let mut rest = parties.as_slice();
            for question in &asked {
                let count = question.others.len() + 1;
                let (parties, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                rest = others;
                tell(self.decide_between(directory, question, parties, is_active));
            }
        }
    }

    fn decide_between(
        &self,
        directory: &Directory,
        question: &Question<'_>,
        parties: &[Party],
        is_active: bool,
    ) -> Outcome {
        let first = parties.first().copied().unwrap_or(Party::NOT_FOUND);
        let began = match (question.action, question.started_by) {
            (DecisionAction::Join, Some(started)) => self.party(directory, started).side(),
            _ => first.side(),
        };
        let direction = Direction::of(began.into(), question.action.action());
        let everybody = || parties.iter().copied().zip(question.participants()).enumerate();
        let nothing = Outcome {
            reason: DecisionReason::NotConcerned,
            initiator: first.side(),
            inside: None,
            outside: None,
            policy: None,
            person: None,
            outside_class: None,
        };
        let mut last = nothing;
        for (inside, (party, _)) in everybody() {
            let (policy, person) = match party {
                Party::Outside { .. } => continue,
                Party::Nobody(reason) => {
                    // Among themselves, people inside are nobody's business here.
                    let is_concerned = everybody().any(|(_, (other, _))| other.side() == Side::Outside);
                    let reason = if is_concerned {
                        reason
                    } else {
                        DecisionReason::Inside
                    };
                    let unknown = Outcome {
                        reason,
                        inside: Some(inside),
                        ..nothing
                    };
                    if is_concerned {
                        return unknown;
                    }
                    last = unknown;
                    continue;
                }
                Party::Inside { policy, person } => (policy, Some(person)),
                Party::Anybody { policy } => (policy, None),
            };
            let asked = Outcome {
                reason: DecisionReason::Inside,
                inside: Some(inside),
                policy: Some(policy),
                person,
                ..nothing
            };
            if last.inside.is_none() {
                last = asked;
            }
            for (outside, (other, identifier)) in everybody() {
                let Party::Outside { is_blocked, listed } = other else {
                    continue;
                };
                let (mut reason, class) = self.pair(policy, (identifier, listed), is_active, direction);
                if is_blocked {
                    reason = DecisionReason::BlockedPerson;
                }
                let pair = Outcome {
                    reason,
                    outside: Some(outside),
                    outside_class: Some(class),
                    ..asked
                };
                if !reason.is_allowed() {
                    return pair;
                }
                if last.outside.is_none() {
                    last = pair;
                }
            }
        }
        last
    }
}
