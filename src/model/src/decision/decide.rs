//! The decision: everybody inside with everybody outside, in one conversation.

use super::directory::{Directory, Found};
use super::identifier::{Identifier, IdentifierKind, host_of};
use super::outside::{OutsideClass, OutsideRules, OutsideWhy, ServerClass, UnknownPersonRule};
use super::reason::DecisionReason;
use super::table::PolicyTable;
use crate::PolicyId;
use crate::access::{Action, Direction, Initiator};
use crate::settings::OrganizationSettings;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

/// The most people that one question may name.
pub const MAXIMUM_PARTICIPANTS: usize = 200;

/// How many take part in most conversations, at most.
const SMALL: usize = 4;

/// How many questions are looked up together.
const TOGETHER: usize = 32;

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionAction {
    /// Look somebody up.
    Discover,
    /// Write to somebody first.
    StartChat,
    /// Bring somebody into a conversation.
    AddToChat,
    /// Write in a conversation that exists.
    Send,
    /// Come into a conversation: it counts like its beginning, whoever began.
    Join,
}

impl DecisionAction {
    /// Every action.
    pub const ALL: [Self; 5] = [
        Self::Discover,
        Self::StartChat,
        Self::AddToChat,
        Self::Send,
        Self::Join,
    ];

    /// The name in requests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Discover => Action::Discover.code(),
            Self::StartChat => Action::StartChat.code(),
            Self::AddToChat => Action::AddToChat.code(),
            Self::Send => Action::Send.code(),
            Self::Join => "join",
        }
    }

    /// The action with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The action that the rules know.
    pub fn action(self) -> Action {
        match self {
            Self::Discover => Action::Discover,
            Self::StartChat | Self::Join => Action::StartChat,
            Self::AddToChat => Action::AddToChat,
            Self::Send => Action::Send,
        }
    }
}

/// Inside or outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// One of the organization's people.
    Inside,
    /// Somebody else.
    Outside,
}

impl From<Side> for Initiator {
    fn from(side: Side) -> Self {
        match side {
            Side::Inside => Self::Internal,
            Side::Outside => Self::External,
        }
    }
}

/// A question: may the initiator do it with all these?
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// What.
    pub action: DecisionAction,
    /// Who does it.
    pub initiator: &'q Identifier,
    /// With whom, and who else takes part.
    pub others: &'q [Identifier],
    /// Who began the conversation, for [`DecisionAction::Join`]; the initiator's side when it is not known.
    pub started_by: Option<&'q Identifier>,
}

impl<'q> Question<'q> {
    /// Everybody who takes part: the initiator, then the others in order.
    fn participants(&self) -> impl Iterator<Item = &'q Identifier> + use<'q> {
        std::iter::once(self.initiator).chain(self.others)
    }
}

/// Who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// A person of the directory: their number, and that of their policy.
    Inside {
        /// Their number.
        person: u32,
        /// The number of their policy.
        policy: u16,
    },
    /// An address of the organization that nobody has, or that several have.
    Nobody(DecisionReason),
    /// The same, with Global by the administrator's rule.
    Anybody {
        /// The number of Global.
        policy: u16,
    },
    /// Somebody else.
    Outside {
        /// Blocked by name.
        is_blocked: bool,
        /// What the administrator says about their server.
        listed: Option<ServerClass>,
    },
}

impl Party {
    /// Somebody whom nobody has looked up yet: refused.
    const NOT_FOUND: Self = Self::Nobody(DecisionReason::UnknownPerson);

    /// Inside or outside.
    pub fn side(self) -> Side {
        match self {
            Self::Inside { .. } | Self::Nobody(_) | Self::Anybody { .. } => Side::Inside,
            Self::Outside { .. } => Side::Outside,
        }
    }
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Why.
    pub reason: DecisionReason,
    /// On which side it began.
    pub initiator: Side,
    /// The one inside whom the reason is about: 0 is the initiator, then the others in order.
    pub inside: Option<usize>,
    /// The one outside, likewise.
    pub outside: Option<usize>,
    /// The number of the policy that was asked.
    pub policy: Option<u16>,
    /// The number of the person inside, where it is one of the directory.
    pub person: Option<u32>,
    /// What the one outside is taken for.
    pub outside_class: Option<OutsideClass>,
}

impl Outcome {
    /// Whether it may go on.
    pub fn is_allowed(&self) -> bool {
        self.reason.is_allowed()
    }
}

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
            found.extend(fingerprints.iter().map(|one| directory.find_fingerprint(*one)));
            directory.fetch_policies(&found);
            parties.clear();
            parties.extend(everyone().zip(&found).map(|(identifier, found)| {
                self.found(
                    directory,
                    directory.else_as_address(*found, identifier),
                    identifier,
                )
            }));
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
