//! Reading a page step by step, until it is full or the list ends.

use super::super::compose::{self, Extent};
use super::super::{Cohort, Guide, Order, PersonFilter, Position, Walk};
use super::{Row, people, window_end};
use crate::database::Connection;
use crate::error::StoreError;
use crate::person_search;
use forecourt_model::TenantId;
use std::cmp::Ordering;
use uuid::Uuid;

/// How many windows are tried before everybody who matches is gathered.
const WINDOWS: usize = 2;

/// The people who are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) tenant: TenantId,
    pub(super) filter: &'a PersonFilter,
    pub(super) order: Order,
    pub(super) position: &'a Position,
    /// How many at most.
    pub(super) limit: i64,
    pub(super) guide: &'a Guide<'a>,
}

impl Asked<'_> {
    /// In one step, from `position` and as `guide` says.
    pub(super) async fn at_once(
        &self,
        connection: &mut Connection<'_>,
        position: &Position,
        guide: &Guide<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let statement = compose::page(self.tenant, self.filter, self.order, position, self.limit, guide);
        people(connection, statement).await
    }

    /// The first of whoever the index finds. When that does not fill the page, all of them.
    pub(super) async fn foremost(&self, connection: &mut Connection<'_>) -> Result<Vec<Row>, StoreError> {
        let Some(rest) = self.rest(connection).await? else {
            return Ok(Vec::new());
        };
        let rows = self.stretch(connection, rest, self.limit).await?;
        if self.missing(&rows).is_none() {
            return Ok(rows);
        }
        let guide = &Guide {
            walk: Walk::Ranked,
            ..*self.guide
        };
        Asked { guide, ..*self }.by_stretch(connection).await
    }

    /// One stretch of the list after another.
    pub(super) async fn by_stretch(&self, connection: &mut Connection<'_>) -> Result<Vec<Row>, StoreError> {
        let Some((mut from, to)) = self.rest(connection).await? else {
            return Ok(Vec::new());
        };
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for end in self.guide.stretches.iter().copied() {
            if (from..to).contains(&end) {
                stretches.push((from, end));
                from = end + 1;
            }
        }
        stretches.push((from, to));
        if !self.ascends() {
            stretches.reverse();
        }
        let mut rows: Vec<Row> = Vec::new();
        for stretch in stretches {
            let Some(missing) = self.missing(&rows) else {
                break;
            };
            rows.extend(self.stretch(connection, stretch, missing).await?);
        }
        Ok(rows)
    }

    /// The numbers of the first and the last row beyond the position; `None` where there is nobody.
    async fn rest(&self, connection: &mut Connection<'_>) -> Result<Option<(i64, i64)>, StoreError> {
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        if let Some([name, id]) = compose::place(self.position) {
            let place = (name.as_str(), Uuid::parse_str(id).unwrap_or_default());
            let ascending = self.ascends();
            let Some(number) = person_search::beside(connection, self.tenant, place, ascending).await? else {
                return Ok(None);
            };
            *if ascending { &mut from } else { &mut to } = number;
        }
        Ok(Some((from, to)))
    }

    async fn stretch(
        &self,
        connection: &mut Connection<'_>,
        stretch: (i64, i64),
        limit: i64,
    ) -> Result<Vec<Row>, StoreError> {
        let (tenant, ascending) = (self.tenant, self.ascends());
        let statement = compose::stretch(tenant, self.filter, stretch, ascending, limit, self.guide);
        people(connection, statement).await
    }

    /// The cohorts: all together by name, or those with one sort key after those with another. Whoever changes from one to
    /// another meanwhile may be met twice or not at all, as on two pages.
    pub(super) async fn by_cohort(&self, connection: &mut Connection<'_>) -> Result<Vec<Row>, StoreError> {
        let (key, ascending) = (self.order.key, self.ascends());
        let (from_key, place) = match compose::place(self.position) {
            Some([from, rest @ ..]) if key.is_by_cohort() => (Some(from.as_str()), Some(rest)),
            place => (None, place),
        };
        let mut cohorts = self.guide.cohorts.to_vec();
        cohorts.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
        let alike = |one: &Cohort, other: &Cohort| !key.is_by_cohort() || one.sort_key == other.sort_key;
        let mut steps: Vec<_> = cohorts.chunk_by(alike).collect();
        if !ascending {
            steps.reverse();
        }
        let mut rows: Vec<Row> = Vec::new();
        for cohorts in steps {
            let Some(limit) = self.missing(&rows) else {
                break;
            };
            let here = cohorts.first().map_or("", |cohort| &cohort.sort_key);
            let from = match from_key.map(|from| here.cmp(from)) {
                // All of these lie on the other side of the place.
                Some(Ordering::Less) if ascending => continue,
                Some(Ordering::Greater) if !ascending => continue,
                Some(Ordering::Less | Ordering::Greater) => None,
                Some(Ordering::Equal) | None => place,
            };
            let extent = Extent {
                from,
                ascending,
                limit,
            };
            let engine = connection.engine();
            let statement = compose::by_cohort(engine, self.tenant, self.filter, key, cohorts, extent);
            rows.extend(people(connection, statement).await?);
        }
        Ok(rows)
    }

    /// Windows of `size` people. When too few match after all, they are gathered.
    pub(super) async fn by_window(
        &self,
        connection: &mut Connection<'_>,
        size: i64,
    ) -> Result<Vec<Row>, StoreError> {
        let mut rows: Vec<Row> = Vec::new();
        let mut from = self.position.clone();
        for _ in 0..WINDOWS {
            rows.extend(self.at_once(connection, &from, self.guide).await?);
            if self.missing(&rows).is_none() {
                rows.truncate(usize::try_from(self.limit).unwrap_or(usize::MAX));
                return Ok(rows);
            }
            let end = compose::window_end(self.tenant, self.order, &from, size);
            let Some((id, first, second)) = window_end(connection, end).await? else {
                return Ok(rows);
            };
            let id = id.to_string();
            let place = if compose::key_length(self.order.key) == 3 {
                vec![first, second, id]
            } else {
                vec![first, id]
            };
            from = match self.position {
                Position::Before(_) => Position::Before(place),
                Position::Start | Position::After(_) => Position::After(place),
            };
        }
        let gathered = Guide {
            walk: Walk::Gather,
            ..*self.guide
        };
        self.at_once(connection, self.position, &gathered).await
    }

    fn ascends(&self) -> bool {
        compose::ascends(self.order, self.position)
    }

    /// How many are missing beside `rows`; none when the page is full.
    fn missing(&self, rows: &[Row]) -> Option<i64> {
        let missing = self.limit - i64::try_from(rows.len()).unwrap_or(self.limit);
        (missing > 0).then_some(missing)
    }
}
