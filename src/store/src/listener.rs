//! Hearing of what other servers change on the same PostgreSQL.

use crate::database::Database;
use crate::dialect::CHANNEL;
use crate::error::StoreError;
use sqlx::postgres::PgListener;

/// An open ear on the channel of changes. It holds one connection of the pool.
pub struct Announcements(PgListener);

impl Announcements {
    /// Begins to listen; `None` on SQLite, which has no channels.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    pub async fn open(database: &Database) -> Result<Option<Self>, StoreError> {
        let Database::Postgres { pool, .. } = database else {
            return Ok(None);
        };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Self(listener)))
    }

    /// Waits until there is something to look up: another server has announced a change, or the connection was lost
    /// and is there again, so that announcements may have been missed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the connection is lost and cannot be had again: open a new one.
    pub async fn next(&mut self) -> Result<(), StoreError> {
        self.0.try_recv().await?;
        // What has come in at the same time is looked up together.
        while self.0.next_buffered().is_some() {}
        Ok(())
    }
}
