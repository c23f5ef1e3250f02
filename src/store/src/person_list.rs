//! Lists of people: filtered, sorted, page by page, and counted.
//!
//! The statements are put together from constant fragments; what a caller hands in is always bound. A list can be walked
//! in several ways ([`Walk`]) which find the same people; the caller, who knows how many there are of what, chooses. [`composed`] lists every kind of statement, so that a test prepares each on both.

mod compose;
mod departments;
mod run;

pub use compose::composed;
pub use departments::{ALL, departments};
pub use run::{count, page, stage};

use crate::person::Person;
use crate::person_search::Commonness;
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_model::folding::fold;

/// Which people. Every part that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// Words that each have to occur in name, sign-in name, address or department; those of one or two characters at
    /// the beginning of a word. Compared without regard to case and accents; every character stands for itself.
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
        // Control characters mark the beginnings of words in what is searched.
        let folded = fold(&text.replace(char::is_control, " "));
        folded.split_whitespace().filter_map(word_of).collect()
    }

    /// Whether nothing but policy and source is asked for, which is known without counting.
    pub fn is_by_policy_only(&self) -> bool {
        self.words.is_empty() && self.enabled.is_none() && self.department.is_none()
    }
}

/// A word to look for. Of one or two characters only letters and digits count, because words begin with those; `None`
/// when there are none.
fn word_of(text: &str) -> Option<String> {
    if text.chars().count() > 2 {
        return Some(text.to_owned());
    }
    let word: String = text
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect();
    (!word.is_empty()).then_some(word)
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
    /// Whether they can start chats; those who cannot first.
    Chat,
    /// Whether they can be found and contacted; those who cannot first.
    Inbound,
    /// Where the effective policy comes from: direct assignments, groups, Global.
    Source,
}

impl SortKey {
    /// Every key.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::SignInName,
        Self::Department,
        Self::Policy,
        Self::Chat,
        Self::Inbound,
        Self::Source,
    ];

    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::SignInName => "sign-in-name",
            Self::Department => "department",
            Self::Policy => "policy",
            Self::Chat => "chat",
            Self::Inbound => "inbound",
            Self::Source => "source",
        }
    }

    /// Whether it follows from the effective policy and its source alone.
    pub fn is_by_cohort(self) -> bool {
        matches!(self, Self::Policy | Self::Chat | Self::Inbound | Self::Source)
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

/// People who share effective policy and source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// The policy.
    pub policy: PolicyId,
    /// Its source.
    pub source: SourceKind,
    /// What it is sorted by, when the list is sorted by something that follows from policy and source.
    pub sort_key: String,
}

/// What a statement walks to find a page. The people are the same in any case; only the work differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Everybody in the order of the list: when nearly everybody matches, or the directory is small.
    Order,
    /// So many people at a time in the order of the list: when a good share of them matches. Finds the same as the
    /// others only when the page becomes full or the list ends; [`page`] goes on otherwise.
    Window(i64),
    /// Each cohort by name: when policy or source is asked for, or sorted by.
    Cohorts,
    /// Everybody who matches, sorted afterwards: when they are few.
    Gather,
    /// Whoever the index of words finds, in the order of names, one stretch of the list after another until the page is
    /// full. Without words as [`Walk::Gather`].
    Ranked,
    /// The same for words that many have: of those with the trigrams only the first are looked at, which fills the page
    /// unless many of them do not have the words after all.
    Foremost,
    /// The same for words that many have from early on in the list: where the index does not hand people out in order, the rows are gone through
    /// one after the other instead.
    Along,
}

impl Walk {
    /// Whether lists sorted by `key` can be walked so.
    pub fn can(self, key: SortKey) -> bool {
        match self {
            Self::Order | Self::Gather => true,
            Self::Window(_) => !key.is_by_cohort(),
            Self::Cohorts => key == SortKey::Name || key.is_by_cohort(),
            Self::Ranked | Self::Foremost | Self::Along => key == SortKey::Name,
        }
    }
}

/// What is known beforehand about a list.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'g> {
    /// What to walk.
    pub walk: Walk,
    /// The cohorts whose policy and source the filter lets through, as far as they have people.
    pub cohorts: &'g [Cohort],
    /// How common trigrams are, when that is known: the rarest of a word are looked for.
    pub commonness: Option<&'g Commonness>,
    /// Numbers of rows, ascending, between which about as many people match as a page has. SQLite, whose index hands
    /// people out in that order, does not need them.
    pub stretches: &'g [i64],
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
