//! What a change does, and to what.

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the labels say it")]
pub enum Action {
    OrganizationSetUp,
    SettingsChanged,
    AskingChanged,
    OutsideChanged,
    RefusalChanged,
    IdentitiesChanged,
    IdentitiesImported,
    DraftStarted,
    DraftEnded,
    PolicyAdded,
    PolicyChanged,
    PolicyDeleted,
    PolicyReset,
    PolicyAssigned,
    PolicyUnassigned,
    ExceptionChanged,
    ExceptionEnded,
    OperationStarted,
    OperationCancelled,
    PersonRemoved,
    PersonAdded,
    GroupAdded,
    GroupChanged,
    GroupRemoved,
    GroupMembersChanged,
    GroupPolicyAssigned,
    GroupPolicyUnassigned,
    GroupMoved,
    ConfigurationImported,
    SampleFilled,
    RolloutAnswered,
    RolloutMoved,
    MessageAdded,
    AdministratorAdded,
    AdministratorChanged,
    AdministratorRemoved,
    PasswordReset,
    TokenCreated,
    TokenRevoked,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 42] = [
        Self::OrganizationSetUp,
        Self::SettingsChanged,
        Self::AskingChanged,
        Self::OutsideChanged,
        Self::RefusalChanged,
        Self::IdentitiesChanged,
        Self::IdentitiesImported,
        Self::DraftStarted,
        Self::DraftEnded,
        Self::PolicyAdded,
        Self::PolicyChanged,
        Self::PolicyDeleted,
        Self::PolicyReset,
        Self::PolicyAssigned,
        Self::PolicyUnassigned,
        Self::ExceptionChanged,
        Self::ExceptionEnded,
        Self::OperationStarted,
        Self::OperationCancelled,
        Self::PersonRemoved,
        Self::PersonAdded,
        Self::GroupAdded,
        Self::GroupChanged,
        Self::GroupRemoved,
        Self::GroupMembersChanged,
        Self::GroupPolicyAssigned,
        Self::GroupPolicyUnassigned,
        Self::GroupMoved,
        Self::ConfigurationImported,
        Self::SampleFilled,
        Self::RolloutAnswered,
        Self::RolloutMoved,
        Self::MessageAdded,
        Self::AdministratorAdded,
        Self::AdministratorChanged,
        Self::AdministratorRemoved,
        Self::PasswordReset,
        Self::TokenCreated,
        Self::TokenRevoked,
        Self::WebhookAdded,
        Self::WebhookChanged,
        Self::WebhookRemoved,
    ];

    /// The name in the database, in addresses and in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::OrganizationSetUp => "organization.set_up",
            Self::SettingsChanged => "settings.changed",
            Self::AskingChanged => "preference.changed",
            Self::OutsideChanged => "outside.changed",
            Self::RefusalChanged => "refusal.changed",
            Self::IdentitiesChanged => "identity.changed",
            Self::IdentitiesImported => "identity.imported",
            Self::DraftStarted => "draft.started",
            Self::DraftEnded => "draft.ended",
            Self::PolicyAdded => "policy.added",
            Self::PolicyChanged => "policy.changed",
            Self::PolicyDeleted => "policy.deleted",
            Self::PolicyReset => "policy.reset",
            Self::PolicyAssigned => "assignment.assigned",
            Self::PolicyUnassigned => "assignment.removed",
            Self::ExceptionChanged => "exception.changed",
            Self::ExceptionEnded => "exception.ended",
            Self::OperationStarted => "operation.started",
            Self::OperationCancelled => "operation.cancelled",
            Self::PersonRemoved => "person.removed",
            Self::PersonAdded => "person.added",
            Self::GroupAdded => "group.added",
            Self::GroupChanged => "group.changed",
            Self::GroupRemoved => "group.removed",
            Self::GroupMembersChanged => "group.members_changed",
            Self::GroupPolicyAssigned => "group.policy_assigned",
            Self::GroupPolicyUnassigned => "group.policy_unassigned",
            Self::GroupMoved => "group.moved",
            Self::ConfigurationImported => "configuration.imported",
            Self::SampleFilled => "configuration.sample_filled",
            Self::RolloutAnswered => "rollout.answered",
            Self::RolloutMoved => "rollout.moved",
            Self::MessageAdded => "message.added",
            Self::AdministratorAdded => "administrator.added",
            Self::AdministratorChanged => "administrator.changed",
            Self::AdministratorRemoved => "administrator.removed",
            Self::PasswordReset => "administrator.password_reset",
            Self::TokenCreated => "token.created",
            Self::TokenRevoked => "token.revoked",
            Self::WebhookAdded => "webhook.added",
            Self::WebhookChanged => "webhook.changed",
            Self::WebhookRemoved => "webhook.removed",
        }
    }

    /// The action with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The words in lists, after the name of who did it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OrganizationSetUp => "set up the organization",
            Self::SettingsChanged => "changed organization settings",
            Self::AskingChanged => "changed a preference",
            Self::OutsideChanged => "changed external identities",
            Self::RefusalChanged => "changed what refused people read",
            Self::IdentitiesChanged => "changed the identities of a person",
            Self::IdentitiesImported => "imported identities",
            Self::DraftStarted => "began to try settings",
            Self::DraftEnded => "stopped trying settings",
            Self::PolicyAdded => "added a policy",
            Self::PolicyChanged => "changed a policy",
            Self::PolicyDeleted => "deleted a policy",
            Self::PolicyReset => "reset Global to its defaults",
            Self::PolicyAssigned => "assigned a policy",
            Self::PolicyUnassigned => "removed a direct assignment",
            Self::ExceptionChanged => "changed when an exception ends",
            Self::ExceptionEnded => "ended an exception",
            Self::OperationStarted => "changed the assignments of many people",
            Self::OperationCancelled => "cancelled a change of many people",
            Self::PersonRemoved => "removed a person",
            Self::PersonAdded => "put a person back",
            Self::GroupAdded => "added a group",
            Self::GroupChanged => "changed a group",
            Self::GroupRemoved => "removed a group",
            Self::GroupMembersChanged => "changed the members of a group",
            Self::GroupPolicyAssigned => "assigned a policy to a group",
            Self::GroupPolicyUnassigned => "took the policy of a group away",
            Self::GroupMoved => "moved a group to another rank",
            Self::ConfigurationImported => "imported a configuration",
            Self::SampleFilled => "filled a sample organization",
            Self::RolloutAnswered => "answered a rollout",
            Self::RolloutMoved => "moved the dates of a rollout",
            Self::MessageAdded => "added a message",
            Self::AdministratorAdded => "added an administrator",
            Self::AdministratorChanged => "changed an administrator",
            Self::AdministratorRemoved => "removed an administrator",
            Self::PasswordReset => "reset a password",
            Self::TokenCreated => "made an access token",
            Self::TokenRevoked => "revoked an access token",
            Self::WebhookAdded => "added a webhook",
            Self::WebhookChanged => "changed a webhook",
            Self::WebhookRemoved => "removed a webhook",
        }
    }
}

