//! Which servers outside have personal accounts, which belong to organizations, and what an address is.

use super::load;
use super::outside_then::Found;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::decision::{
    Identifier, IdentifierKind, OutsideRules, OutsideWhy, Party, ServerClass, ServerName, UnknownPersonRule,
    UnknownServerRule,
};
use forecourt_model::{FieldErrors, PersonId, Revision, TenantId};
use forecourt_store::preference::{self, Key};
use forecourt_store::{Connection, StoreError, outside as store};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// What the audit trail calls all this, and the two rules in it. Of changes that kept nothing else, the words are read
/// to look back.
pub(super) const TARGET: &str = "outside";
pub(super) const RULE: &str = "Servers in no list";
pub(super) const PERSON_RULE: &str = "Own addresses that nobody has";

/// The most servers in the list.
pub const MAXIMUM_SERVERS: usize = 20_000;

/// Servers that anybody can have an account on, as Forecourt begins.
const STANDARD: [&str; 24] = [
    "aol.com",
    "conversations.im",
    "disroot.org",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "jabber.org",
    "live.com",
    "mail.com",
    "matrix.org",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "tchncs.de",
    "web.de",
    "yahoo.com",
    "yandex.com",
];

/// The servers that Forecourt begins with: all of them have personal accounts.
pub fn standard_servers() -> impl Iterator<Item = (ServerName, ServerClass)> {
    let name = |text: &&str| ServerName::parse(text).ok();
    STANDARD
        .iter()
        .filter_map(name)
        .map(|name| (name, ServerClass::Personal))
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Document {
    unknown: UnknownServerRule,
    unknown_person: UnknownPersonRule,
}

/// What is said about the world outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Each server with its class, by name.
    pub servers: Vec<(ServerName, ServerClass)>,
    /// For servers that are in no list.
    pub unknown: UnknownServerRule,
    /// For addresses of the organization that nobody has.
    pub unknown_person: UnknownPersonRule,
    /// The change that wrote it last; 0 before the first.
    pub revision: Revision,
}

impl Outside {
    /// The servers of one class, one on each line.
    pub fn lines(&self, class: ServerClass) -> String {
        let names: Vec<_> = self
            .servers
            .iter()
            .filter(|(_, held)| *held == class)
            .map(|(name, _)| name.as_str())
            .collect();
        names.join("\n")
    }
}

/// What was typed: a list for each class, one server on each line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutsideInput {
    /// Personal accounts.
    pub personal: String,
    /// Other organizations.
    pub organization: String,
    /// This organization.
    pub own: String,
    /// The rule for servers that are in no list, as a code.
    pub unknown: String,
    /// The rule for addresses of the organization that nobody has, as a code.
    pub unknown_person: String,
}

impl OutsideInput {
    /// What is stored, as it is typed.
    pub fn of(outside: &Outside) -> Self {
        Self {
            personal: outside.lines(ServerClass::Personal),
            organization: outside.lines(ServerClass::Organization),
            own: outside.lines(ServerClass::Own),
            unknown: outside.unknown.code().to_owned(),
            unknown_person: outside.unknown_person.code().to_owned(),
        }
    }

    fn parse(&self) -> Result<Outside, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut servers = Vec::new();
        let mut seen = HashSet::new();
        for (field, class, text) in [
            ("personal", ServerClass::Personal, &self.personal),
            ("organization", ServerClass::Organization, &self.organization),
            ("own", ServerClass::Own, &self.own),
        ] {
            for (index, line) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
            {
                match ServerName::parse(line) {
                    Err(error) => errors.push(field, "server-wrong", format!("Line {}: {error}", index + 1)),
                    Ok(name) if !seen.insert(name.clone()) => {
                        let message = format!(
                            "Line {}: {name} is in the lists already. Keep one of them.",
                            index + 1
                        );
                        errors.push(field, "server-twice", message);
                    }
                    Ok(name) => servers.push((name, class)),
                }
            }
        }
        if servers.len() > MAXIMUM_SERVERS {
            let message = format!(
                "{} servers are too many: at most {MAXIMUM_SERVERS} fit.",
                servers.len()
            );
            errors.push("personal", "too-many-servers", message);
        }
        let unknown = UnknownServerRule::from_code(self.unknown.trim());
        if unknown.is_none() {
            errors.push("unknown", "choice-unknown", "Choose one of the rules.");
        }
        let unknown_person = UnknownPersonRule::from_code(self.unknown_person.trim());
        if unknown_person.is_none() {
            errors.push("unknown_person", "choice-unknown", "Choose one of the rules.");
        }
        servers.sort();
        errors.or(Outside {
            servers,
            unknown: unknown.unwrap_or_default(),
            unknown_person: unknown_person.unwrap_or_default(),
            revision: Revision::default(),
        })
    }
}

