//! Taking an import back: settings, policies, direct assignments and people, all of it or nothing.

use super::import_groups::GroupsRestore;
use super::import_people::{Removed, assigned, people, refuse_held};
use super::plan::{UndoPlan, depends, document, kept, read, three_way};
use super::policies::{refuse_given, refuse_taken};
use super::restore::Restore;
use super::{assignments, import_effect, import_groups};
use crate::activity::Entry;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::material::{DirectoryChange, GroupsSide, ImportSide};
use crate::organization::describe::{differences, organization_values, policy_values};
use crate::snapshot::{Move, Snapshot};
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::{Connection, settings, touched};

/// What taking an import back writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRestore {
    /// The settings, when the import had changed them.
    pub settings: Option<OrganizationSettings>,
    /// Policies as they were.
    pub edited: Vec<Policy>,
    /// Policies that are deleted, because the import had added them.
    pub deleted: Vec<Policy>,
    /// Policies that come back, because taking an import back had deleted them.
    pub added: Vec<Policy>,
    /// What happens to people of the directory.
    pub people: Vec<DirectoryChange>,
    /// How many direct assignments are put back.
    pub assignments: u64,
    /// What happens to groups.
    pub groups: Option<GroupsRestore>,
}

/// What the audit trail says when an import changed groups.
const OF_GROUPS: [&str; 5] = [
    "Groups added",
    "Groups changed",
    "Members added",
    "Members removed",
    "Groups with a policy",
];

/// What the audit trail says when a file answered a rollout.
const OF_ROLLOUTS: &str = "Answer to a rollout";

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    if entry.detail.after.is_none() {
        let message = "This import was made before Forecourt kept what taking it back needs. Import the earlier files \
                       again, or change what differs.";
        return Err(ServiceError::refused("not-undoable", message));
    }
    let mut names = entry.detail.fields.iter().map(|field| field.name.as_str());
    let of_groups = names.find(|name| OF_GROUPS.contains(name)).map(str::to_lowercase);
    if entry.detail.fields.iter().any(|field| field.name == OF_ROLLOUTS) {
        let message = "This change answered a rollout too, and that is not taken back with it. Answer again on the message, \
                       and apply the earlier file.";
        return Err(ServiceError::refused("import-answered-rollout", message));
    }
    let was: ImportSide = kept(entry.detail.before.as_ref())?;
    let is: ImportSide = kept(entry.detail.after.as_ref())?;
    if let Some(name) = of_groups.filter(|_| is.groups.is_none() && was.groups.is_none()) {
        let message = format!(
            "This import changed groups too ({name}), and was made before Forecourt kept what taking those back needs. \
             Import the earlier files of groups again, or change the groups on their pages."
        );
        return Err(ServiceError::refused("import-changed-groups", message));
    }
    let mut done = ImportRestore::default();
    let mut now = ImportSide::default();
    let mut fields = Vec::new();
    if let (Some(before), Some(after)) = (&was.settings, &is.settings) {
        let (current, _) = settings::find(connection, context.tenant)
            .await?
            .unwrap_or_default();
        let sides = (document(before), document(after));
        let sides = (sides.0.unwrap_or_default(), sides.1.unwrap_or_default());
        let restored: OrganizationSettings = read(three_way(revision, (&sides.0, &sides.1), &current, "")?)?;
        fields.extend(differences(
            &organization_values(&current),
            &organization_values(&restored),
        ));
        now.settings = Some(current);
        done.settings = Some(restored);
    }
    policies(snapshot, revision, (&was, &is), &mut done, &mut now, &mut fields)?;
    for policy in &done.added {
        refuse_taken(connection, context, revision, policy).await?;
    }
    let removed = people(connection, context, revision, &mut done).await?;
    let touched = touched::summary(connection, context.tenant, revision).await?;
    assigned(connection, context, snapshot, revision, &touched, &done).await?;
    done.assignments = touched.iter().map(|some| some.people).sum();
    let sides = (
        was.groups.clone().unwrap_or_default(),
        is.groups.clone().unwrap_or_default(),
    );
    let with_groups = was.groups.is_some() || is.groups.is_some();
    let mut after_groups = None;
    let impact = if with_groups {
        let sides = (&sides.0, &sides.1);
        let (groups, side) =
            import_groups::plan(connection, context, snapshot, revision, sides, &done).await?;
        now.groups = Some(side);
        after_groups = was.groups.clone().or_else(|| Some(GroupsSide::default()));
        done.groups = Some(groups);
        refuse_ranked(revision, snapshot, &done)?;
        import_effect::impact_of(connection, context, snapshot, revision, &done).await?
    } else {
        for policy in &done.deleted {
            refuse_given(connection, context, snapshot, revision, policy).await?;
            refuse_held(connection, context, revision, policy, &touched).await?;
        }
        let moves = assignments::moves(connection, context, revision).await?;
        impact_of(snapshot, &done, &moves, &removed)
    };
    counted(&mut fields, &done);
    let mut left = done.clone();
    left.people.clear();
    Ok(UndoPlan {
        impact,
        fields,
        before: document(&now),
        after: document(&ImportSide {
            settings: done.settings.clone(),
            policies: left
                .edited
                .into_iter()
                .chain(left.added)
                .map(|policy| (policy.id, policy))
                .collect(),
            groups: after_groups,
        }),
        entry,
        restore: Restore::Import(Box::new(done)),
    })
}

