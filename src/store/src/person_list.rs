//! Lists of people: filtered, sorted, page by page, and counted.
//!
//! The statements are put together from constant fragments; what a caller hands in is always bound. Both engines take
//! the same text. [`composed`] lists every kind of statement, so that a test prepares each on both.

mod compose;
mod departments;
mod run;

pub use compose::composed;
pub use departments::{ALL, departments};
pub use run::{count, page, stage};

use crate::person::Person;
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_model::folding::fold;

/// Which people. Every part that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// Words that each have to occur in name, sign-in name, address or department. Compared without regard to case
    /// and accents; every character stands for itself.
    pub words: Vec<String>,
    /// The effective policy is one of these; an empty list matches nobody.
    pub policies: Option<Vec<PolicyId>>,
    /// The effective policy comes from one of these; empty for any.
    pub sources: Vec<SourceKind>,
    /// Whether the account can sign in.
    pub enabled: Option<bool>,
    /// The department, compared without regard to case and accents.
    pub department: Option<String>,
}

impl PersonFilter {
    /// The words of what somebody typed into a search.
    pub fn words_of(text: &str) -> Vec<String> {
        // No text in the database has the character zero, and PostgreSQL refuses it.
        let folded = fold(&text.replace('\0', " "));
        folded.split_whitespace().map(str::to_owned).collect()
    }

    /// Whether nothing but policy and source is asked for, which is known without counting.
    pub fn is_by_policy_only(&self) -> bool {
        self.words.is_empty() && self.enabled.is_none() && self.department.is_none()
    }
}

/// What a list is sorted by. Ties are broken by name, then by identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// The name that is shown.
    #[default]
    Name,
    /// The name they sign in with.
    SignInName,
    /// The department; people without one first.
    Department,
    /// The name of the effective policy.
    Policy,
}

impl SortKey {
    /// Every key.
    pub const ALL: [Self; 4] = [Self::Name, Self::SignInName, Self::Department, Self::Policy];

    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::SignInName => "sign-in-name",
            Self::Department => "department",
            Self::Policy => "policy",
        }
    }

    /// The key with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.code() == code)
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// What it is sorted by.
    pub key: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// At the start of the list.
    #[default]
    Start,
    /// Right after the person with these sort values.
    After(Vec<String>),
    /// So that it ends right before the person with these sort values.
    Before(Vec<String>),
}

impl Position {
    /// Whether this can be a position of a list sorted by `key`.
    pub fn fits(&self, key: SortKey) -> bool {
        compose::fits(key, self)
    }
}

/// A person in a list, with the values that the list is sorted by: what a [`Position`] is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// The person.
    pub person: Person,
    /// The sort values.
    pub key: Vec<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonPage {
    /// The people, in the order of the list.
    pub people: Vec<ListedPerson>,
    /// Whether there are people before the first.
    pub has_before: bool,
    /// Whether there are people after the last.
    pub has_after: bool,
}
