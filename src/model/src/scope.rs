//! What an access token may be used for: never more than the role of its owner grants.

use crate::authority::{Permission, Role};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal, [$($permission:ident),+];)+) => {
        /// One thing that an access token may be used for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the descriptions say it")]
        pub enum Scope { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl Scope {
            /// Every scope, reading before writing.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in tokens, answers and the database, such as `settings.read`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What it allows, in a sentence.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }

            /// The permissions that it passes on from the role of the owner. The first is the one that it is about;
            /// without it the scope is worth nothing.
            pub fn permissions(self) -> &'static [Permission] {
                match self { $(Self::$name => &[$(Permission::$permission),+]),+ }
            }
        }
    };
}

scopes! {
    SettingsRead = "settings.read", "Read the organization settings.", [ReadSettings];
    SettingsWrite = "settings.write", "Change the organization settings.", [EditSettings, ReadSettings];
    PoliciesRead = "policies.read", "Read policies.", [ReadPolicies];
    PoliciesWrite = "policies.write", "Add, change and delete policies.", [EditPolicies, ReadPolicies];
    PeopleRead = "people.read", "Look up people and what decides for them.", [ReadPeople, ReadSettings, ReadPolicies];
    PeopleWrite = "people.write", "Remove people from the directory.", [AssignPolicies, ReadPeople, ReadPolicies];
    AssignmentsWrite = "assignments.write", "Assign policies to people.", [AssignPolicies, ReadPeople, ReadPolicies];
    GroupsRead = "groups.read", "Read groups, their members and their policies.", [ReadPeople, ReadPolicies];
    GroupsWrite = "groups.write", "Change groups, their members and their policies.", [AssignPolicies, ReadPeople, ReadPolicies];
    OperationsRead = "operations.read", "Read operations and their results.", [ReadPeople, ReadPolicies];
    OperationsWrite = "operations.write", "Prepare, start and cancel operations over many people.", [AssignPolicies, ReadPeople, ReadPolicies];
    RolloutRead = "rollout.read", "Read rollout notices.", [ReadMessages];
    RolloutWrite = "rollout.write", "Answer rollout notices.", [AnswerMessages, EditSettings, EditPolicies, ReadMessages, ReadSettings, ReadPolicies];
    ActivityRead = "activity.read", "Read the audit trail and past states.", [ReadActivity, ReadPeople, ReadSettings, ReadPolicies];
    ActivityUndo = "activity.undo", "Take changes back.", [UndoChanges, ReadActivity, EditSettings, EditPolicies, AssignPolicies, AnswerMessages, Import, ReadSettings, ReadPolicies, ReadPeople, ReadMessages];
    ConfigurationImport = "configuration.import", "Import and apply whole configurations.", [Import, EditSettings, EditPolicies, AssignPolicies, ReadSettings, ReadPolicies, ReadPeople];
    AdministratorsRead = "administrators.read", "Read who signs in.", [ReadAdministrators];
    AdministratorsWrite = "administrators.write", "Add, change and remove administrators.", [ManageAdministrators, ReadAdministrators];
    TokensRead = "tokens.read", "List access tokens.", [ManageOwnAccount];
    TokensWrite = "tokens.write", "Make and revoke access tokens.", [ManageOwnAccount];
    WebhooksRead = "webhooks.read", "Read webhooks and their deliveries.", [ReadAdministrators];
    WebhooksWrite = "webhooks.write", "Add, change and remove webhooks.", [ManageAdministrators, ReadAdministrators];
    Decisions = "decisions", "Ask for decisions.", [ReadPeople, ReadSettings, ReadPolicies];
}

impl Scope {
    /// The scope with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.code() == code)
    }

    /// What the scope is about.
    pub fn permission(self) -> Permission {
        // The macro takes at least one permission for each scope.
        self.permissions()
            .first()
            .copied()
            .unwrap_or(Permission::ManageAdministrators)
    }

    /// Whether somebody with `role` can make use of it.
    pub fn fits(self, role: Role) -> bool {
        role.grants(self.permission())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The scopes of one token. Kept in the order of [`Scope::ALL`], each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// These scopes.
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut kept: Vec<_> = scopes.into_iter().collect();
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// Reads names with spaces between them; `None` when one is unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let scopes: Option<Vec<_>> = text.split_whitespace().map(Scope::from_code).collect();
        scopes.map(Self::new)
    }

    /// Whether `scope` is one of them.
    pub fn includes(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether one of them passes `permission` on.
    pub fn pass_on(&self, permission: Permission) -> bool {
        self.iter().any(|scope| scope.permissions().contains(&permission))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<_> = self.iter().map(Scope::code).collect();
        f.write_str(&codes.join(" "))
    }
}
