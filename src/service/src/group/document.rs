//! A group as the audit trail keeps it, for taking changes back.

use forecourt_model::access::GroupAssignment;
use forecourt_model::{GroupId, Revision, TenantId};
use forecourt_store::group::{self as store, Group};
use forecourt_store::{Connection, StoreError};
use serde::{Deserialize, Serialize};

/// A group with what hangs on it. Who its members were is told by when memberships ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDocument {
    /// The object id.
    pub id: GroupId,
    /// Its name.
    pub display_name: String,
    /// What kind it is, in the directory's words.
    pub kind: String,
    /// Its mailbox.
    pub mail: Option<String>,
    /// The groups inside it.
    #[serde(default)]
    pub children: Vec<GroupId>,
    /// The groups that it is inside of.
    #[serde(default)]
    pub parents: Vec<GroupId>,
    /// The policy that it has, with its rank.
    #[serde(default)]
    pub assignment: Option<GroupAssignment>,
    /// Every assignment to a group, when it has a policy: its place among the others.
    #[serde(default)]
    pub ranking: Vec<GroupAssignment>,
}

impl GroupDocument {
    /// A group alone.
    pub fn of(group: &Group) -> Self {
        Self {
            id: group.id,
            display_name: group.display_name.clone(),
            kind: group.kind.clone(),
            mail: group.mail.clone(),
            children: Vec::new(),
            parents: Vec::new(),
            assignment: None,
            ranking: Vec::new(),
        }
    }

    /// A group with the groups inside it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn with_children(
        connection: &mut Connection<'_>,
        tenant: TenantId,
        group: &Group,
    ) -> Result<Self, StoreError> {
        let mut children: Vec<_> = store::children(connection, tenant, group.id)
            .await?
            .iter()
            .map(|child| child.id)
            .collect();
        children.sort_unstable();
        Ok(Self {
            children,
            ..Self::of(group)
        })
    }

    /// The group as change `revision` writes it.
    pub fn group(&self, revision: Revision) -> Group {
        Group {
            id: self.id,
            display_name: self.display_name.clone(),
            kind: self.kind.clone(),
            mail: self.mail.clone(),
            people: 0,
            revision,
        }
    }
}
