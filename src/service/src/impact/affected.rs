//! The people whose answers a change would change.

use super::plan::{Plan, Whom};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_model::access::{Access, SourceKind};
use forecourt_model::authority::Permission;
use forecourt_store::assignment::{MovedPerson, Moves, moved_people};
use forecourt_store::cohort::PolicyCount;
use forecourt_store::person::{self, Person};
use forecourt_store::person_list::{self, Cohort, Guide, Order, PersonFilter, Position, Walk};
use forecourt_store::{Connection, person_list::PersonPage};
use std::collections::HashMap;

/// How many people a page names.
const NAMED: usize = 20;

/// How many people are looked at in one statement at least.
const LOOKED_AT: usize = 1_000;

/// What counts for a person, on one side of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The name of their policy.
    pub policy: String,
    /// Where it comes from.
    pub source: SourceKind,
    /// What they may do.
    pub access: Access,
}

/// A person whose answers would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffectedPerson {
    /// Who.
    pub person: Person,
    /// What counts for them now.
    pub before: Standing,
    /// What would count for them.
    pub after: Standing,
}

/// Where the next piece of a list of affected people begins.
#[derive(Clone, Debug)]
pub struct Place(At);

#[derive(Clone, Debug)]
enum At {
    /// After the person with these sort values.
    Listed(Vec<String>),
    /// After this person.
    Moved(MovedPerson),
}

/// The first people whose answers `plan` changes, by name: as many as a page names.
///
/// # Errors
/// As [`affected`].
pub async fn first(
    services: &Services,
    context: &OpContext,
    plan: &Plan,
) -> Result<Vec<AffectedPerson>, ServiceError> {
    Ok(affected(services, context, plan, None, NAMED).await?.0)
}

/// At most `size` of the people whose answers `plan` changes, by name, from `place` on, and where the next piece
/// begins; `None` at the end. A piece may be shorter than `size` and still not be the last.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn affected(
    services: &Services,
    context: &OpContext,
    plan: &Plan,
    place: Option<Place>,
    size: usize,
) -> Result<(Vec<AffectedPerson>, Option<Place>), ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let connection = &mut connection;
    match &plan.people {
        Whom::Moves(moves) => by_moves(connection, context, plan, moves, place, size).await,
        Whom::Nobody => by_policy(connection, context, plan, place, size).await,
        Whom::Listed(_) => by_person(connection, context, plan, place, size).await,
    }
}

/// The cohorts of the policies that are asked for.
fn cohorts(snapshot: &Snapshot, filter: &PersonFilter) -> Vec<Cohort> {
    let asked = |policy: &PolicyId| {
        filter
            .policies
            .as_ref()
            .is_none_or(|asked| asked.contains(policy))
    };
    let counts = snapshot.counts.iter().filter(|count| asked(&count.policy));
    let cohort = |count: &PolicyCount| Cohort {
        policy: count.policy,
        source: count.source,
        sort_key: String::new(),
    };
    counts.map(cohort).collect()
}

async fn page(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    policies: Option<Vec<PolicyId>>,
    key: Option<Vec<String>>,
    size: usize,
) -> Result<PersonPage, ServiceError> {
    let filter = PersonFilter {
        policies,
        ..PersonFilter::default()
    };
    let position = key.map_or(Position::Start, Position::After);
    let size = u32::try_from(size).unwrap_or(u32::MAX);
    let (tenant, order) = (context.tenant, Order::default());
    let guide = Guide {
        walk: if filter.policies.is_some() {
            Walk::Cohorts
        } else {
            Walk::Order
        },
        cohorts: &cohorts(snapshot, &filter),
        commonness: None,
        stretches: &[],
    };
    Ok(person_list::page(connection, tenant, &filter, order, &position, size, &guide).await?)
}

fn listed(place: Option<Place>) -> Option<Vec<String>> {
    match place?.0 {
        At::Listed(key) => Some(key),
        At::Moved(_) => None,
    }
}

/// Settings and policies decide by the effective policy alone: the people of those whose answers differ.
async fn by_policy(
    connection: &mut Connection<'_>,
    context: &OpContext,
    plan: &Plan,
    place: Option<Place>,
    size: usize,
) -> Result<(Vec<AffectedPerson>, Option<Place>), ServiceError> {
    let policies = plan.snapshot.policies.iter().map(|policy| policy.id);
    let differ = policies.filter(|id| plan.access_before(*id) != plan.access_after(*id));
    let page = page(
        connection,
        context,
        &plan.snapshot,
        Some(differ.collect()),
        listed(place),
        size,
    )
    .await?;
    let next = next_of(&page);
    let people = page
        .people
        .into_iter()
        .filter_map(|listed| standing_by_policy(plan, listed.person))
        .collect();
    Ok((people, next))
}

