//! Two servers on one PostgreSQL behave as one.

use crate::changes::{FIRST, make_first, toggle};
use crate::client::Client;
use crate::program::{EMAIL, PASSWORD, Program, initialize, sign_in, until};
use forecourt_testkit::{TempDir, execute, fresh_database};
use std::time::{Duration, Instant};

/// How long a change may take to reach the other server.
const REACH: Duration = Duration::from_secs(1);

/// Two servers on a database of their own.
async fn two_servers() -> (String, Program, Program) {
    let (folder, url) = (TempDir::new().unwrap(), fresh_database().await);
    initialize(&url, folder.path());
    make_first(&url).await;
    let (one, two) = (Program::serve(&url, &[]), Program::serve(&url, &[]));
    (url, one, two)
}

/// The revision of the state that a server answers from.
async fn snapshot_revision(server: &Program) -> i64 {
    let metrics = server.client().get("/metrics").await.unwrap().body;
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix("forecourt_snapshot_revision "));
    line.unwrap().parse().unwrap()
}

/// Waits until `server` answers from `revision`, and returns how long that took.
async fn arrival(server: &Program, revision: i64) -> Duration {
    let begun = Instant::now();
    until("the other server knows of the change", async || {
        (snapshot_revision(server).await >= revision).then_some(())
    })
    .await;
    begun.elapsed()
}

async fn is_let_in(client: &mut Client) -> bool {
    let answer = client.get("/activity").await.unwrap();
    assert!(answer.status == 200 || answer.status == 303, "{}", answer.body);
    answer.status == 200
}

#[tokio::test]
async fn a_session_begins_and_ends_on_both() {
    let (_, one, two) = two_servers().await;
    let mut here = one.client();
    sign_in(&mut here, EMAIL).await;
    let mut there = here.at(two.address);
    assert!(is_let_in(&mut here).await && is_let_in(&mut there).await);
    assert_eq!(there.post("/sign-out", &[]).await.unwrap().status, 303);
    assert!(
        !is_let_in(&mut here).await,
        "what has ended on one has ended on the other"
    );
}

#[tokio::test]
async fn an_account_that_is_throttled_on_one_is_throttled_on_the_other() {
    let (_, one, two) = two_servers().await;
    let wrong = [("email", EMAIL), ("password", "not-this-one-either")];
    let mut client = one.client();
    let mut statuses = Vec::new();
    while statuses.last() != Some(&429) {
        statuses.push(client.post("/sign-in", &wrong).await.unwrap().status);
        assert!(statuses.len() < 40, "{statuses:?}");
    }
    let right = [("email", EMAIL), ("password", PASSWORD)];
    let answer = two.client().post("/sign-in", &right).await.unwrap();
    assert_eq!(answer.status, 429, "{}", answer.body);
}

#[tokio::test]
async fn a_change_on_one_reaches_answers_and_open_pages_of_the_other() {
    let (_, one, two) = two_servers().await;
    let mut client = one.client();
    sign_in(&mut client, EMAIL).await;
    let mut events = client.at(two.address).listen("/events").await;
    events.read_until("listening").await;
    let newest = toggle(&mut client, FIRST).await.unwrap();
    let took = arrival(&two, newest).await;
    assert!(took < REACH, "{took:?}");
    let told = events.read_until(&format!("\"revision\":{newest}")).await;
    assert!(told < REACH, "{told:?}");
}

#[tokio::test]
async fn changes_still_arrive_after_the_listening_connection_was_cut() {
    let (url, one, two) = two_servers().await;
    let mut client = one.client();
    sign_in(&mut client, EMAIL).await;
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'";
    execute(&url, cut).await;
    let mut newest = toggle(&mut client, FIRST).await.unwrap();
    arrival(&two, newest).await;
    // Asking every few seconds, as is done in any case, would not bring all of these in time.
    let begun = Instant::now();
    for _ in 0..4 {
        newest = toggle(&mut client, newest).await.unwrap();
        arrival(&two, newest).await;
    }
    assert!(begun.elapsed() < 4 * REACH, "{:?}", begun.elapsed());
}
