//! Reading exceptions.

use super::{AssignmentException, NEVER, Row};
use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::folding::fold;
use forecourt_model::{PersonId, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

// SQLite takes the tables of a cross join in their order: there are few exceptions and many people.
macro_rules! select_exception {
    ($more:literal, $with:literal, $rest:literal) => {
        concat!(
            "select e.person_id, e.policy_id, e.reason, e.owner, e.expires_at, e.previous_policy_id, e.made_at,
             e.made_by, e.revision", $more, " from assignment_exception e
             cross join assignment a ", $with, " where a.tenant_id = e.tenant_id and a.person_id = e.person_id
               and a.direct_policy_id = e.policy_id and a.direct_revision = e.revision and ", $rest)
    };
}

pub(super) const FIND: &str = select_exception!("", "", "e.tenant_id = $1 and e.person_id = $2");

pub(super) const DUE: &str = select_exception!(
    "",
    "",
    "e.tenant_id = $1 and e.expires_at <= $2 order by e.expires_at, e.person_id limit $3"
);

pub(super) const LIST: &str = select_exception!(
    ", p.user_principal_name, p.display_name, p.account_enabled",
    "cross join person p",
    "p.tenant_id = e.tenant_id and p.person_id = e.person_id and e.tenant_id = $1 and (e.expires_at, e.person_id) > ($2, $3) and e.expires_at >= $4 and e.expires_at <= $5
     and ($6 = '' or e.owner_folded = $6) and ($7 = 0 or e.reason is not null)
     order by e.expires_at, e.person_id limit $8"
);

macro_rules! from_exception {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from assignment_exception e
             cross join assignment a where a.tenant_id = e.tenant_id and a.person_id = e.person_id
               and a.direct_policy_id = e.policy_id and a.direct_revision = e.revision and ",
            $rest
        )
    };
}

pub(super) const COUNT: &str = from_exception!(
    "count(*)",
    "e.tenant_id = $1 and e.expires_at >= $2 and e.expires_at <= $3
     and ($4 = '' or e.owner_folded = $4) and ($5 = 0 or e.reason is not null)"
);

pub(super) const OWNERS: &str = from_exception!(
    "min(e.owner), count(*)",
    "e.tenant_id = $1 group by e.owner_folded order by e.owner_folded limit $2"
);

pub(super) const SUMMARY: &str = from_exception!(
    "count(*), coalesce(cast(sum(case when e.owner_folded = $3 then 1 else 0 end) as bigint), 0)",
    "e.tenant_id = $1 and e.expires_at <= $2"
);

/// Which exceptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// They end at this moment or later.
    pub from: Option<OffsetDateTime>,
    /// They end at this moment or earlier. Those without an end are left out then.
    pub until: Option<OffsetDateTime>,
    /// Only those that do not end by themselves.
    pub without_end: bool,
    /// Only those with a reason.
    pub with_reason: bool,
    /// Who answers for them, whatever the case.
    pub owner: Option<String>,
}

impl Filter {
    fn range(&self) -> (i64, i64) {
        if self.without_end {
            return (NEVER, NEVER);
        }
        (
            self.from.map_or(i64::MIN, to_micros),
            self.until.map_or(NEVER, to_micros),
        )
    }

    fn folded_owner(&self) -> String {
        self.owner.as_deref().map(fold).unwrap_or_default()
    }
}

/// An exception with the person who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedException {
    /// The exception.
    pub exception: AssignmentException,
    /// The name that the person signs in with.
    pub user_principal_name: String,
    /// The name that others see. May be empty.
    pub display_name: String,
    /// Whether the person can sign in.
    pub account_enabled: bool,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    exception: Row,
    user_principal_name: String,
    display_name: String,
    account_enabled: bool,
}

/// The exception of a person, while it holds.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<AssignmentException>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, person.0)?
        .map(AssignmentException::try_from)
        .transpose()
}

/// At most `limit` exceptions that hold and whose end has come by `now`, the longest overdue first.
///
/// # Errors
/// [`StoreError`].
pub async fn due(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<AssignmentException>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, DUE, tenant.0, to_micros(now), limit)?;
    rows.into_iter().map(AssignmentException::try_from).collect()
}

/// At most `limit` exceptions by their end, those without one last, after the exception `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &Filter,
    after: Option<(Option<OffsetDateTime>, PersonId)>,
    limit: i64,
) -> Result<Vec<ListedException>, StoreError> {
    let (from, until) = filter.range();
    let (end, person) = after.map_or((i64::MIN, Uuid::nil()), |(end, person)| {
        (end.map_or(NEVER, to_micros), person.0)
    });
    let owner = filter.folded_owner();
    let rows = crate::fetch_all!(
        connection,
        ListedRow,
        LIST,
        tenant.0,
        end,
        person,
        from,
        until,
        owner.as_str(),
        i32::from(filter.with_reason),
        limit
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(ListedException {
                exception: row.exception.try_into()?,
                user_principal_name: row.user_principal_name,
                display_name: row.display_name,
                account_enabled: row.account_enabled,
            })
        })
        .collect()
}

/// How many exceptions there are.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &Filter,
) -> Result<u64, StoreError> {
    let (from, until) = filter.range();
    let owner = filter.folded_owner();
    let row = crate::fetch_optional!(
        connection,
        (i64,),
        COUNT,
        tenant.0,
        from,
        until,
        owner.as_str(),
        i32::from(filter.with_reason)
    )?;
    Ok(row.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default()))
}

/// At most `limit` owners with how many exceptions they answer for, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn owners(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    limit: i64,
) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64), OWNERS, tenant.0, limit)?;
    let owner = |(owner, count): (String, i64)| (owner, u64::try_from(count).unwrap_or_default());
    Ok(rows.into_iter().map(owner).collect())
}

/// How many exceptions end by `until`, and how many of those `owner` answers for.
///
/// # Errors
/// [`StoreError`].
pub async fn summary(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    until: OffsetDateTime,
    owner: &str,
) -> Result<(u64, u64), StoreError> {
    let folded = fold(owner);
    let row = crate::fetch_optional!(
        connection,
        (i64, i64),
        SUMMARY,
        tenant.0,
        to_micros(until),
        folded.as_str()
    )?;
    let number = |count| u64::try_from(count).unwrap_or_default();
    Ok(row.map_or((0, 0), |(all, own)| (number(all), number(own))))
}
