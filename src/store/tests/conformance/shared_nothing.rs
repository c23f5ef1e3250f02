//! What SQLite is built with.

use crate::engines::on_each;
use forecourt_store::Connection;

#[tokio::test]
async fn connections_of_sqlite_share_no_lock() {
    on_each(async |database| {
        let mut reader = database.read().await.unwrap();
        let Connection::Sqlite(mut inner) = reader.connection() else {
            return;
        };
        let text = "select sqlite_compileoption_used('ENABLE_MEMORY_MANAGEMENT'),
                    sqlite_compileoption_used('DEFAULT_MEMSTATUS=0')";
        let used: (bool, bool) = sqlx::query_as(text).fetch_one(&mut *inner).await.unwrap();
        assert_eq!(
            used,
            (false, true),
            "`LIBSQLITE3_FLAGS` of `.cargo/config.toml` did not count"
        );
    })
    .await;
}
