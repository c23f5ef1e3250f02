//! What a file would change.

use super::compare::compare;
use crate::apart;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact::Plan;
use crate::import::{Comparison, PolicyChange};
use crate::services::Services;
use forecourt_exchange::document::{Document, read_document};
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyName};
use forecourt_model::rollout::Answer;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{FieldErrors, GroupId};
use forecourt_store::person::Person;
use time::OffsetDateTime;

/// The policy of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedName {
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// Its policy.
    pub policy: PolicyName,
}

/// What makes an assignment an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionSide {
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// When it ends.
    pub expires: Option<OffsetDateTime>,
    /// What is assigned directly afterwards.
    pub then: Option<PolicyName>,
}

/// Another direct assignment for a person, or the same with another exception.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentChange {
    /// Who, as stored.
    pub person: Person,
    /// The policy before.
    pub before: Option<PolicyName>,
    /// The policy after.
    pub after: Option<PolicyName>,
    /// The exception before.
    pub exception_before: Option<ExceptionSide>,
    /// The exception after.
    pub exception_after: Option<ExceptionSide>,
}

impl AssignmentChange {
    /// Whether it is another policy, not only another exception.
    pub fn is_other_policy(&self) -> bool {
        self.before.as_ref().map(PolicyName::folded) != self.after.as_ref().map(PolicyName::folded)
    }
}

/// Another answer to an announced feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolloutChange {
    /// The number of the message.
    pub message: String,
    /// The answer before.
    pub before: Option<Answer>,
    /// The answer after.
    pub after: Option<Answer>,
}

/// What a file would change.
#[derive(Clone, Debug, Default)]
pub struct FilePlan {
    /// The settings before and after, when they differ.
    pub settings: Option<(OrganizationSettings, OrganizationSettings)>,
    /// What differs in them.
    pub setting_fields: Vec<FieldChange>,
    /// Policies that are added or changed.
    pub policies: Vec<PolicyChange>,
    /// Policies that are deleted, because the file does not have them.
    pub removed: Vec<Policy>,
    /// The policies of groups before and after, best rank first, when they differ.
    pub ranking: Option<(Vec<RankedName>, Vec<RankedName>)>,
    /// People whose direct assignment changes, by sign-in name.
    pub assignments: Vec<AssignmentChange>,
    /// Other answers.
    pub rollouts: Vec<RolloutChange>,
    /// Why the file cannot be applied.
    pub errors: FieldErrors,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
    /// What it does to people.
    pub impact: Impact,
    /// The same for whoever lists them one by one.
    pub(super) comparison: Comparison,
}

impl FilePlan {
    /// Whether anything would change.
    pub fn changes_anything(&self) -> bool {
        self.settings.is_some()
            || !self.policies.is_empty()
            || !self.removed.is_empty()
            || self.ranking.is_some()
            || !self.assignments.is_empty()
            || !self.rollouts.is_empty()
    }

    /// How many people get another policy directly, or none any more.
    pub fn reassigned(&self) -> usize {
        self.assignments
            .iter()
            .filter(|change| change.is_other_policy())
            .count()
    }
}

/// Reads a file, in YAML or JSON.
///
/// # Errors
/// [`ServiceError::Invalid`] with one error for each fault, naming line and place. The field is the place.
pub fn read(text: &str) -> Result<Document, ServiceError> {
    read_document(text).map_err(|problems| {
        let mut errors = FieldErrors::default();
        for problem in problems {
            let field = if problem.path.is_empty() {
                "document"
            } else {
                &problem.path
            };
            errors.push(field, problem.code, problem.to_string());
        }
        ServiceError::Invalid(errors)
    })
}

/// The same for long files, on a thread of its own.
///
/// # Errors
/// As [`read`].
pub async fn read_apart(text: String) -> Result<Document, ServiceError> {
    apart(move || read(&text)).await
}

/// Compares a document with what is stored now. Nothing is changed.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`]. What stands in the way of applying
/// it is in [`FilePlan::errors`].
pub async fn plan(
    services: &Services,
    context: &OpContext,
    document: &Document,
) -> Result<FilePlan, ServiceError> {
    context.require(Permission::ReadSettings)?;
    context.require(Permission::ReadPolicies)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    compare(&mut reader.connection(), context, &snapshot, document).await
}

/// The plan as one to list whom it reaches.
///
/// # Errors
/// [`ServiceError::NotSetUp`].
pub fn affected_by(services: &Services, plan: &FilePlan) -> Result<Plan, ServiceError> {
    crate::import::plan(services, &plan.comparison)
}
