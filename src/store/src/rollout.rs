//! Rollouts of announced features, and what the organization answered.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use crate::version::{self, Item};
use forecourt_model::rollout::{Answer, Rollout, Window};
use forecourt_model::{Revision, TenantId};
use serde::{Deserialize, Serialize};
use time::macros::format_description;
use time::{Date, OffsetDateTime};

crate::statements! {
    FIND = "select window_start, window_end, activation_at, answer, answered_at, answered_by, revision from rollout
            where tenant_id = $1 and message_id = $2";
    SAVE = "insert into rollout (tenant_id, message_id, window_start, window_end, activation_at, answer, answered_at,
            answered_by, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (tenant_id, message_id) do update set window_start = excluded.window_start,
            window_end = excluded.window_end, activation_at = excluded.activation_at, answer = excluded.answer,
            answered_at = excluded.answered_at, answered_by = excluded.answered_by, revision = excluded.revision";
}

/// A rollout as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRollout {
    /// The announcement that it belongs to.
    pub message_id: String,
    /// Its dates.
    pub rollout: Rollout,
    /// What the organization answered, when, and who did.
    pub answer: Option<(Answer, OffsetDateTime, String)>,
    /// The change that it was last written by.
    pub revision: Revision,
}

#[derive(sqlx::FromRow)]
struct Row {
    window_start: String,
    window_end: String,
    activation_at: i64,
    answer: Option<String>,
    answered_at: Option<i64>,
    answered_by: Option<String>,
    revision: i64,
}

fn date(text: &str) -> Result<Date, StoreError> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|error| StoreError::Inconsistent {
        table: "rollout",
        problem: error.to_string(),
    })
}

fn day(date: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// The rollout that a message announces.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
) -> Result<Option<StoredRollout>, StoreError> {
    let Some(row) = crate::fetch_optional!(connection, Row, FIND, tenant.0, message_id)? else {
        return Ok(None);
    };
    let window = Window {
        start: date(&row.window_start)?,
        end: date(&row.window_end)?,
    };
    let rollout = Rollout {
        window,
        activation: from_micros("rollout", row.activation_at)?,
    };
    let answer = match (row.answer.as_deref().and_then(Answer::from_code), row.answered_at) {
        (Some(answer), Some(at)) => Some((
            answer,
            from_micros("rollout", at)?,
            row.answered_by.unwrap_or_default(),
        )),
        _ => None,
    };
    Ok(Some(StoredRollout {
        message_id: message_id.to_owned(),
        rollout,
        answer,
        revision: Revision(row.revision),
    }))
}

/// Writes a rollout as it is now.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    stored: &StoredRollout,
) -> Result<(), StoreError> {
    let (start, end) = (day(stored.rollout.window.start), day(stored.rollout.window.end));
    let answer = stored.answer.as_ref();
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        stored.message_id.as_str(),
        start.as_str(),
        end.as_str(),
        to_micros(stored.rollout.activation),
        answer.map(|(answer, _, _)| answer.code()),
        answer.map(|(_, at, _)| to_micros(*at)),
        answer.map(|(_, _, by)| by.as_str()),
        stored.revision.0
    )?;
    version::keep(connection, tenant, Item::Rollout, stored.revision, Some(stored)).await
}