/// Refuses when a group would have a policy that goes.
fn refuse_ranked(revision: Revision, snapshot: &Snapshot, done: &ImportRestore) -> Result<(), ServiceError> {
    let restored = done.groups.as_ref().and_then(|groups| groups.ranking.clone());
    let ranking = restored.unwrap_or_else(|| snapshot.group_assignments());
    let gone = done
        .deleted
        .iter()
        .find(|policy| ranking.iter().any(|row| row.policy == policy.id));
    let Some(policy) = gone else { return Ok(()) };
    let what = format!("a group would have the policy {}, which it added", policy.name);
    Err(depends(revision, &what, Vec::new()))
}

/// What becomes of the policies that the import changed, added, or (taking one back) deleted.
fn policies(
    snapshot: &Snapshot,
    revision: Revision,
    (was, is): (&ImportSide, &ImportSide),
    done: &mut ImportRestore,
    now: &mut ImportSide,
    fields: &mut Vec<FieldChange>,
) -> Result<(), ServiceError> {
    for (id, after) in &is.policies {
        let Some(current) = snapshot.policy(*id) else {
            let what = format!("the policy {} was deleted since", after.name);
            return Err(depends(revision, &what, Vec::new()));
        };
        now.policies.insert(*id, current.clone());
        let Some(before) = was.policies.get(id) else {
            if current.settings != after.settings {
                let what = format!("the policy {} was changed since", current.name);
                return Err(depends(revision, &what, vec![current.revision]));
            }
            let name = format!("Policy {}", current.name);
            fields.push(FieldChange::new(name, Some("added".to_owned()), None));
            done.deleted.push(current.clone());
            continue;
        };
        let sides = (document(&before.settings), document(&after.settings));
        let sides = (sides.0.unwrap_or_default(), sides.1.unwrap_or_default());
        let whose = format!("{}: ", current.name);
        let settings = read(three_way(
            revision,
            (&sides.0, &sides.1),
            &current.settings,
            &whose,
        )?)?;
        let changed = differences(&policy_values(&current.settings), &policy_values(&settings));
        fields.extend(changed.into_iter().map(|field| {
            let name = format!("{}, {}", current.name, field.name);
            FieldChange::new(name, field.before, field.after)
        }));
        done.edited.push(Policy {
            settings,
            ..current.clone()
        });
    }
    for (id, before) in was
        .policies
        .iter()
        .filter(|(id, _)| !is.policies.contains_key(*id))
    {
        if snapshot.policy(*id).is_some() {
            let what = format!("the policy {} is there again", before.name);
            return Err(depends(revision, &what, Vec::new()));
        }
        let name = format!("Policy {}", before.name);
        fields.push(FieldChange::new(name, None, Some("added".to_owned())));
        done.added.push(before.clone());
    }
    Ok(())
}

