//! What happened to one person's access.

mod groups;

use crate::change::{Action, Detail, FieldChange};
use crate::snapshot::Snapshot;
use forecourt_model::settings::SettingKey;
use forecourt_model::{AdministratorId, PolicyId, Revision, TenantId};
use forecourt_store::change::{self, Change};
use forecourt_store::person::Person;
use forecourt_store::person_history::{self, PersonChange};
use forecourt_store::{Connection, StoreError};
use time::OffsetDateTime;

/// How many changes are looked at, of each kind, and how many are shown.
const LOOKED_AT: i64 = 30;
const SHOWN: usize = 20;

/// The settings that decide what a person may do.
const DECIDING: [SettingKey; 4] = [
    SettingKey::AllowTeamsConsumer,
    SettingKey::AllowTeamsConsumerInbound,
    SettingKey::EnableTeamsConsumerAccess,
    SettingKey::EnableTeamsConsumerInbound,
];

/// Something that happened to a person's access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The change; of a change over many people the whole.
    pub revision: Revision,
    /// The change, or the part of it, after which this person's state is to be looked at.
    pub state: Revision,
    /// When.
    pub at: OffsetDateTime,
    /// Who; `None` for commands and the software itself.
    pub actor_id: Option<AdministratorId>,
    /// The name of who did it.
    pub actor_name: String,
    /// What was done.
    pub action: Option<Action>,
    /// To what, by name: the person, a policy, the organization settings.
    pub target_name: String,
    /// What differs for this person.
    pub fields: Vec<FieldChange>,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// The change that took it back.
    pub undone_by: Option<Revision>,
}

fn entry(change: Change, fields: Vec<FieldChange>) -> HistoryEntry {
    HistoryEntry {
        revision: change.revision,
        state: change.revision,
        at: change.occurred_at,
        actor_id: change.actor_id,
        actor_name: change.actor_name,
        action: Action::from_code(&change.action),
        target_name: change.target_name,
        fields,
        reason: change.reason,
        undone_by: change.undone_by,
    }
}

fn own(snapshot: &Snapshot, made: PersonChange) -> HistoryEntry {
    let name = |policy: PolicyId| {
        let deleted = || "a policy that has been deleted".to_owned();
        snapshot
            .policy(policy)
            .map_or_else(deleted, |policy| policy.name.to_string())
    };
    let field = |(before, after): (Option<PolicyId>, Option<PolicyId>)| {
        FieldChange::new("ExternalAccessPolicy", before.map(name), after.map(name))
    };
    // Where the policy stays, something else about the assignment changed, and the change says what.
    let stays = made.assignment.is_some_and(|(before, after)| before == after);
    let fields = if stays {
        serde_json::from_str::<Detail>(&made.change.detail)
            .map(|detail| detail.fields)
            .unwrap_or_default()
    } else {
        made.assignment.map(field).into_iter().collect()
    };
    let state = made.made_by;
    HistoryEntry {
        state,
        ..entry(made.change, fields)
    }
}

/// A change of the organization's settings or of the person's policy, when it touched a setting that decides.
fn of_a_level(change: Change) -> Option<HistoryEntry> {
    let detail: Detail = serde_json::from_str(&change.detail).ok()?;
    let decides = |field: &FieldChange| DECIDING.iter().any(|key| key.name() == field.name);
    let fields: Vec<_> = detail.fields.into_iter().filter(decides).collect();
    (!fields.is_empty()).then(|| entry(change, fields))
}

/// Where something of the same change happened in several ways, it is one entry.
fn merged(mut entries: Vec<HistoryEntry>) -> Vec<HistoryEntry> {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.revision));
    let mut all: Vec<HistoryEntry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match all.last_mut().filter(|last| last.revision == entry.revision) {
            Some(last) => {
                let new = |field: &FieldChange| !last.fields.contains(field);
                let fields: Vec<_> = entry.fields.into_iter().filter(new).collect();
                last.fields.extend(fields);
            }
            None => all.push(entry),
        }
    }
    all.truncate(SHOWN);
    all
}

/// What happened to the access of `person`, newest first: their assignments, memberships of groups with a policy,
/// changes of those policies and ranks, changes of the organization's deciding settings, and those of the policy that
/// counts for them, as far as it has counted for them since.
pub(super) async fn of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    person: &Person,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let own_changes = person_history::of_person(connection, tenant, person.id, LOOKED_AT).await?;
    let assigned_at = own_changes
        .iter()
        .find(|made| made.assignment.is_some())
        .map_or(Revision(0), |made| made.made_by);
    let policy = person.effective_policy.to_string();
    let settings = change::of_target(connection, tenant, "settings", "organization", LOOKED_AT).await?;
    let policies = change::of_target(connection, tenant, "policy", &policy, LOOKED_AT).await?;
    let of_the_policy = policies
        .into_iter()
        .filter(|change| change.revision > assigned_at);
    let mut entries: Vec<_> = own_changes.into_iter().map(|made| own(snapshot, made)).collect();
    entries.extend(settings.into_iter().chain(of_the_policy).filter_map(of_a_level));
    entries.extend(groups::of(connection, tenant, snapshot, person.id).await?);
    Ok(merged(entries))
}
