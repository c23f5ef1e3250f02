//! The server is killed at random moments while it writes: what it acknowledged is there, and nothing is half there.

use crate::changes::{FIRST, make_first, settings_at, toggle};
use crate::client::Client;
use crate::program::{EMAIL, Program, initialize, sign_in};
use forecourt_model::{Revision, TenantId};
use forecourt_service::{Random, SeededRandom};
use forecourt_store::{Database, change, dialect, migrate, organization, settings};
use forecourt_testkit::{TempDir, fresh_database};
use std::time::Duration;

const ROUNDS: u32 = 50;

/// How many changes may be acknowledged before the moment of the end is chosen.
const MOST_CHANGES: u64 = 4;

/// The moment lies within this time after the last of them: about as long as two changes take.
const SPAN_MICROS: u64 = 40_000;

#[tokio::test]
async fn sqlite_keeps_what_was_acknowledged() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    fifty_deaths(&url, 1).await;
}

#[tokio::test]
async fn postgres_keeps_what_was_acknowledged() {
    fifty_deaths(&fresh_database().await, 2).await;
}

async fn fifty_deaths(url: &str, seed: u64) {
    let folder = TempDir::new().unwrap();
    initialize(url, folder.path());
    make_first(url).await;
    let random = SeededRandom::new(seed);
    let server = Program::serve(url, &[]);
    let mut client = server.client();
    sign_in(&mut client, EMAIL).await;
    let (mut server, mut newest) = (server, FIRST);
    let mut lost_answers = 0;
    for round in 0..ROUNDS {
        let acknowledged = write_until_killed(server, &client, newest, &random).await;
        // The next server finds what the killed one has left, before anybody else opens the database.
        server = Program::serve(url, &[]);
        client = client.at(server.address);
        newest = check(url, acknowledged).await;
        assert!(
            newest <= acknowledged + 1,
            "round {round}: only one change was under way"
        );
        lost_answers += newest - acknowledged;
        // The session that was begun before all of this still counts.
        let answer = client.get("/activity").await.unwrap();
        assert_eq!(answer.status, 200, "round {round}: {}", answer.body);
    }
    println!("{newest} changes, {lost_answers} of them made but not acknowledged");
    assert!(
        newest > FIRST + i64::from(ROUNDS / 2),
        "there was hardly anything to lose"
    );
}

/// Makes one change after the other until the server dies of SIGKILL, and returns the last that it acknowledged.
async fn write_until_killed(server: Program, client: &Client, newest: i64, random: &dyn Random) -> i64 {
    let before = below(random, MOST_CHANGES);
    let moment = Duration::from_micros(below(random, SPAN_MICROS));
    let mut client = client.clone();
    let (sender, mut acknowledged) = tokio::sync::watch::channel(newest);
    let writing = tokio::spawn(async move {
        let mut newest = newest;
        while let Ok(next) = toggle(&mut client, newest).await {
            newest = next;
            sender.send_replace(newest);
        }
        newest
    });
    let target = newest + i64::try_from(before).unwrap();
    acknowledged.wait_for(|newest| *newest >= target).await.unwrap();
    // Not waiting for anything: the random moment is what the test is about.
    tokio::time::sleep(moment).await;
    tokio::task::spawn_blocking(|| server.kill()).await.unwrap();
    writing.await.unwrap()
}

fn below(random: &dyn Random, limit: u64) -> u64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    u64::from_le_bytes(bytes) % limit
}

/// Looks at everything that is stored and returns the newest revision.
async fn check(url: &str, acknowledged: i64) -> i64 {
    let database = Database::open(url).await.unwrap();
    // On PostgreSQL the last statement of the killed server may still be on its way; this waits for its lock.
    dialect::probe_write(&database).await.unwrap();
    assert_eq!(migrate::progress(&database).await.unwrap().missing, 0);
    let tenant = TenantId::DEFAULT;
    let mut reader = database.read().await.unwrap();
    let mut connection = reader.connection();
    let newest = organization::find(&mut connection, tenant)
        .await
        .unwrap()
        .unwrap()
        .revision
        .0;
    assert!(
        newest >= acknowledged,
        "change {acknowledged} was acknowledged, but {newest} is the newest"
    );
    let changes = change::since(&mut connection, tenant, Revision(0), 1_000_000)
        .await
        .unwrap();
    let numbers: Vec<i64> = changes.iter().map(|change| change.revision.0).collect();
    assert_eq!(
        numbers,
        (1..=newest).collect::<Vec<_>>(),
        "one row for each revision"
    );
    for change in changes.iter().filter(|change| change.revision.0 > FIRST) {
        let number = change.revision.0;
        assert_eq!(change.undoes, Some(Revision(number - 1)));
        let undone_by = (number < newest).then_some(Revision(number + 1));
        assert_eq!(change.undone_by, undone_by, "change {number}");
    }
    let (stored, revision) = settings::find(&mut connection, tenant).await.unwrap().unwrap();
    assert_eq!(
        revision,
        Revision(newest),
        "the settings are those of the newest change"
    );
    assert_eq!(stored, settings_at(newest));
    drop(reader);
    database.close().await;
    newest
}
