//! The external access of an organization as one document: written in one fixed order, read strictly.
//!
//! A section that is there is complete: a policy, a group or a person that it does not name has none of that
//! afterwards. A section that is not there says nothing, and neither does a setting that is not there.

mod nearest;
mod read;
mod read_entries;
mod read_values;
mod tree;
mod write;
mod yaml;

pub use read::read_document;
pub use write::{Format, write_document};

use crate::value::ReadSetting;
use forecourt_model::GroupId;
use forecourt_model::policy::PolicyName;
use forecourt_model::rollout::Answer;
use forecourt_model::settings::DomainRule;
use time::OffsetDateTime;

/// The version of the layout. Documents of another version are refused.
pub const SCHEMA: u64 = 1;

/// The largest document that is read, in bytes.
pub const MAXIMUM_DOCUMENT_BYTES: usize = 64 * 1024 * 1024;

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The name of the organization. For people; nothing is done with it.
    pub organization: Option<String>,
    /// Its settings.
    pub settings: Option<DocumentSettings>,
    /// Its policies, Global and the built-in ones among them.
    pub policies: Option<Vec<DocumentPolicy>>,
    /// The policies of groups, best rank first.
    pub group_assignments: Option<Vec<DocumentGroup>>,
    /// The policies that people have directly.
    pub assignments: Option<Vec<DocumentAssignment>>,
    /// What was answered to announced features.
    pub rollouts: Option<Vec<DocumentRollout>>,
}

/// The settings of the organization that a document states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentSettings {
    /// Everything but the domains.
    pub stated: Vec<ReadSetting>,
    /// `AllowFederatedUsers`, `AllowedDomains` and `BlockedDomains` in one, with the list that is not in use.
    pub domains: Option<DomainRule>,
}

/// A policy of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPolicy {
    /// The line on which it begins, counted from 1; 0 for one that was not read.
    pub line: u64,
    /// Its name.
    pub name: PolicyName,
    /// The settings that are stated.
    pub stated: Vec<ReadSetting>,
}

/// The policy of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentGroup {
    /// The line on which it begins.
    pub line: u64,
    /// The name of the group.
    pub group: String,
    /// Its identifier, which counts when the name is not the only one.
    pub id: Option<GroupId>,
    /// The policy.
    pub policy: PolicyName,
}

/// A direct assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentAssignment {
    /// The line on which it begins.
    pub line: u64,
    /// The sign-in name of the person.
    pub person: String,
    /// The policy.
    pub policy: PolicyName,
    /// What makes it an exception.
    pub exception: Option<DocumentException>,
}

/// Why, who answers for it, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentException {
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// When it ends. UTC, whole seconds.
    pub expires: Option<OffsetDateTime>,
    /// The policy that is assigned directly afterwards.
    pub then: Option<PolicyName>,
}

/// What was answered to one announced feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRollout {
    /// The line on which it begins.
    pub line: u64,
    /// The number of the message that announced it.
    pub message: String,
    /// The answer; `None` when nobody has answered.
    pub answer: Option<Answer>,
}

/// Why a document cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DocumentProblem {
    /// The line, counted from 1.
    pub line: u64,
    /// The place in the document: `policies[2].settings.EnableTeamsConsumerAccess`; empty for the whole.
    pub path: String,
    /// A stable code for programs, in kebab case.
    pub code: &'static str,
    /// A whole sentence.
    pub message: String,
}

impl std::fmt::Display for DocumentProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            write!(f, "Line {}: {}", self.line, self.message)
        } else {
            write!(f, "Line {}, {}: {}", self.line, self.path, self.message)
        }
    }
}
