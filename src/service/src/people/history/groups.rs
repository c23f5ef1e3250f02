//! What groups did to one person's access: memberships, and the policies and ranks of those groups.

use super::{HistoryEntry, LOOKED_AT, entry};
use crate::change::{Action, Detail, FieldChange};
use crate::snapshot::Snapshot;
use forecourt_model::access::GroupAssignment;
use forecourt_model::{GroupId, PersonId, Revision, TenantId};
use forecourt_store::group_member::{self, Membership};
use forecourt_store::version::{self, Item};
use forecourt_store::{Connection, StoreError, as_of, change};

/// How many memberships are looked at, the newest first.
const MEMBERSHIPS: usize = 20;

/// The changes of a group that change what it gives to its members.
const RANKS: [Action; 3] = [
    Action::GroupPolicyAssigned,
    Action::GroupPolicyUnassigned,
    Action::GroupMoved,
];

pub(super) async fn of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    person: PersonId,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let memberships = group_member::history(connection, tenant, person).await?;
    let mut entries = Vec::new();
    for membership in memberships.iter().take(MEMBERSHIPS) {
        let joined = (membership.group, membership.from, membership.from);
        entries.extend(membership_entry(connection, tenant, snapshot, joined, true).await?);
        if let Some(until) = membership.until {
            // A group that was removed had its policy until then.
            let left = (membership.group, until, Revision(until.0 - 1));
            entries.extend(membership_entry(connection, tenant, snapshot, left, false).await?);
        }
        entries.extend(ranks(connection, tenant, membership).await?);
    }
    Ok(entries)
}

/// Joining or leaving a group that had a policy once change `ranked` was made.
async fn membership_entry(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    (group, revision, ranked): (GroupId, Revision, Revision),
    joined: bool,
) -> Result<Option<HistoryEntry>, StoreError> {
    let ranking: Option<Vec<GroupAssignment>> = version::at(connection, tenant, Item::Ranking, ranked)
        .await?
        .and_then(|version| version.document);
    let rows = ranking.unwrap_or_default();
    let Some(row) = rows.iter().find(|row| row.group == group) else {
        return Ok(None);
    };
    let Some(made) = as_of::whole(connection, tenant, revision).await? else {
        return Ok(None);
    };
    let id = group.to_string();
    let name = as_of::name(connection, tenant, ("group", &id), revision).await?;
    let name = match name {
        Some(name) => name,
        None => forecourt_store::group::find(connection, tenant, group)
            .await?
            .map_or(id, |group| group.display_name),
    };
    let policy = snapshot.policy(row.policy).map_or_else(
        || "a policy that has been deleted".to_owned(),
        |policy| policy.name.to_string(),
    );
    let gives = Some(format!("{policy}, rank {}", row.rank));
    let words = format!("Member of {name}");
    let field = if joined {
        FieldChange::new(words, None, gives)
    } else {
        FieldChange::new(words, gives, None)
    };
    let made = entry(made, vec![field]);
    Ok(Some(HistoryEntry {
        state: revision,
        ..made
    }))
}

/// Changes of what the group gives, while the person was a member.
async fn ranks(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    membership: &Membership,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let id = membership.group.to_string();
    let changes = change::of_target(connection, tenant, "group", &id, LOOKED_AT).await?;
    let during = |revision: Revision| {
        revision > membership.from && membership.until.is_none_or(|until| revision < until)
    };
    let entries = changes
        .into_iter()
        .filter(|change| during(change.revision))
        .filter(|change| RANKS.iter().any(|action| action.code() == change.action))
        .filter_map(|change| {
            let detail: Detail = serde_json::from_str(&change.detail).ok()?;
            Some(entry(change, detail.fields))
        });
    Ok(entries.collect())
}
