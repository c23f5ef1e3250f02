//! An empty, migrated database on each engine.

use forecourt_model::TenantId;
use forecourt_store::{Database, Transaction, migrate};
use forecourt_testkit::{TempDir, fresh_database};
use time::{Duration, OffsetDateTime};

pub(crate) const TENANT: TenantId = TenantId::DEFAULT;

/// A moment, with the microseconds that both engines keep.
pub(crate) fn moment(minutes: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_637_000_000).unwrap()
        + Duration::minutes(minutes)
        + Duration::microseconds(123_457)
}

/// Opens an empty database on each engine and hands each to `case`.
pub(crate) async fn on_each(case: impl AsyncFn(Database)) {
    let folder = TempDir::new().unwrap();
    let sqlite = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    for url in [sqlite, fresh_database().await] {
        let database = Database::open(&url).await.unwrap();
        case(database.clone()).await;
        database.close().await;
    }
}

/// The same with all tables there, in a transaction that is rolled back at the end.
pub(crate) async fn in_transaction(case: impl AsyncFn(&mut Transaction)) {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        case(&mut transaction).await;
    })
    .await;
}
