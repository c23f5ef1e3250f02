//! Taking a person out of the directory.

use super::document::PersonDocument;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::Saved;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::{self as store, Person};

/// What removing a person does.
#[derive(Clone, Debug)]
pub struct Removal {
    /// Who.
    pub person: Person,
    /// The name of the policy that is assigned to them directly.
    pub direct_policy: Option<String>,
    /// How many groups they are a direct member of.
    pub groups: usize,
    /// How many identities for chat servers they have.
    pub identities: usize,
    /// What they lose. Nobody else gains or loses anything.
    pub impact: Impact,
}

const NOTHING: Switches = Switches {
    access: false,
    inbound: false,
};

/// What it does that somebody with this policy from this source comes into the directory or leaves it, over everybody
/// who is there with them.
pub(crate) fn impact_of_one(
    snapshot: &Snapshot,
    (policy, source): (PolicyId, SourceKind),
    comes: bool,
) -> Impact {
    let switches = |id: PolicyId| {
        snapshot
            .policy(id)
            .map_or(NOTHING, |policy| policy.settings.switches())
    };
    let others = snapshot.counts.iter().map(|count| {
        let same = switches(count.policy);
        let is_own = !comes && (count.policy, count.source) == (policy, source);
        Cohort {
            people: count.people.saturating_sub(u64::from(is_own)),
            source: count.source,
            before: same,
            after: same,
            policy: count.policy,
            change: PolicyChange::Same,
        }
    });
    let there = switches(policy);
    let own = Cohort {
        people: 1,
        source,
        before: if comes { NOTHING } else { there },
        after: if comes { there } else { NOTHING },
        policy,
        change: PolicyChange::Replaced,
    };
    let cohorts: Vec<_> = others.chain([own]).collect();
    let settings = (true, snapshot.settings.switches());
    impact(settings, settings, &cohorts)
}

fn fields(snapshot: &Snapshot, document: &PersonDocument) -> Vec<FieldChange> {
    let name = document
        .direct_policy
        .and_then(|id| snapshot.policy(id))
        .map(|policy| policy.name.to_string());
    let count = |number: usize| (number > 0).then(|| number.to_string());
    vec![
        FieldChange::new(
            "UserPrincipalName",
            Some(document.person.user_principal_name.clone()),
            None,
        ),
        FieldChange::new("ExternalAccessPolicy", name, None),
        FieldChange::new("Groups", count(document.groups.len()), None),
        FieldChange::new("Identities", count(document.identities.len()), None),
    ]
    .into_iter()
    .filter(|field| field.before.is_some())
    .collect()
}

/// What is said of a person who leaves; turned round of one who comes back.
pub(crate) fn removed_fields(
    snapshot: &Snapshot,
    document: &PersonDocument,
    comes: bool,
) -> Vec<FieldChange> {
    let turned = |field: FieldChange| FieldChange::new(field.name, field.after, field.before);
    let fields = fields(snapshot, document);
    if comes {
        return fields.into_iter().map(turned).collect();
    }
    fields
}

/// What removing a person would do.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Store`].
pub async fn preview_remove(
    services: &Services,
    context: &OpContext,
    id: PersonId,
) -> Result<Removal, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let found = store::find(&mut connection, context.tenant, id).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    let document = PersonDocument::of(&mut connection, context, &found).await?;
    let policy = found.direct_policy.and_then(|policy| snapshot.policy(policy));
    Ok(Removal {
        direct_policy: policy.map(forecourt_model::policy::Policy::display_name),
        groups: document.groups.len(),
        identities: document.identities.len(),
        impact: impact_of_one(&snapshot, (found.effective_policy, found.effective_source), false),
        person: found,
    })
}

/// Takes a person out of the directory, with their assignment, their memberships and their identities. What happened
/// to them stays in the audit trail. `expected` is the revision of the person that the decision was made from.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Conflict`] when somebody else changed the
/// person in between; [`ServiceError::Store`]. Nothing is changed then.
pub async fn remove(
    services: &Services,
    context: &OpContext,
    id: PersonId,
    expected: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let found = store::find(&mut draft.connection(), context.tenant, id).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    check_revision(&mut draft.connection(), context, expected, found.revision).await?;
    let document = PersonDocument::of(&mut draft.connection(), context, &found).await?;
    let counts = (found.effective_policy, found.effective_source);
    let impact = impact_of_one(&snapshot, counts, false);
    document.remove(&mut draft, context).await?;
    let record = Record {
        action: Action::PersonRemoved,
        target: Target::new(TargetKind::Person, id, found.shown_name()),
        detail: Detail {
            fields: removed_fields(&snapshot, &document, false),
            impact: Some(impact.clone()),
            before: serde_json::to_value(&document).ok(),
            after: None,
        },
        reason,
        undoes: None,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}