/// What kind of thing a change is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TargetKind {
    Organization,
    Settings,
    Policy,
    Person,
    Group,
    Directory,
    Operation,
    Rollout,
    Message,
    Administrator,
    Token,
    Webhook,
}

impl TargetKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Organization,
        Self::Settings,
        Self::Policy,
        Self::Person,
        Self::Group,
        Self::Directory,
        Self::Operation,
        Self::Rollout,
        Self::Message,
        Self::Administrator,
        Self::Token,
        Self::Webhook,
    ];

    /// The name in the database and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Settings => "settings",
            Self::Policy => "policy",
            Self::Person => "person",
            Self::Group => "group",
            Self::Directory => "directory",
            Self::Operation => "operation",
            Self::Rollout => "rollout",
            Self::Message => "message",
            Self::Administrator => "administrator",
            Self::Token => "token",
            Self::Webhook => "webhook",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The thing that a change is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its kind.
    pub kind: TargetKind,
    /// Its key.
    pub id: String,
    /// Its name, as it is at the moment of the change.
    pub name: String,
}

impl Target {
    /// A thing.
    pub fn new(kind: TargetKind, id: impl std::fmt::Display, name: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.to_string(),
            name: name.into(),
        }
    }

    /// The organization's settings.
    pub fn settings() -> Self {
        Self::new(TargetKind::Settings, "organization", "Organization settings")
    }
}
