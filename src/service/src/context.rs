//! Who does something, with which rights, and when.

use crate::error::ServiceError;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::scope::{Scope, Scopes};
use forecourt_model::{AdministratorId, TenantId, TokenId};
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
    /// A service account with an access token. It has what its owner's role grants, as far as its scopes pass that on.
    Token {
        /// The owner.
        id: AdministratorId,
        /// The names of the owner and of the token, for the audit trail.
        name: String,
        /// The owner's role at this moment.
        role: Role,
        /// The token.
        token: TokenId,
        /// What it may be used for.
        scopes: Scopes,
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
            Actor::Administrator { role, .. } | Actor::Token { role, .. } => *role,
            Actor::Command { .. } | Actor::System => Role::GlobalAdministrator,
        }
    }

    /// Whether the actor has `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        let passed_on = match &self.actor {
            Actor::Token { scopes, .. } => scopes.pass_on(permission),
            _ => true,
        };
        passed_on && self.role().grants(permission)
    }

    /// The first statement of every use case.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] when the actor's role lacks `permission`; [`ServiceError::MissingScope`] when only
    /// the access token does.
    pub fn require(&self, permission: Permission) -> Result<(), ServiceError> {
        if self.may(permission) {
            Ok(())
        } else if let Some(scope) = self.scope_for(permission) {
            Err(ServiceError::MissingScope { scope })
        } else {
            Err(ServiceError::Forbidden {
                permission,
                role: self.role(),
            })
        }
    }

    /// The scope that an access token would need for `permission`, where the role of its owner grants it.
    fn scope_for(&self, permission: Permission) -> Option<Scope> {
        let asks = matches!(self.actor, Actor::Token { .. }) && self.role().grants(permission);
        let about = |scope: &Scope| scope.permission() == permission;
        asks.then(|| Scope::ALL.iter().copied().find(about)).flatten()
    }

    /// Checks that an access token has `scope` and that the role of its owner still can make use of it. Whoever did
    /// not come with a token needs no scope.
    ///
    /// # Errors
    /// [`ServiceError::MissingScope`], [`ServiceError::Forbidden`].
    pub fn require_scope(&self, scope: Scope) -> Result<(), ServiceError> {
        match &self.actor {
            Actor::Token { scopes, .. } if !scopes.includes(scope) => {
                Err(ServiceError::MissingScope { scope })
            }
            _ => self.require(scope.permission()),
        }
    }

    /// The administrator who is signed in or owns the access token.
    pub fn administrator(&self) -> Option<AdministratorId> {
        match &self.actor {
            Actor::Administrator { id, .. } | Actor::Token { id, .. } => Some(*id),
            Actor::Command { .. } | Actor::System => None,
        }
    }

    /// The name of the actor, as the audit trail keeps it.
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::Administrator { name, .. } | Actor::Token { name, .. } | Actor::Command { name } => name,
            Actor::System => "Forecourt",
        }
    }
}
