//! The direct members of a group.

use super::change::{GroupChange, GroupImpact, of_change};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::group_member::{self, Which};
use forecourt_store::person::Person;
use forecourt_store::{assignment, group};
use std::collections::HashSet;

/// How many people a page has.
const PAGE_SIZE: usize = 50;

/// A page of members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberPage {
    /// The people, by name.
    pub people: Vec<Person>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A change of members that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembersChanged {
    /// Its number; `None` when nothing had to be changed.
    pub revision: Option<Revision>,
    /// How many people came or went.
    pub people: u64,
    /// How many were left out: members already, no members, or not in the directory.
    pub left_out: u64,
    /// What it did to people.
    pub impact: GroupImpact,
}

fn read(after: &str) -> Option<(String, PersonId)> {
    let bytes = URL_SAFE_NO_PAD.decode(after).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, name) = text.split_once(' ')?;
    (!name.contains('\0')).then_some((name.to_owned(), id.parse().ok()?))
}

fn write(person: &Person) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", person.id, fold(person.shown_name())))
}

pub(super) async fn page(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    which: Which,
    after: Option<&str>,
) -> Result<MemberPage, ServiceError> {
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    super::get::require(&mut connection, context, group).await?;
    let after = after.and_then(read);
    let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut people =
        group_member::people(&mut connection, context.tenant, group, which, after, limit).await?;
    let more = people.len() > PAGE_SIZE;
    people.truncate(PAGE_SIZE);
    let next = people.last().filter(|_| more).map(write);
    Ok(MemberPage { people, next })
}

/// A page of direct members, by name. A place of another list gives the first page.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn members(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    which: Which,
    after: Option<&str>,
) -> Result<MemberPage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    page(services, context, group, which, after).await
}

/// Each person once, in their order.
pub(super) fn distinct(people: &[PersonId]) -> Vec<PersonId> {
    let mut seen = HashSet::new();
    let first = people.iter().filter(|person| seen.insert(**person));
    first.copied().collect()
}

/// Makes people direct members. What the group gives counts for them at once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when the group is gone; [`ServiceError::Store`]. Nothing is
/// changed then.
pub async fn add_members(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    people: &[PersonId],
    reason: Option<String>,
) -> Result<MembersChanged, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let people = distinct(people);
    let change = GroupChange::AddMembers(group, people.clone());
    apply(services, context, &change, &people, reason).await
}

/// Ends memberships. What other groups or Global give counts at once.
///
/// # Errors
/// As [`add_members`].
pub async fn remove_members(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    people: &[PersonId],
    reason: Option<String>,
) -> Result<MembersChanged, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let people = distinct(people);
    let change = GroupChange::RemoveMembers(group, people.clone());
    apply(services, context, &change, &people, reason).await
}

async fn apply(
    services: &Services,
    context: &OpContext,
    change: &GroupChange,
    people: &[PersonId],
    reason: Option<String>,
) -> Result<MembersChanged, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let mut touched = super::get::require(&mut draft.connection(), context, change.group()).await?;
    let impact = of_change(&mut draft.connection(), context, &snapshot, change).await?;
    let (revision, tenant) = (draft.revision(), context.tenant);
    let adds = matches!(change, GroupChange::AddMembers(..));
    let mut connection = draft.connection();
    let done = if adds {
        group_member::add(&mut connection, tenant, touched.id, people, revision).await?
    } else {
        group_member::remove(&mut connection, tenant, touched.id, people, revision).await?
    };
    let asked = u64::try_from(people.len()).unwrap_or_default();
    let mut result = MembersChanged {
        revision: None,
        people: done,
        left_out: asked.saturating_sub(done),
        impact,
    };
    if done == 0 {
        return Ok(result);
    }
    assignment::recompute(&mut connection, tenant, people, revision).await?;
    touched.revision = revision;
    group::upsert(&mut connection, tenant, &touched, context.now).await?;
    let (word, name) = (done.to_string(), touched.display_name.clone());
    let field = if adds {
        FieldChange::new("Members added", None, Some(word))
    } else {
        FieldChange::new("Members removed", Some(word), None)
    };
    let record = Record {
        action: Action::GroupMembersChanged,
        target: Target::new(TargetKind::Group, touched.id, name),
        detail: Detail {
            fields: vec![field],
            impact: Some(result.impact.impact.clone()),
            ..Detail::default()
        },
        reason,
        undoes: None,
    };
    result.revision = Some(draft.commit(record, &[]).await?);
    Ok(result)
}
