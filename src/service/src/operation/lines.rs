//! The lines of an operation with what became of each.

use super::get::visible;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::operation::results::{self, Fate, Line};
use forecourt_store::operation::{Found, Operation};
use uuid::Uuid;

/// Which lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FateFilter {
    /// All of them.
    #[default]
    All,
    /// Those that could not be changed.
    Failed,
    /// Those that stayed as they were.
    Unchanged,
    /// Those that name nobody to work on.
    LeftOut,
    /// Those with this fate.
    One(Fate),
}

impl FateFilter {
    /// The filter with this name in addresses; what is not known shows all.
    pub fn from_code(code: &str) -> Self {
        match code {
            "failed" => Self::Failed,
            "unchanged" => Self::Unchanged,
            "left-out" => Self::LeftOut,
            other => Fate::from_code(other).map_or(Self::All, Self::One),
        }
    }

    /// The name in addresses; empty for all.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Failed => "failed",
            Self::Unchanged => "unchanged",
            Self::LeftOut => "left-out",
            Self::One(fate) => fate.code(),
        }
    }

    fn fates(self) -> Vec<Fate> {
        let of = |found: &[Found]| found.iter().copied().map(Fate::Outcome).collect();
        match self {
            Self::All => Vec::new(),
            Self::Failed => of(&[Found::Gone, Found::PolicyGone]),
            Self::Unchanged => of(&[Found::Already, Found::NotFrom]),
            Self::LeftOut => of(&[
                Found::NotFound,
                Found::Duplicate,
                Found::Ambiguous,
                Found::Unreadable,
                Found::PolicyUnknown,
            ]),
            Self::One(fate) => vec![fate],
        }
    }
}

/// Some lines of an operation.
#[derive(Clone, Debug)]
pub struct LinePage {
    /// The operation.
    pub operation: Operation,
    /// The lines, in its order.
    pub lines: Vec<Line>,
    /// The position after which the next page begins.
    pub next: Option<i64>,
}

/// At most `size` lines after the position `after`.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] also for somebody else's draft; [`ServiceError::Store`].
pub async fn lines(
    services: &Services,
    context: &OpContext,
    id: Uuid,
    filter: FateFilter,
    after: i64,
    size: u32,
) -> Result<LinePage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let operation = visible(&mut connection, context, id).await?;
    let limit = i64::from(size) + 1;
    let fates = filter.fates();
    let mut lines = results::lines(&mut connection, context.tenant, &operation, &fates, after, limit).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = lines.len() > size;
    lines.truncate(size);
    let next = lines.last().filter(|_| more).map(|last| last.position);
    Ok(LinePage {
        operation,
        lines,
        next,
    })
}