pub(super) async fn stored(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Outside, ServiceError> {
    let Some((text, revision)) = preference::find(connection, tenant, Key::Outside).await? else {
        return Ok(Outside {
            servers: standard_servers().collect(),
            ..Outside::default()
        });
    };
    let document: Document = serde_json::from_str(&text).map_err(|error| StoreError::Inconsistent {
        table: "preference",
        problem: error.to_string(),
    })?;
    Ok(Outside {
        servers: store::list(connection, tenant).await?,
        unknown: document.unknown,
        unknown_person: document.unknown_person,
        revision,
    })
}

/// What counts: what the administrator has written, or what Forecourt begins with.
///
/// # Errors
/// [`ServiceError::Store`].
pub(super) async fn standard_and(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<OutsideRules, ServiceError> {
    let outside = stored(connection, tenant).await?;
    Ok(OutsideRules::new(
        outside.servers,
        outside.unknown,
        outside.unknown_person,
    ))
}

/// What is said about the world outside.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn get_outside(services: &Services, context: &OpContext) -> Result<Outside, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let mut reader = services.database().read().await?;
    stored(&mut reader.connection(), context.tenant).await
}

/// Saves what is said about the world outside, made from what revision `expected` had written.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `personal`, `organization`, `own`, `unknown`
/// and `unknown_person`; [`ServiceError::Conflict`]; [`ServiceError::Store`]. Nothing is changed then.
pub async fn save_outside(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    input: &OutsideInput,
) -> Result<Revision, ServiceError> {
    context.require(Permission::EditSettings)?;
    let wanted = input.parse()?;
    let mut draft = Draft::begin(services, context).await?;
    let before = stored(&mut draft.connection(), context.tenant).await?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    store::replace(&mut connection, context.tenant, &wanted.servers, revision).await?;
    let document = Document {
        unknown: wanted.unknown,
        unknown_person: wanted.unknown_person,
    };
    let text = forecourt_store::moment::to_json("preference", &document)?;
    preference::save(&mut connection, context.tenant, Key::Outside, &text, revision).await?;
    let record = Record {
        action: Action::OutsideChanged,
        target: Target::new(TargetKind::Settings, TARGET, "External identities"),
        detail: Detail {
            fields: differences(&before, &wanted),
            before: serde_json::to_value(Found::between(&before, &wanted)).ok(),
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await
}

/// Only the servers whose class changed, not the whole lists.
pub(super) fn differences(before: &Outside, after: &Outside) -> Vec<FieldChange> {
    let old: BTreeMap<_, _> = before.servers.iter().cloned().collect();
    let new: BTreeMap<_, _> = after.servers.iter().cloned().collect();
    let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let words = |class: Option<&ServerClass>| class.map(|class| class.label().to_owned());
    let mut fields: Vec<_> = names
        .into_iter()
        .filter(|name| old.get(name) != new.get(name))
        .map(|name| FieldChange::new(name.as_str(), words(old.get(name)), words(new.get(name))))
        .collect();
    let rules = [
        (RULE, before.unknown.code(), after.unknown.code()),
        (
            PERSON_RULE,
            before.unknown_person.code(),
            after.unknown_person.code(),
        ),
    ];
    for (name, old, new) in rules.into_iter().filter(|(_, old, new)| old != new) {
        fields.push(FieldChange::new(name, Some(old.to_owned()), Some(new.to_owned())));
    }
    fields
}

/// What an address is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its canonical form.
    pub canonical: String,
    /// What kind of identifier it is.
    pub kind: IdentifierKind,
    /// The person of the directory, if it is one's.
    pub person: Option<PersonId>,
    /// What it is, in a few words.
    pub title: String,
    /// Why, in a sentence.
    pub why: String,
}

/// Says what an address is, and why. `text` is anything that a chat server could send.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `address`; [`ServiceError::NotSetUp`];
/// [`ServiceError::Store`].
pub async fn describe_address(
    services: &Services,
    context: &OpContext,
    text: &str,
) -> Result<Described, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let identifier = Identifier::parse(None, text)
        .map_err(|error| ServiceError::field("address", error.code(), error.to_string()))?;
    let state = services.decision_state().await?;
    let party = state.rules.party(&state.directory, &identifier);
    let server = identifier.server();
    let listed = state.rules.outside.listed(server);
    let own = || match listed {
        Some((name, _)) => format!("{name} is in the list of this organization’s servers."),
        None => format!("{} is this organization’s own domain.", state.rules.domain),
    };
    let (person, title, why) = match party {
        Party::Inside { person, .. } => (
            state.directory.person(person),
            "A person of this organization".to_owned(),
            "Somebody of the directory has this address.".to_owned(),
        ),
        Party::Nobody(forecourt_model::decision::DecisionReason::AmbiguousPerson) => (
            None,
            "Several people of this organization".to_owned(),
            "More than one person of the directory has this address, so it is refused. Give it to one of them."
                .to_owned(),
        ),
        Party::Nobody(_) => (None, "Nobody of this organization".to_owned(), format!("{} Nobody in the directory has the address, so it is refused.", own())),
        Party::Anybody { .. } => (None, "Somebody of this organization".to_owned(), format!("{} Nobody in the directory has the address, so Global counts.", own())),
        Party::Outside { is_blocked: true, .. } => (
            None,
            "A blocked person".to_owned(),
            "The list of blocked people in the organization settings has this address.".to_owned(),
        ),
        Party::Outside { .. } => {
            let global = state.rules.policies.number(forecourt_model::PolicyId::GLOBAL);
            let (class, why) = state.rules.classify(&identifier, global);
            let title = match class {
                forecourt_model::decision::OutsideClass::Personal => "A personal account",
                forecourt_model::decision::OutsideClass::Organization => "Somebody of another organization",
                forecourt_model::decision::OutsideClass::Unknown => "Unknown, and refused",
            };
            let why = match why {
                OutsideWhy::Listed => match listed {
                    Some((name, _)) if name == server => format!("{name} is in the list."),
                    Some((name, _)) => format!("{server} counts like {name}, which is in the list."),
                    None => String::new(),
                },
                OutsideWhy::Phone => "Outside people who are reached by phone number have personal accounts.".to_owned(),
                OutsideWhy::DomainRule => format!("A domain rule of the organization settings or of Global names {server}."),
                OutsideWhy::UnknownRule => format!("{server} is in no list, so the rule for unknown servers counts."),
            };
            (None, title.to_owned(), why)
        }
    };
    Ok(Described {
        canonical: identifier.as_str().to_owned(),
        kind: identifier.kind(),
        person,
        title,
        why,
    })
}

/// The rules that `settings` would come to, with everything else as it is.
///
/// # Errors
/// [`ServiceError::Store`], [`ServiceError::NotSetUp`].
pub(super) async fn rules_with(
    services: &Services,
    settings: &forecourt_model::settings::OrganizationSettings,
) -> Result<forecourt_model::decision::Rules, ServiceError> {
    let snapshot = services.snapshot()?;
    let state = services.decision_state().await?;
    Ok(load::rules_of(
        &snapshot,
        settings,
        &state.rules.outside,
        &state.rules.policies,
    ))
}
