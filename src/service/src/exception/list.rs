//! Which exceptions there are.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::PersonId;
use forecourt_model::authority::Permission;
use forecourt_store::exception as store;
pub use forecourt_store::exception::ListedException;
use time::{Duration, OffsetDateTime};

/// How many rows a page shows.
pub const PAGE_SIZE: usize = 50;

/// How many days ahead the list of what ends soon looks.
pub const SOON_DAYS: i64 = 30;

/// How many days ahead the reminder looks.
const REMINDER_DAYS: i64 = 7;

/// How many owners can be chosen from.
const OWNERS: i64 = 200;

/// Which exceptions by their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// All of them.
    #[default]
    All,
    /// Those that end within [`SOON_DAYS`].
    Soon,
    /// Those whose end has passed and that are not ended yet.
    Overdue,
    /// Those that have a reason but do not end by themselves.
    Never,
}

impl When {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 4] = [Self::All, Self::Soon, Self::Overdue, Self::Never];

    /// The name in addresses; the first has none.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Soon => "soon",
            Self::Overdue => "overdue",
            Self::Never => "never",
        }
    }

    /// The choice with this name; what is not one is all.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|when| when.code() == code)
            .unwrap_or_default()
    }
}

/// Which exceptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExceptionFilter {
    /// By their end.
    pub when: When,
    /// Who answers for them; `None` for anybody.
    pub owner: Option<String>,
}

impl ExceptionFilter {
    fn resolve(&self, now: OffsetDateTime) -> store::Filter {
        let mut filter = store::Filter {
            owner: self.owner.clone().filter(|owner| !owner.trim().is_empty()),
            ..store::Filter::default()
        };
        match self.when {
            When::All => {}
            When::Soon => {
                filter.from = Some(now);
                filter.until = Some(now + Duration::days(SOON_DAYS));
            }
            When::Overdue => filter.until = Some(now),
            When::Never => (filter.without_end, filter.with_reason) = (true, true),
        }
        filter
    }
}

/// A page of exceptions.
#[derive(Clone, Debug)]
pub struct ExceptionPage {
    /// The rows, the next to end first, those without an end last.
    pub rows: Vec<ListedException>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are for each choice, whoever answers for them.
    pub counts: [(When, u64); 4],
    /// Who answers for how many.
    pub owners: Vec<(String, u64)>,
}

/// Where a page begins: the end and the person of the row before it. What is not one is the first page.
fn position(cursor: &str) -> Option<(Option<OffsetDateTime>, PersonId)> {
    let (end, person) = cursor.split_once('.')?;
    let end = match end {
        "never" => None,
        micros => {
            let nanos = micros.parse::<i64>().ok().map(i128::from)? * 1_000;
            Some(OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?)
        }
    };
    Some((end, person.parse().ok()?))
}

fn cursor(row: &ListedException) -> String {
    let end = row.exception.expires_at.map_or_else(
        || "never".to_owned(),
        |end| forecourt_store::moment::to_micros(end).to_string(),
    );
    format!("{end}.{}", row.exception.person)
}

/// A page of the exceptions that `filter` lets through.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    filter: &ExceptionFilter,
    after: Option<&str>,
) -> Result<ExceptionPage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let (tenant, wanted) = (context.tenant, filter.resolve(context.now));
    let limit = i64::try_from(PAGE_SIZE).unwrap_or_default() + 1;
    let after = after.and_then(position);
    let mut rows = store::list(&mut connection, tenant, &wanted, after, limit).await?;
    let more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let next = rows.last().filter(|_| more).map(cursor);
    let mut counts = When::ALL.map(|when| (when, 0));
    for (when, count) in &mut counts {
        let all = ExceptionFilter {
            when: *when,
            owner: None,
        };
        *count = store::count(&mut connection, tenant, &all.resolve(context.now)).await?;
    }
    Ok(ExceptionPage {
        total: store::count(&mut connection, tenant, &wanted).await?,
        owners: store::owners(&mut connection, tenant, OWNERS).await?,
        rows,
        next,
        counts,
    })
}

/// At most `limit` exceptions after the place `after`, and the next place: for files.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn slice(
    services: &Services,
    context: &OpContext,
    filter: &ExceptionFilter,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<ListedException>, Option<String>), ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let wanted = filter.resolve(context.now);
    let rows = store::list(
        &mut reader.connection(),
        context.tenant,
        &wanted,
        after.and_then(position),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .await?;
    let next = rows.last().filter(|_| rows.len() == limit).map(cursor);
    Ok((rows, next))
}

/// What ends soon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminder {
    /// How many exceptions end in the next 7 days.
    pub ending: u64,
    /// How many of them the one who asks answers for.
    pub own: u64,
}

/// What ends in the next 7 days.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn reminder(services: &Services, context: &OpContext) -> Result<Reminder, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let until = context.now + Duration::days(REMINDER_DAYS);
    let (ending, own) = store::summary(
        &mut reader.connection(),
        context.tenant,
        until,
        context.actor_name(),
    )
    .await?;
    Ok(Reminder { ending, own })
}
