//! Forgetting drafts that nobody has started.

use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::operation as store;
use time::{Duration, OffsetDateTime};

/// How long a draft is kept.
pub const DRAFT_LIFE: Duration = Duration::hours(24);

/// Deletes every draft that is older, each in a transaction of its own.
pub(super) async fn clean(services: &Services, now: OffsetDateTime) -> Result<(), ServiceError> {
    let tenant = services.tenant();
    let mut reader = services.database().read().await?;
    let old = store::old_drafts(&mut reader.connection(), tenant, now - DRAFT_LIFE).await?;
    drop(reader);
    for id in old {
        let mut transaction = services.database().begin().await?;
        store::delete_draft(&mut transaction.connection(), tenant, id).await?;
        transaction.commit().await?;
    }
    Ok(())
}
