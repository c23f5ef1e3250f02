//! Who may do what: roles and permissions, in one table.

use serde::{Deserialize, Serialize};

/// The role of an administrator. Each administrator has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, administrators included.
    GlobalAdministrator,
    /// Everything about external access; not administrators.
    TeamsAdministrator,
    /// Sees everything, changes nothing.
    GlobalReader,
    /// Sees people and what decides for them.
    HelpDesk,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 4] = [
        Self::GlobalAdministrator,
        Self::TeamsAdministrator,
        Self::GlobalReader,
        Self::HelpDesk,
    ];

    /// The name in commands, forms and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "global_administrator",
            Self::TeamsAdministrator => "teams_administrator",
            Self::GlobalReader => "global_reader",
            Self::HelpDesk => "help_desk",
        }
    }

    /// The role with this name. Dashes do for underscores.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().replace('-', "_").to_ascii_lowercase();
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The words on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::TeamsAdministrator => "Teams Administrator",
            Self::GlobalReader => "Global Reader",
            Self::HelpDesk => "Help desk",
        }
    }

    /// What the role is for, in a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Can do everything, and decides who signs in here.",
            Self::TeamsAdministrator => {
                "Can change settings, policies and assignments. Cannot manage administrators."
            }
            Self::GlobalReader => "Can see everything and change nothing.",
            Self::HelpDesk => "Can look up people and see what decides for them. Cannot change anything.",
        }
    }

    /// Whether the role includes `permission`.
    pub fn grants(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::GlobalAdministrator => true,
            Self::TeamsAdministrator => permission != P::ManageAdministrators,
            Self::GlobalReader => matches!(
                permission,
                P::ReadSettings
                    | P::ReadPolicies
                    | P::ReadPeople
                    | P::ReadMessages
                    | P::ReadActivity
                    | P::ReadAdministrators
                    | P::ManageOwnAccount
            ),
            Self::HelpDesk => {
                matches!(
                    permission,
                    P::ReadSettings | P::ReadPolicies | P::ReadPeople | P::ManageOwnAccount
                )
            }
        }
    }
}

/// Something that an administrator may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Permission {
    ReadSettings,
    EditSettings,
    ReadPolicies,
    EditPolicies,
    ReadPeople,
    AssignPolicies,
    Import,
    ReadMessages,
    AnswerMessages,
    ReadActivity,
    UndoChanges,
    ReadAdministrators,
    ManageAdministrators,
    ManageOwnAccount,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 14] = [
        Self::ReadSettings,
        Self::EditSettings,
        Self::ReadPolicies,
        Self::EditPolicies,
        Self::ReadPeople,
        Self::AssignPolicies,
        Self::Import,
        Self::ReadMessages,
        Self::AnswerMessages,
        Self::ReadActivity,
        Self::UndoChanges,
        Self::ReadAdministrators,
        Self::ManageAdministrators,
        Self::ManageOwnAccount,
    ];

    /// The roles that include it, for the sentence *You need the role …*.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| role.grants(self))
    }

    /// Why somebody with `role` cannot do it and who can: the words beside a disabled control.
    pub fn refusal(self, role: Role) -> String {
        let able: Vec<_> = self.roles().map(Role::label).collect();
        format!(
            "Your role, {}, cannot change this. It takes {}.",
            role.label(),
            able.join(" or ")
        )
    }
}
