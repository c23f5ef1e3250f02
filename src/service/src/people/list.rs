//! A page of people.

use super::cursor;
use super::filter::Filter;
use super::plan::{Known, Plan};
use super::survey::Survey;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::Revision;
use forecourt_model::access::Access;
use forecourt_model::authority::Permission;
use forecourt_store::person::Person;
use forecourt_store::person_list::{self as store, Guide, Order, Position};
use std::sync::Arc;

/// How many people a page has.
pub const PAGE_SIZE: u32 = 50;

/// Which page of which list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// The order.
    pub order: Order,
    /// The place, as a page before or after gave it; `None` for the first page.
    pub cursor: Option<String>,
}

/// A person in a list, with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// The person.
    pub person: Person,
    /// What they may do today.
    pub access: Access,
}

/// A page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The people, in order.
    pub rows: Vec<ListedPerson>,
    /// How many match the filter.
    pub total: u64,
    /// Whether that was counted. In a large directory, what many have is estimated.
    pub total_is_exact: bool,
    /// How many the directory has.
    pub everybody: u64,
    /// The number of the first row in the list, counted from 1; 0 when there are no rows.
    pub first: u64,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// The cursor of the page before.
    pub previous: Option<String>,
    /// Why the page is not the one that was asked for, as a sentence.
    pub notice: Option<&'static str>,
    /// The revision that the answers were made at.
    pub revision: Revision,
    /// The state that the answers were made from: names of policies, counts.
    pub snapshot: Arc<Snapshot>,
}

/// A page of the people that `filter` lets through. A cursor of another list gives the first page and says so.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    filter: &Filter,
    request: &PageRequest,
) -> Result<PeoplePage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let resolved = filter.resolve(&snapshot, context.now);
    let order = request.order;
    let asked = request.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let found = asked.map(|text| cursor::read(filter, order, text));
    let notice = matches!(found, Some(None)).then_some(cursor::FOREIGN);
    let (position, passed) = found.flatten().unwrap_or_default();

    let plan = Plan::of(services, &snapshot, &resolved, order, context.now).await?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let guide = Guide {
        walk: plan.walk,
        cohorts: &plan.cohorts,
        commonness: plan.survey.as_deref().map(Survey::commonness),
        stretches: &plan.stretches,
    };
    let page = store::page(
        &mut connection,
        context.tenant,
        &resolved,
        order,
        &position,
        PAGE_SIZE,
        &guide,
    )
    .await?;
    let (total, total_is_exact) = match plan.total {
        Known::Exactly(total) => (total, true),
        Known::About(total) => (total, false),
        Known::Countable => {
            let counted = store::count(&mut connection, context.tenant, &resolved, &guide).await?;
            (counted, true)
        }
    };
    drop(reader);

    let shown = u64::try_from(page.people.len()).unwrap_or_default();
    let before = match position {
        _ if !page.has_before => 0,
        Position::Start | Position::After(_) => passed,
        Position::Before(_) => passed.saturating_sub(shown),
    };
    let cursor_at = |position: Option<Position>, passed| {
        position.and_then(|position| cursor::write(filter, order, &position, passed))
    };
    let last = page.people.last().filter(|_| page.has_after);
    let first = page.people.first().filter(|_| page.has_before);
    let next = cursor_at(last.map(|last| Position::After(last.key.clone())), before + shown);
    let previous = cursor_at(first.map(|first| Position::Before(first.key.clone())), before);
    let access = |person: &Person| snapshot.access(person.effective_policy, context.now);
    Ok(PeoplePage {
        // What is on the page is there, whatever was estimated.
        total: total.max(before + shown),
        total_is_exact,
        everybody: snapshot.people(),
        first: if shown == 0 { 0 } else { before + 1 },
        next,
        previous,
        notice,
        revision: snapshot.revision(),
        rows: page
            .people
            .into_iter()
            .map(|listed| ListedPerson {
                access: access(&listed.person),
                person: listed.person,
            })
            .collect(),
        snapshot,
    })
}

/// The people of a list from the one after `after` on, for handing out a long list piece by piece. The key of the
/// last one is where the next piece begins; `None` at the end.
///
/// # Errors
/// As [`list`].
pub async fn slice(
    services: &Services,
    context: &OpContext,
    filter: &Filter,
    order: Order,
    after: Option<Vec<String>>,
    size: u32,
) -> Result<(Vec<ListedPerson>, Option<Vec<String>>), ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let resolved = filter.resolve(&snapshot, context.now);
    let position = after.map_or(Position::Start, Position::After);
    let plan = Plan::of(services, &snapshot, &resolved, order, context.now).await?;
    let guide = Guide {
        walk: plan.walk,
        cohorts: &plan.cohorts,
        commonness: plan.survey.as_deref().map(Survey::commonness),
        stretches: &plan.stretches,
    };
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let page = store::page(
        &mut connection,
        context.tenant,
        &resolved,
        order,
        &position,
        size,
        &guide,
    )
    .await?;
    let next = page
        .people
        .last()
        .filter(|_| page.has_after)
        .map(|last| last.key.clone());
    let rows = page
        .people
        .into_iter()
        .map(|listed| ListedPerson {
            access: snapshot.access(listed.person.effective_policy, context.now),
            person: listed.person,
        })
        .collect();
    Ok((rows, next))
}
