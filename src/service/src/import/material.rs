//! What an import keeps for taking it back: settings and policies in the audit trail, people in pieces beside it.

use crate::group::GroupDocument;
use forecourt_model::access::GroupAssignment;
use forecourt_model::decision::IdentifierKind;
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision, TenantId};
use forecourt_store::person::Person;
use forecourt_store::version::{self, Item};
use forecourt_store::{Connection, StoreError, group, identity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many people a piece has.
pub(crate) const PIECE: usize = 10_000;

/// One side of an import: what it found, or what it left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ImportSide {
    /// The settings, when the import changed them.
    pub(crate) settings: Option<OrganizationSettings>,
    /// The policies that it changed or added; what it added is only on the later side.
    pub(crate) policies: BTreeMap<PolicyId, Policy>,
    /// Groups, when it changed any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) groups: Option<GroupsSide>,
}

/// One side of what an import did to groups. Who came and went is told by when memberships began and ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GroupsSide {
    /// The groups that it changed or added, and those whose members it changed; what it added is only on the later side.
    pub(crate) groups: BTreeMap<GroupId, GroupDocument>,
    /// The groups with a policy, when it changed those.
    pub(crate) ranking: Option<Vec<GroupAssignment>>,
}

impl GroupsSide {
    /// Groups as they are stored.
    pub(crate) async fn of(
        connection: &mut Connection<'_>,
        tenant: TenantId,
        groups: &BTreeSet<GroupId>,
    ) -> Result<Self, StoreError> {
        let mut side = Self::default();
        for id in groups {
            if let Some(found) = group::find(connection, tenant, *id).await? {
                let document = GroupDocument::with_children(connection, tenant, &found).await?;
                side.groups.insert(*id, document);
            }
        }
        Ok(side)
    }
}

/// What the directory knows of a person, without what counts for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPerson {
    pub(crate) id: PersonId,
    pub(crate) user_principal_name: String,
    pub(crate) display_name: String,
    pub(crate) sip_address: Option<String>,
    pub(crate) mail: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) account_enabled: bool,
}

impl From<&Person> for KeptPerson {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id,
            user_principal_name: person.user_principal_name.clone(),
            display_name: person.display_name.clone(),
            sip_address: person.sip_address.clone(),
            mail: person.mail.clone(),
            department: person.department.clone(),
            account_enabled: person.account_enabled,
        }
    }
}

impl KeptPerson {
    /// The person as change `revision` writes them; what counts for them is written with their assignment.
    pub(crate) fn person(&self, revision: Revision) -> Person {
        Person {
            id: self.id,
            user_principal_name: self.user_principal_name.clone(),
            display_name: self.display_name.clone(),
            sip_address: self.sip_address.clone(),
            mail: self.mail.clone(),
            department: self.department.clone(),
            account_enabled: self.account_enabled,
            direct_policy: None,
            effective_policy: PolicyId::GLOBAL,
            effective_source: forecourt_model::access::SourceKind::Global,
            effective_group: None,
            revision,
        }
    }

    /// A number that is another one, as good as always, when anything about the person is (FNV-1a). It stands for a
    /// person who is in the directory anyway.
    pub(crate) fn print(&self) -> u64 {
        let blank = String::new();
        let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| blank.clone());
        let enabled = if self.account_enabled { "1" } else { "0" };
        let all = [
            self.user_principal_name.clone(),
            self.display_name.clone(),
            optional(&self.sip_address),
            optional(&self.mail),
            optional(&self.department),
            enabled.to_owned(),
        ];
        all.join("\u{1f}")
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |print, byte| {
                (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
    }
}

/// What an import did to one person of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryChange {
    /// Was added, and looked like this.
    Added(PersonId, u64),
    /// Name, department or the like changed: before and after.
    Changed(Box<(KeptPerson, KeptPerson)>),
    /// Was taken out again.
    Removed(Box<KeptPerson>),
    /// Has other phone numbers.
    PhoneNumbers(Box<KeptNumbers>),
}

/// The phone numbers of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptNumbers {
    pub(crate) person: PersonId,
    pub(crate) user_principal_name: String,
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
}

/// Writes the phone numbers that these changes leave people with.
pub(crate) async fn write_numbers(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    changes: &[DirectoryChange],
    revision: Revision,
) -> Result<(), StoreError> {
    let numbers = changes.iter().filter_map(|change| match change {
        DirectoryChange::PhoneNumbers(kept) => Some((kept.person, kept.after.clone())),
        _ => None,
    });
    let numbers: Vec<_> = numbers.collect();
    identity::replace_kind(connection, tenant, IdentifierKind::Phone, &numbers, revision).await
}

/// Keeps what change `revision` did to people.
pub(crate) async fn keep(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    changes: &[DirectoryChange],
) -> Result<(), StoreError> {
    for (number, piece) in (0..).zip(changes.chunks(PIECE)) {
        version::keep(
            connection,
            tenant,
            Item::People(number),
            revision,
            Some(&piece.to_vec()),
        )
        .await?;
    }
    Ok(())
}

/// What change `revision` did to people.
pub(crate) async fn kept(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<DirectoryChange>, StoreError> {
    let pieces: Vec<Vec<DirectoryChange>> = version::pieces(connection, tenant, revision).await?;
    Ok(pieces.into_iter().flatten().collect())
}
