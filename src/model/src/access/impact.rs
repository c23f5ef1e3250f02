//! What a change would do to people, before it is done.

use super::Switches;
use super::action::Direction;
use super::evaluate::Situation;
use super::untouched::{PolicyChange, Unaffected, Untouched, untouched, wakes};
use crate::identifier::PolicyId;
use serde::{Deserialize, Serialize};

/// Where a policy comes from, without the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Assigned to the person.
    Direct,
    /// Assigned to a group.
    Group,
    /// Nothing assigned.
    Global,
}

impl SourceKind {
    /// Every source, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Group, Self::Global];

    /// The name in the database, in files and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Global => "global",
        }
    }

    /// The source with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// What a person may do: the two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Access {
    /// Can start chats.
    pub chat: bool,
    /// Can be found and contacted.
    pub inbound: bool,
}

impl Access {
    /// The two answers in a situation.
    pub fn of(situation: Situation) -> Self {
        Self {
            chat: situation.allows(Direction::Outward),
            inbound: situation.allows(Direction::Inward),
        }
    }
}

/// People who share policy and source before the change, and policy after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// How many people.
    pub people: u64,
    /// Where their policy comes from.
    pub source: SourceKind,
    /// What their policy says before.
    pub before: Switches,
    /// What their policy says after.
    pub after: Switches,
    /// Their policy before.
    pub policy: PolicyId,
    /// What the change does to it.
    pub change: PolicyChange,
}

/// How many people gain and lose, for one of the two questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Could before, cannot after.
    pub lose: u64,
    /// Could not before, can after.
    pub gain: u64,
    /// Can before and after.
    pub keep: u64,
    /// Cannot before or after.
    pub without: u64,
}

impl Counts {
    fn add(&mut self, people: u64, before: bool, after: bool) {
        let counter = match (before, after) {
            (true, false) => &mut self.lose,
            (false, true) => &mut self.gain,
            (true, true) => &mut self.keep,
            (false, false) => &mut self.without,
        };
        *counter += people;
    }

    /// How many can after the change.
    pub fn after(&self) -> u64 {
        self.gain + self.keep
    }

    /// How many can before the change.
    pub fn before(&self) -> u64 {
        self.lose + self.keep
    }
}

/// The impact on the people of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceImpact {
    /// Where their policy comes from.
    pub source: SourceKind,
    /// Can start chats.
    pub chat: Counts,
    /// Can be found and contacted.
    pub inbound: Counts,
}

/// What a change would do to people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// Everybody in the directory.
    pub people: u64,
    /// People for whom at least one of the two answers changes.
    pub affected: u64,
    /// Can start chats.
    pub chat: Counts,
    /// Can be found and contacted.
    pub inbound: Counts,
    /// The same by source; sources without people are left out.
    pub by_source: Vec<SourceImpact>,
    /// Why the others keep their answers.
    #[serde(default)]
    pub unaffected: Vec<Unaffected>,
    /// People who can be found and contacted afterwards only because an inbound switch that was stored on all along
    /// has an effect again.
    #[serde(default)]
    pub wakes: u64,
}

impl Impact {
    /// Whether anybody loses anything.
    pub fn takes_something(&self) -> bool {
        self.chat.lose > 0 || self.inbound.lose > 0
    }

    /// Whether people have to look at it before it is done: somebody loses something, or it reaches `percent` of
    /// everybody or more.
    pub fn needs_review(&self, percent: u64) -> bool {
        self.takes_something() || self.needs_acknowledgement(percent)
    }

    /// How many people keep their answers because of `why`.
    pub fn left(&self, why: Untouched) -> u64 {
        let found = self.unaffected.iter().find(|entry| entry.why == why);
        found.map_or(0, |entry| entry.people)
    }

    /// Gives another reason for `people` of those who keep their answers because of `from`; for all of them when they
    /// are fewer.
    pub fn explain(&mut self, from: Untouched, why: Untouched, people: u64) {
        let mut moved = 0;
        for entry in self.unaffected.iter_mut().filter(|entry| entry.why == from) {
            moved = people.min(entry.people);
            entry.people -= moved;
        }
        self.unaffected.retain(|entry| entry.people > 0);
        self.leave(why, moved);
    }

    /// Notes that `people` keep their answers because of `why`.
    pub fn leave(&mut self, why: Untouched, people: u64) {
        if people == 0 {
            return;
        }
        match self.unaffected.iter_mut().find(|entry| entry.why == why) {
            Some(entry) => entry.people += people,
            None => self.unaffected.push(Unaffected { why, people }),
        }
        self.unaffected.sort_by_key(|entry| entry.why);
    }

    /// Whether the change reaches so many that it has to be acknowledged: `percent` of everybody or more.
    pub fn needs_acknowledgement(&self, percent: u64) -> bool {
        self.affected > 0 && self.affected * 100 >= self.people * percent
    }
}

/// The impact of going from one state of the organization to another, over everybody.
///
/// `before` and `after` are whether the feature is active, and the organization's switches.
pub fn impact(before: (bool, Switches), after: (bool, Switches), cohorts: &[Cohort]) -> Impact {
    let mut total = Impact::default();
    for cohort in cohorts.iter().filter(|cohort| cohort.people > 0) {
        let was = Access::of(Situation {
            active: before.0,
            organization: before.1,
            policy: cohort.before,
        });
        let will = Access::of(Situation {
            active: after.0,
            organization: after.1,
            policy: cohort.after,
        });
        total.people += cohort.people;
        if was == will {
            total.leave(untouched(before, after, cohort), cohort.people);
        } else {
            total.affected += cohort.people;
        }
        if !was.inbound && will.inbound && wakes(before, after, cohort) {
            total.wakes += cohort.people;
        }
        total.chat.add(cohort.people, was.chat, will.chat);
        total.inbound.add(cohort.people, was.inbound, will.inbound);
        let source = cohort.source;
        if !total.by_source.iter().any(|entry| entry.source == source) {
            let (chat, inbound) = (Counts::default(), Counts::default());
            total.by_source.push(SourceImpact {
                source,
                chat,
                inbound,
            });
        }
        if let Some(entry) = total.by_source.iter_mut().find(|entry| entry.source == source) {
            entry.chat.add(cohort.people, was.chat, will.chat);
            entry.inbound.add(cohort.people, was.inbound, will.inbound);
        }
    }
    total.by_source.sort_by_key(|entry| entry.source);
    total
}
