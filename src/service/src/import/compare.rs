//! What an import would change, item by item.

use super::impact::WithoutDirect;
use crate::change::FieldChange;
use forecourt_exchange::Ambiguity;
use forecourt_exchange::people::{ReadPerson, RowProblem};
use forecourt_model::access::Impact;
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{FieldErrors, PolicyId};
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
    /// Nothing about the person changes but perhaps the direct assignment.
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
}

/// A directly assigned policy: one that exists, or one that the same import adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// Its identifier, when it exists.
    pub id: Option<PolicyId>,
    /// Its name.
    pub name: String,
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
    /// Rows that are left out, and why.
    pub problems: Vec<RowProblem>,
    /// What the files leave open.
    pub questions: Vec<Question>,
    /// Answers and combinations that cannot be taken.
    pub errors: FieldErrors,
    /// Anything else worth saying.
    pub notes: Vec<String>,
    /// What it does to people who are in the directory already.
    pub impact: Option<Impact>,
    /// What counts for those whose direct assignment is taken away.
    pub(super) without_direct: WithoutDirect,
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
            || self
                .people
                .iter()
                .any(|person| person.fate != PersonFate::Same || person.reassigned)
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
