//! The people whom a change touched.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::{Connection, as_of, change, person, touched as store};

/// What a change did to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The direct assignment went from one policy to another, by name; `None`: none is assigned.
    Assigned {
        /// Before.
        before: Option<String>,
        /// After.
        after: Option<String>,
    },
    /// Became a direct member of the group.
    Joined,
    /// Stopped being a direct member of the group.
    Left,
}

/// A person whom a change touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Who.
    pub person: PersonId,
    /// The name to show, and the sign-in name; `None` for somebody who is not in the directory any more.
    pub name: Option<(String, String)>,
    /// What it did.
    pub what: What,
}

/// Some of the people whom a change touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TouchedPage {
    /// These, by identifier.
    pub people: Vec<Touched>,
    /// How many there are.
    pub total: u64,
    /// Where the next ones begin, when there are more.
    pub next: Option<PersonId>,
}

/// At most `limit` of the people whom change `revision` touched, with all its parts, after the person `after`.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn touched(
    services: &Services,
    context: &OpContext,
    revision: Revision,
    after: Option<PersonId>,
    limit: u32,
) -> Result<TouchedPage, ServiceError> {
    context.require(Permission::ReadActivity)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let found = change::find(&mut connection, context.tenant, revision).await?;
    let change = found.ok_or(ServiceError::NotFound { what: "change" })?;
    let group: Option<GroupId> = Some(&change)
        .filter(|change| change.target_kind == "group")
        .and_then(|change| change.target_id.parse().ok());
    if let Some(group) = group {
        return members(&mut connection, context, (revision, group), after, limit).await;
    }
    assigned(&mut connection, context, &snapshot, revision, after, limit).await
}

fn page(mut people: Vec<Touched>, total: u64, limit: u32) -> TouchedPage {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = people.len() > limit;
    people.truncate(limit);
    let next = people.last().map(|touched| touched.person).filter(|_| more);
    TouchedPage { people, total, next }
}

async fn assigned(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    after: Option<PersonId>,
    limit: u32,
) -> Result<TouchedPage, ServiceError> {
    let groups = store::summary(connection, context.tenant, revision).await?;
    let total = groups.iter().map(|some| some.people).sum();
    let found = store::people(connection, context.tenant, revision, after, i64::from(limit) + 1).await?;
    let name = |id: Option<PolicyId>| {
        let named = |id: PolicyId| {
            snapshot.policy(id).map_or_else(
                || "A policy that has been deleted".to_owned(),
                |policy| policy.name.to_string(),
            )
        };
        id.map(named)
    };
    let people = found
        .into_iter()
        .map(|person| Touched {
            person: person.person,
            name: person.name,
            what: What::Assigned {
                before: name(person.before),
                after: name(person.after),
            },
        })
        .collect();
    Ok(page(people, total, limit))
}

async fn members(
    connection: &mut Connection<'_>,
    context: &OpContext,
    (revision, group): (Revision, GroupId),
    after: Option<PersonId>,
    limit: u32,
) -> Result<TouchedPage, ServiceError> {
    let began = as_of::began(connection, context.tenant, group, revision).await?;
    let ended = as_of::ended(connection, context.tenant, group, revision).await?;
    let mut all: Vec<_> = began
        .into_iter()
        .map(|(person, _)| (person, What::Joined))
        .chain(ended.into_iter().map(|member| (member.person, What::Left)))
        .collect();
    all.sort_by_key(|(person, _)| *person);
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let wanted: Vec<_> = all
        .into_iter()
        .filter(|(person, _)| after.is_none_or(|after| *person > after))
        .take(usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1))
        .collect();
    let ids: Vec<_> = wanted.iter().map(|(person, _)| *person).collect();
    let found = person::find_many(connection, context.tenant, &ids).await?;
    let people = wanted
        .into_iter()
        .map(|(person, what)| {
            let known = found.iter().find(|known| known.id == person);
            Touched {
                person,
                name: known.map(|known| (known.shown_name().to_owned(), known.user_principal_name.clone())),
                what,
            }
        })
        .collect();
    Ok(page(people, total, limit))
}
