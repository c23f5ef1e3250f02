//! Every statement is one that both engines understand.

use crate::engines::on_each;
use forecourt_store::{Connection, dialect, migrate, person_list, statement};
use sqlx::Executor as _;

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let written: Vec<(String, String)> = statement::all()
        .into_iter()
        .map(|(name, text)| (name, text.to_owned()))
        .collect();
    assert!(written.len() > 60, "{}", written.len());
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        let mut all = written.clone();
        all.extend(person_list::composed(database.engine()));
        let mut faults = Vec::new();
        for (name, text) in &all {
            let mut reader = database.read().await.unwrap();
            let text = dialect::text_for(database.engine(), text);
            let prepared = match &mut reader.connection() {
                Connection::Sqlite(inner) => inner.prepare(text).await.map(drop),
                Connection::Postgres(inner) => inner.prepare(text).await.map(drop),
            };
            if let Err(error) = prepared {
                faults.push(format!("{name}: {error}"));
            }
        }
        assert!(faults.is_empty(), "{:?}: {faults:#?}", database.engine());
    })
    .await;
}
