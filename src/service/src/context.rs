//! Who does something, with which rights, and when.

use crate::error::ServiceError;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::{AdministratorId, TenantId};
use time::OffsetDateTime;

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An administrator who is signed in.
    Administrator {
        /// Who.
        id: AdministratorId,
        /// Their name, for the audit trail.
        name: String,
        /// Their role.
        role: Role,
    },
    /// A command on the server itself: whoever can run it owns the data directory.
    Command {
        /// The command, for the audit trail.
        name: String,
    },
    /// The software itself.
    System,
}

/// The circumstances of one use case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpContext {
    /// The organization.
    pub tenant: TenantId,
    /// Who does it.
    pub actor: Actor,
    /// The moment that counts as now.
    pub now: OffsetDateTime,
    /// The request, for logs and the audit trail.
    pub request_id: String,
}

impl OpContext {
    /// The circumstances of a command on the server itself.
    pub fn command(name: &str, now: OffsetDateTime) -> Self {
        let actor = Actor::Command {
            name: name.to_owned(),
        };
        Self {
            tenant: TenantId::DEFAULT,
            actor,
            now,
            request_id: format!("command-{}", now.unix_timestamp()),
        }
    }

    /// The role that counts; commands and the software itself may do everything.
    pub fn role(&self) -> Role {
        match &self.actor {
            Actor::Administrator { role, .. } => *role,
            Actor::Command { .. } | Actor::System => Role::GlobalAdministrator,
        }
    }

    /// Whether the actor has `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        self.role().grants(permission)
    }

    /// The first statement of every use case.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] when the actor lacks `permission`.
    pub fn require(&self, permission: Permission) -> Result<(), ServiceError> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(ServiceError::Forbidden {
                permission,
                role: self.role(),
            })
        }
    }

    /// The administrator, when one is signed in.
    pub fn administrator(&self) -> Option<AdministratorId> {
        match &self.actor {
            Actor::Administrator { id, .. } => Some(*id),
            Actor::Command { .. } | Actor::System => None,
        }
    }

    /// The name of the actor, as the audit trail keeps it.
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::Administrator { name, .. } | Actor::Command { name } => name,
            Actor::System => "Forecourt",
        }
    }
}
