//! A transaction that SQLite has rolled back by itself, as it does when the disk fails.

use forecourt_store::{Connection, Database};
use forecourt_testkit::TempDir;

#[tokio::test]
async fn nothing_is_kept_from_being_written_afterwards() {
    let folder = TempDir::new().unwrap();
    let address = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    let database = Database::open(&address).await.unwrap();
    let write = async |text: &'static str, ends_by_itself: bool| {
        let mut transaction = database.begin().await?;
        if let Connection::Sqlite(mut inner) = transaction.connection() {
            sqlx::query(text).execute(&mut *inner).await.unwrap();
            if ends_by_itself {
                sqlx::query("rollback").execute(&mut *inner).await.unwrap();
                return Ok(());
            }
        }
        transaction.commit().await
    };
    write("create table kept (number integer)", false).await.unwrap();
    write("insert into kept values (1)", true).await.unwrap();
    write("insert into kept values (2)", false).await.unwrap();
    let mut reader = database.read().await.unwrap();
    let Connection::Sqlite(mut inner) = reader.connection() else {
        panic!("this is SQLite");
    };
    let numbers: Vec<i64> = sqlx::query_scalar("select number from kept")
        .fetch_all(&mut *inner)
        .await
        .unwrap();
    assert_eq!(numbers, [2]);
}
