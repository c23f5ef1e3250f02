//! What an outside address is.

use super::federation::with_parents;
use super::identifier::{Identifier, IdentifierKind, host_of};
use super::server_name::ServerName;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the administrator says about a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerClass {
    /// Its people have personal accounts.
    Personal,
    /// It belongs to another organization.
    Organization,
    /// It belongs to this organization.
    Own,
    /// Nothing is said: a default taken back.
    Unknown,
}

impl ServerClass {
    /// Every class.
    pub const ALL: [Self; 4] = [Self::Personal, Self::Organization, Self::Own, Self::Unknown];

    /// The name in the database, in forms and in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Organization => "organization",
            Self::Own => "own",
            Self::Unknown => "unknown",
        }
    }

    /// The class with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// The words on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Personal => "Personal accounts",
            Self::Organization => "Another organization",
            Self::Own => "This organization",
            Self::Unknown => "Unknown",
        }
    }
}

/// What to do with servers that are in no list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownServerRule {
    /// Like personal accounts.
    #[default]
    Personal,
    /// Like other organizations: the domain rules count.
    Organization,
    /// Refuse.
    Refuse,
}

impl UnknownServerRule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::Personal, Self::Organization, Self::Refuse];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Organization => "organization",
            Self::Refuse => "refuse",
        }
    }

    /// The rule with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What to do with an address of the organization that nobody in the directory has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownPersonRule {
    /// Refuse.
    #[default]
    Refuse,
    /// Count Global for them, as for everybody without an assignment.
    Global,
}

impl UnknownPersonRule {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::Refuse, Self::Global];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Global => "global",
        }
    }

    /// The rule with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What an outside address is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsideClass {
    /// A personal account: the consumer switches count.
    Personal,
    /// Somebody of another organization: the domain rules count.
    Organization,
    /// Of no class, and refused.
    Unknown,
}

impl OutsideClass {
    /// The name in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Organization => "organization",
            Self::Unknown => "unknown",
        }
    }
}

/// Why it is taken for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutsideWhy {
    /// The server, or one that it is below, is in the list.
    Listed,
    /// Phone numbers of outside people belong to personal accounts.
    Phone,
    /// A domain rule names the domain.
    DomainRule,
    /// The rule for servers that are in no list.
    UnknownRule,
}

impl OutsideWhy {
    /// The name in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Phone => "phone",
            Self::DomainRule => "domain_rule",
            Self::UnknownRule => "unknown_rule",
        }
    }
}

/// What the administrator says about the world outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutsideRules {
    /// Administrators choose the names, so nobody outside can make many of them fall together: a quick hash will do.
    servers: HashMap<Box<str>, ServerClass, RandomState>,
    /// For servers that are in no list.
    pub unknown: UnknownServerRule,
    /// For addresses of the organization that nobody has.
    pub unknown_person: UnknownPersonRule,
}

impl OutsideRules {
    /// Rules with this list of servers.
    pub fn new(
        servers: impl IntoIterator<Item = (ServerName, ServerClass)>,
        unknown: UnknownServerRule,
        unknown_person: UnknownPersonRule,
    ) -> Self {
        let servers = servers
            .into_iter()
            .map(|(name, class)| (String::from(name).into_boxed_str(), class))
            .collect();
        Self {
            servers,
            unknown,
            unknown_person,
        }
    }