fn counted(fields: &mut Vec<FieldChange>, done: &ImportRestore) {
    let mut count = |name: &str, number: usize, removed: bool| {
        let word = (number > 0).then(|| number.to_string());
        if let Some(word) = word {
            fields.push(if removed {
                FieldChange::new(name, Some(word), None)
            } else {
                FieldChange::new(name, None, Some(word))
            });
        }
    };
    let of =
        |wanted: fn(&DirectoryChange) -> bool| done.people.iter().filter(|change| wanted(change)).count();
    count(
        "People added",
        of(|change| matches!(change, DirectoryChange::Added(..))),
        false,
    );
    count(
        "People changed",
        of(|change| matches!(change, DirectoryChange::Changed(_))),
        false,
    );
    count(
        "People with other phone numbers",
        of(|change| matches!(change, DirectoryChange::PhoneNumbers(_))),
        false,
    );
    count(
        "People taken out",
        of(|change| matches!(change, DirectoryChange::Removed(_))),
        true,
    );
    if let Some(groups) = &done.groups {
        count("Groups written", groups.written.len(), false);
        count("Groups taken out", groups.removed.len(), true);
        count(
            "Memberships that begin again",
            groups.joins.iter().map(|(_, people)| people.len()).sum(),
            false,
        );
        count(
            "Memberships that end",
            groups.leaves.iter().map(|(_, people)| people.len()).sum(),
            true,
        );
        count(
            "Policies of groups",
            groups.ranking.as_ref().map_or(0, Vec::len),
            false,
        );
    }
    count(
        "Direct assignments changed",
        usize::try_from(done.assignments).unwrap_or(usize::MAX),
        false,
    );
}

/// What it does to those who stay in the directory. People who come or go gain and lose nothing.
fn impact_of(snapshot: &Snapshot, done: &ImportRestore, moves: &[Move], removed: &Removed) -> Impact {
    let off = Switches {
        access: false,
        inbound: false,
    };
    let stored = |id: PolicyId| {
        snapshot
            .policy(id)
            .map_or(off, |policy| policy.settings.switches())
    };
    let after = |id: PolicyId| {
        let changed = done
            .edited
            .iter()
            .chain(&done.added)
            .find(|policy| policy.id == id);
        changed.map_or_else(|| stored(id), |policy| policy.settings.switches())
    };
    let edited = |id: PolicyId| {
        if done.edited.iter().any(|policy| policy.id == id) {
            PolicyChange::Edited
        } else {
            PolicyChange::Same
        }
    };
    // Whoever is taken out goes to Global on the way, without a group.
    let mut left = removed.clone();
    let mut going = Vec::with_capacity(moves.len());
    for moved in moves {
        let leaving = left.get_mut(&moved.from).filter(|_| moved.to == PolicyId::GLOBAL);
        let out = leaving.map_or(0, |waiting| {
            let out = (*waiting).min(moved.people);
            *waiting -= out;
            out
        });
        going.push((moved.people - out, moved));
    }
    let count = |from: (PolicyId, SourceKind)| {
        let moving: u64 = going
            .iter()
            .filter(|(_, moved)| moved.from == from)
            .map(|(people, _)| people)
            .sum();
        moving + removed.get(&from).copied().unwrap_or_default()
    };
    let staying = snapshot.counts.iter().map(|entry| Cohort {
        people: entry.people.saturating_sub(count((entry.policy, entry.source))),
        source: entry.source,
        before: stored(entry.policy),
        after: after(entry.policy),
        policy: entry.policy,
        change: edited(entry.policy),
    });
    let moving = going.iter().map(|(people, moved)| Cohort {
        people: *people,
        source: moved.from.1,
        before: stored(moved.from.0),
        after: after(moved.to),
        policy: moved.from.0,
        change: if moved.to == moved.from.0 {
            edited(moved.to)
        } else {
            PolicyChange::Replaced
        },
    });
    let cohorts: Vec<_> = staying.chain(moving).collect();
    let settings = done.settings.as_ref().unwrap_or(&snapshot.settings);
    impact(
        (true, snapshot.settings.switches()),
        (true, settings.switches()),
        &cohorts,
    )
}
