//! How a use case ends when it does not do what was asked.

use forecourt_model::authority::{Permission, Role};
use forecourt_model::scope::Scope;
use forecourt_model::{FieldErrors, Revision};
use forecourt_store::StoreError;
use time::OffsetDateTime;

/// Somebody else changed the thing in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The revision that the input was made from.
    pub expected: Revision,
    /// The revision that is stored.
    pub current: Revision,
    /// Who made it.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
}

/// Something later that stands in the way of taking a change back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// A stable code for programs, in kebab case.
    pub code: &'static str,
    /// A whole sentence.
    pub message: String,
    /// The later changes, the oldest first; empty when none in particular is known.
    pub on: Vec<Revision>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The input cannot be taken; each field has its sentence.
    #[error("the input cannot be taken")]
    Invalid(FieldErrors),
    /// The actor lacks a permission.
    #[error("the role {} does not include this", role.label())]
    Forbidden {
        /// What it takes.
        permission: Permission,
        /// What the actor has.
        role: Role,
    },
    /// The access token lacks a scope that its owner's role would allow.
    #[error("the access token lacks the scope {scope}")]
    MissingScope {
        /// What it takes.
        scope: Scope,
    },
    /// There is no such thing, or the actor must not know of it.
    #[error("there is no such {what}")]
    NotFound {
        /// What was looked for, as a noun for a sentence.
        what: &'static str,
    },
    /// Somebody else changed the thing in between.
    #[error("{} changed this in between", .0.changed_by)]
    Conflict(Box<Conflict>),
    /// A rule refuses it. The message says why and what to do instead.
    #[error("{message}")]
    Refused {
        /// A stable code for programs, in kebab case.
        code: &'static str,
        /// A whole sentence.
        message: String,
    },
    /// A change is not taken back: something later depends on it, or it was taken back already.
    #[error("{}", .0.message)]
    Depends(Box<Dependence>),
    /// Too many tries; the moment says when the next is worth it.
    #[error("too many attempts")]
    Throttled {
        /// When to try again.
        until: OffsetDateTime,
    },
    /// Too much is going on at once; try again in a moment.
    #[error("too much is going on at once")]
    Busy,
    /// The organization has not been set up.
    #[error("the organization has not been set up yet")]
    NotSetUp,
    /// Storage failed. Nothing was changed.
    #[error(transparent)]
    Store(StoreError),
}

impl ServiceError {
    /// A refusal by a rule.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused {
            code,
            message: message.into(),
        }
    }

    /// Input of which one field cannot be taken.
    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::one(field, code, message))
    }

    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Forbidden { .. } => "forbidden",
            Self::MissingScope { .. } => "missing-scope",
            Self::NotFound { .. } => "not-found",
            Self::Conflict(_) => "conflict",
            Self::Refused { code, .. } => code,
            Self::Depends(dependence) => dependence.code,
            Self::Throttled { .. } => "throttled",
            Self::Busy => "busy",
            Self::NotSetUp => "not-set-up",
            Self::Store(_) => "storage",
        }
    }

    /// What a person reads: what did not happen, why, and what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::Invalid(errors) => match errors.0.as_slice() {
                [only] => only.message.clone(),
                several => format!("Not saved. {} fields need another look.", several.len()),
            },
            Self::Forbidden { permission, role } => permission.refusal(*role),
            Self::MissingScope { scope } => format!(
                "This access token lacks the scope {scope}. Make a token that has it."
            ),
            Self::NotFound { what } => format!("There is no such {what}. It may have been deleted."),
            Self::Conflict(conflict) => format!(
                "Not saved. {} changed this while you were editing. Compare both versions and save again.",
                conflict.changed_by
            ),
            Self::Refused { message, .. } => message.clone(),
            Self::Depends(dependence) => dependence.message.clone(),
            Self::Throttled { .. } => "Too many attempts. Wait a little and try again.".to_owned(),
            Self::Busy => "The server is busy. Nothing was changed; try again in a moment.".to_owned(),
            Self::NotSetUp => "This Forecourt has not been set up yet.".to_owned(),
            Self::Store(_) => {
                "The database did not answer. What you entered is still here; look in Activity whether it was saved \
                 before you save it again."
                    .to_owned()
            }
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<tokio::time::error::Elapsed> for ServiceError {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::Store(StoreError::Silent)
    }
}

impl From<FieldErrors> for ServiceError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