fn next_of(page: &PersonPage) -> Option<Place> {
    let last = page.people.last().filter(|_| page.has_after);
    last.map(|last| Place(At::Listed(last.key.clone())))
}

fn before(plan: &Plan, policy: PolicyId, source: SourceKind) -> Standing {
    Standing {
        policy: plan.name(policy),
        source,
        access: plan.access_before(policy),
    }
}

/// A person who keeps their policy, if their answers differ.
fn standing_by_policy(plan: &Plan, person: Person) -> Option<AffectedPerson> {
    let (policy, source) = (person.effective_policy, person.effective_source);
    let before = before(plan, policy, source);
    let after = Standing {
        access: plan.access_after(policy),
        ..before.clone()
    };
    (before.access != after.access).then_some(AffectedPerson {
        person,
        before,
        after,
    })
}

/// Some keep their policy and some get another one: everybody is looked at.
async fn by_person(
    connection: &mut Connection<'_>,
    context: &OpContext,
    plan: &Plan,
    place: Option<Place>,
    size: usize,
) -> Result<(Vec<AffectedPerson>, Option<Place>), ServiceError> {
    let mut place = listed(place);
    let mut found = Vec::new();
    loop {
        let page = page(
            connection,
            context,
            &plan.snapshot,
            None,
            place.take(),
            size.max(LOOKED_AT),
        )
        .await?;
        let next = next_of(&page);
        for listed_person in page.people {
            let key = listed_person.key;
            found.extend(standing_listed(plan, listed_person.person));
            if found.len() >= size {
                return Ok((found, Some(Place(At::Listed(key)))));
            }
        }
        match listed(next) {
            Some(key) => place = Some(key),
            None => return Ok((found, None)),
        }
    }
}

fn standing_listed(plan: &Plan, person: Person) -> Option<AffectedPerson> {
    let Whom::Listed(people) = &plan.people else {
        return None;
    };
    let Some((policy, switches, source)) = people.get(&person.id) else {
        return standing_by_policy(plan, person);
    };
    let before = before(plan, person.effective_policy, person.effective_source);
    let after = Standing {
        policy: policy.clone(),
        source: *source,
        access: plan.access_with(*switches),
    };
    (before.access != after.access).then_some(AffectedPerson {
        person,
        before,
        after,
    })
}

async fn by_moves(
    connection: &mut Connection<'_>,
    context: &OpContext,
    plan: &Plan,
    moves: &Moves,
    place: Option<Place>,
    size: usize,
) -> Result<(Vec<AffectedPerson>, Option<Place>), ServiceError> {
    let limit = size.max(LOOKED_AT);
    let mut last = match place {
        Some(Place(At::Moved(person))) => Some(person),
        _ => None,
    };
    let mut found = Vec::new();
    let mut more = true;
    while more && found.len() < size {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let slice = moved_people(connection, context.tenant, moves, last.as_ref(), most).await?;
        more = slice.len() == limit;
        for moved in slice {
            if found.len() >= size {
                more = true;
                break;
            }
            last = Some(moved.clone());
            if plan.access_before(moved.from.0) != plan.access_after(moved.to.0) {
                found.push(moved);
            }
        }
    }
    let next = last.filter(|_| more).map(|last| Place(At::Moved(last)));
    Ok((with_names(connection, context, plan, found).await?, next))
}

async fn with_names(
    connection: &mut Connection<'_>,
    context: &OpContext,
    plan: &Plan,
    found: Vec<MovedPerson>,
) -> Result<Vec<AffectedPerson>, ServiceError> {
    let ids: Vec<_> = found.iter().map(|moved| moved.person).collect();
    let people = person::find_many(connection, context.tenant, &ids).await?;
    let mut people: HashMap<_, _> = people.into_iter().map(|person| (person.id, person)).collect();
    let standing = |moved: MovedPerson| {
        let person = people.remove(&moved.person)?;
        let after = Standing {
            policy: plan.name(moved.to.0),
            source: moved.to.1,
            access: plan.access_after(moved.to.0),
        };
        Some(AffectedPerson {
            person,
            before: before(plan, moved.from.0, moved.from.1),
            after,
        })
    };
    Ok(found.into_iter().filter_map(standing).collect())
}
