//! What an import would change, item by item.

use super::impact::Going;
use crate::change::FieldChange;
use forecourt_exchange::Ambiguity;
use forecourt_exchange::people::{ReadPerson, RowProblem};
use forecourt_model::access::Impact;
use forecourt_model::policy::{Policy, PolicyName};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{FieldErrors, GroupId, PersonId, PolicyId};
use forecourt_store::person::Person;

/// Something that a file leaves open. Nothing is applied before it is answered.
#[derive(Clone, Debug)]
pub struct Question {
    /// The name of its field: `tenant.AllowedDomains`, `policy.Sales.AllowedExternalDomains`.
    pub id: String,
    /// What it is about, for people.
    pub about: String,
    /// What was found and the possible answers.
    pub ambiguity: Ambiguity,
    /// The answer that was chosen.
    pub answer: Option<String>,
}

/// A policy that would be added or changed.
#[derive(Clone, Debug)]
pub struct PolicyChange {
    /// As it is stored; `None` for a new one.
    pub before: Option<Policy>,
    /// As it would be. The identifier of a new one is made when it is applied.
    pub after: Policy,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// What happens to a person of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonFate {
    /// Is added.
    Added,
    /// Name, department or the like change.
    Changed,
    /// Nothing about the person changes but perhaps the direct assignment and the phone numbers.
    Same,
}

/// A person of the file.
#[derive(Clone, Debug)]
pub struct PersonChange {
    /// As the file has them.
    pub read: ReadPerson,
    /// As they are stored; `None` for a new one.
    pub before: Option<Person>,
    /// What happens to them.
    pub fate: PersonFate,
    /// The name of the directly assigned policy after the import.
    pub direct: Option<Direct>,
    /// Whether the direct assignment changes.
    pub reassigned: bool,
    /// Their phone numbers before and after, when the import changes them.
    pub phone_numbers: Option<(Vec<String>, Vec<String>)>,
}

impl PersonChange {
    /// Whether anything about the person changes: the person, the direct assignment, or the phone numbers.
    pub fn changes_anything(&self) -> bool {
        self.fate != PersonFate::Same || self.reassigned || self.phone_numbers.is_some()
    }
}

/// A directly assigned policy: one that exists, or one that the same import adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// Its identifier, when it exists.
    pub id: Option<PolicyId>,
    /// Its name.
    pub name: String,
}

/// What happens to a group of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupFate {
    /// Its identifier; `None` for a new one of which the file names none.
    pub id: Option<GroupId>,
    /// Its name after the import.
    pub display_name: String,
    /// Its kind after the import.
    pub kind: String,
    /// Its mailbox after the import.
    pub mail: Option<String>,
    /// Whether it is added.
    pub added: bool,
    /// Whether name, kind or mailbox change.
    pub changed: bool,
}

/// Somebody who joins a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joiner {
    /// Somebody with an identifier.
    Known(PersonId),
    /// Somebody whom the same import adds without one, by folded sign-in name.
    Added(String),
}

impl Joiner {
    /// The identifier, when there is one before the import.
    pub fn known(&self) -> Option<PersonId> {
        match self {
            Self::Known(person) => Some(*person),
            Self::Added(_) => None,
        }
    }
}

/// Who joins and leaves a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipChange {
    /// The group.
    pub group: GroupId,
    /// Who joins.
    pub joins: Vec<Joiner>,
    /// Who leaves.
    pub leaves: Vec<PersonId>,
    /// The groups inside it.
    pub children: Vec<GroupId>,
}

/// What an import would change.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The settings before and after, when the file has any.
    pub settings: Option<(OrganizationSettings, OrganizationSettings)>,
    /// What differs in them.
    pub setting_fields: Vec<FieldChange>,
    /// Policies that would be added or changed.
    pub policies: Vec<PolicyChange>,
    /// How many policies of the file stay as they are.
    pub policies_same: usize,
    /// Everybody in the file.
    pub people: Vec<PersonChange>,
    /// The groups of the file.
    pub groups: Vec<GroupFate>,
    /// Who joins and leaves which group.
    pub memberships: Vec<MembershipChange>,
    /// The groups with a policy after the import, best rank first; `None` when nothing about them changes.
    pub ranking: Option<Vec<(GroupId, PolicyName)>>,
    /// Rows that are left out, or cells of them, and why.
    pub problems: Vec<RowProblem>,
    /// What the files leave open.
    pub questions: Vec<Question>,
    /// Answers and combinations that cannot be taken.
    pub errors: FieldErrors,
    /// Anything else worth saying.
    pub notes: Vec<String>,
    /// What it does to people who are in the directory already.
    pub impact: Option<Impact>,
    /// Who of the directory gets another policy, or the same from elsewhere.
    pub(crate) going: Vec<Going>,
}

impl Comparison {
    /// Whether everything is answered and nothing contradicts itself.
    pub fn is_ready(&self) -> bool {
        self.errors.is_empty() && self.questions.iter().all(|question| question.answer.is_some())
    }

    /// Whether anything would change at all.
    pub fn changes_anything(&self) -> bool {
        !self.setting_fields.is_empty()
            || !self.policies.is_empty()
            || self.people.iter().any(PersonChange::changes_anything)
            || self.groups.iter().any(|group| group.added || group.changed)
            || self.joining() + self.leaving() > 0
            || self.ranking.is_some()
    }

    /// How many people get other phone numbers.
    pub fn renumbered(&self) -> usize {
        let people = self.people.iter();
        people.filter(|person| person.phone_numbers.is_some()).count()
    }

    /// How many rows are left out as a whole.
    pub fn rows_left_out(&self) -> usize {
        let problems = self.problems.iter();
        problems.filter(|problem| problem.leaves_row_out()).count()
    }

    /// How many memberships begin.
    pub fn joining(&self) -> usize {
        self.memberships.iter().map(|change| change.joins.len()).sum()
    }

    /// How many memberships end.
    pub fn leaving(&self) -> usize {
        self.memberships.iter().map(|change| change.leaves.len()).sum()
    }

    /// How many people have this fate.
    pub fn people_with(&self, fate: PersonFate) -> usize {
        self.people.iter().filter(|person| person.fate == fate).count()
    }

    /// How many direct assignments change.
    pub fn reassigned(&self) -> usize {
        self.people.iter().filter(|person| person.reassigned).count()
    }
}