    /// The entry that counts for a server: itself with its port, itself, else the nearest that it is below.
    pub fn listed<'s>(&self, server: &'s str) -> Option<(&'s str, ServerClass)> {
        let named = |name: &'s str| self.servers.get(name).map(|class| (name, *class));
        // Nearly all that are listed are by their own name.
        named(server).or_else(|| {
            let host = host_of(server);
            // Without a port, that was looked at.
            let same = usize::from(host.len() == server.len());
            with_parents(host).skip(same).find_map(named)
        })
    }

    /// What somebody outside is taken for; `None` when the address belongs to this organization. `is_named` says
    /// whether a domain rule names a domain.
    pub fn classify(
        &self,
        identifier: &Identifier,
        is_named: impl FnOnce(&str) -> bool,
    ) -> Option<(OutsideClass, OutsideWhy)> {
        let listed = self.listed(identifier.server()).map(|(_, class)| class);
        self.classify_listed(identifier, listed, is_named)
    }

    /// The same for somebody whose server was looked up before.
    pub(super) fn classify_listed(
        &self,
        identifier: &Identifier,
        listed: Option<ServerClass>,
        is_named: impl FnOnce(&str) -> bool,
    ) -> Option<(OutsideClass, OutsideWhy)> {
        if identifier.kind() == IdentifierKind::Phone {
            return Some((OutsideClass::Personal, OutsideWhy::Phone));
        }
        match listed {
            Some(ServerClass::Own) => return None,
            Some(ServerClass::Personal) => return Some((OutsideClass::Personal, OutsideWhy::Listed)),
            Some(ServerClass::Organization) => {
                return Some((OutsideClass::Organization, OutsideWhy::Listed));
            }
            Some(ServerClass::Unknown) | None => {}
        }
        let server = identifier.server();
        // Object ids name somebody of the directory or nobody.
        if server.is_empty() {
            return None;
        }
        if is_named(host_of(server)) {
            return Some((OutsideClass::Organization, OutsideWhy::DomainRule));
        }
        let class = match self.unknown {
            UnknownServerRule::Personal => OutsideClass::Personal,
            UnknownServerRule::Organization => OutsideClass::Organization,
            UnknownServerRule::Refuse => OutsideClass::Unknown,
        };
        Some((class, OutsideWhy::UnknownRule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(unknown: UnknownServerRule) -> OutsideRules {
        let list = [
            ("matrix.org", ServerClass::Personal),
            ("work.matrix.org", ServerClass::Organization),
            ("home.example", ServerClass::Own),
            ("localhost:8448", ServerClass::Own),
            ("odd.example", ServerClass::Unknown),
        ];
        let list = list.map(|(name, class)| (ServerName::parse(name).unwrap(), class));
        OutsideRules::new(list, unknown, UnknownPersonRule::Refuse)
    }

    fn class(rules: &OutsideRules, text: &str) -> Option<(OutsideClass, OutsideWhy)> {
        let identifier = Identifier::parse(None, text).unwrap();
        rules.classify(&identifier, |domain| domain == "partner.example")
    }

    #[test]
    fn the_nearest_entry_counts() {
        let rules = rules(UnknownServerRule::Refuse);
        let personal = Some((OutsideClass::Personal, OutsideWhy::Listed));
        let organization = Some((OutsideClass::Organization, OutsideWhy::Listed));
        assert_eq!(class(&rules, "@a:matrix.org"), personal);
        assert_eq!(class(&rules, "@a:matrix.org:8448"), personal);
        assert_eq!(class(&rules, "@a:eu.matrix.org"), personal);
        assert_eq!(class(&rules, "@a:eu.work.matrix.org"), organization);
        assert_eq!(class(&rules, "@a:localhost:8448"), None);
        assert_eq!(class(&rules, "ada@home.example"), None);
        let unknown = Some((OutsideClass::Unknown, OutsideWhy::UnknownRule));
        assert_eq!(class(&rules, "@a:localhost:8449"), unknown);
        assert_eq!(class(&rules, "a@notmatrix.org"), unknown);
    }

    #[test]
    fn what_is_in_no_list_follows_the_rule() {
        for (rule, wanted) in [
            (UnknownServerRule::Personal, OutsideClass::Personal),
            (UnknownServerRule::Organization, OutsideClass::Organization),
            (UnknownServerRule::Refuse, OutsideClass::Unknown),
        ] {
            let rules = rules(rule);
            let unknown = Some((wanted, OutsideWhy::UnknownRule));
            assert_eq!(class(&rules, "a@odd.example"), unknown);
            assert_eq!(class(&rules, "a@x.example"), unknown);
            let named = Some((OutsideClass::Organization, OutsideWhy::DomainRule));
            assert_eq!(class(&rules, "a@partner.example"), named);
            let phone = Some((OutsideClass::Personal, OutsideWhy::Phone));
            assert_eq!(class(&rules, "+4722334455"), phone);
            assert_eq!(class(&rules, "6f1c2f0e-4a51-4a4e-9a55-0d4f7d1f3a11"), None);
        }
    }
}
