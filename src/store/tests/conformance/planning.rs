//! How PostgreSQL is made to read.

use crate::engines::on_each;
use forecourt_store::planning::by_stretches;
use forecourt_store::{Connection, Engine, StoreError};

// What it takes for one row on each side, as it does people whom its statistics do not know yet.
const COMPARED: &str = "explain select 1 from (select generate_series(1, 1) as person offset 0) held
    join (select generate_series(1, 1) as person offset 0) line on line.person = held.person";

async fn plan(connection: &mut Connection<'_>) -> Result<String, StoreError> {
    let lines = forecourt_store::fetch_all!(connection, (String,), COMPARED)?;
    Ok(lines.into_iter().map(|(line,)| line + "\n").collect())
}

#[tokio::test]
async fn what_stretches_have_is_not_compared_each_with_each() {
    on_each(async |database| {
        if database.engine() == Engine::Sqlite {
            return;
        }
        let mut transaction = database.begin().await.unwrap();
        let mut connection = transaction.connection();
        let before = plan(&mut connection).await.unwrap();
        assert!(
            before.contains("Nested Loop"),
            "left alone it would be:\n{before}"
        );
        let inside = by_stretches(&mut connection, plan).await.unwrap();
        assert!(inside.contains("Hash Join"), "{inside}");
        let after = plan(&mut connection).await.unwrap();
        assert_eq!(after, before, "it is so for that statement only");
    })
    .await;
}
