//! Servers whose clocks differ.

use super::support::{STOCK, direct, with};
use crate::support::Bench;
use forecourt_service::exception::{ExceptionInput, end_due, expire_due};
use forecourt_service::people::assign_with;
use forecourt_service::{Clock, OpContext, SeededRandom, Services, SystemClock};
use forecourt_store::Database;
use std::sync::Arc;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

/// The time of the world on a machine that is ahead of it.
struct Ahead(Duration);

impl Clock for Ahead {
    fn now(&self) -> OffsetDateTime {
        SystemClock.now() + self.0
    }

    fn is_real(&self) -> bool {
        true
    }
}

async fn server(address: &str, ahead: Duration) -> Services {
    let database = Database::open(address).await.unwrap();
    Services::start(database, Arc::new(Ahead(ahead)), Arc::new(SeededRandom::new(9)))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_server_that_is_ahead_ends_nothing_early() {
    let bench = Bench::open(&forecourt_testkit::fresh_database().await).await;
    let ada = bench.add_people(1..=1, true).await[0];
    let now = SystemClock.now();
    let end = now + Duration::hours(12);
    let input = ExceptionInput {
        date: end.date().to_string(),
        time: end.format(format_description!("[hour]:[minute]")).unwrap(),
        ..ExceptionInput::default()
    };
    let (expected, context) = (
        bench.person(ada).await.revision,
        OpContext {
            now,
            ..bench.context()
        },
    );
    let options = with(input, "Project");
    assign_with(
        &bench.services,
        &context,
        ada,
        Some(STOCK.id()),
        expected,
        options,
    )
    .await
    .unwrap();
    for ahead in [Duration::ZERO, Duration::days(1)] {
        let services = server(&bench.address, ahead).await;
        assert_eq!(end_due(&services).await.unwrap().people, 0, "{ahead}");
    }
    assert_eq!(direct(&bench, ada).await, Some(STOCK.id()));
    // By the wrong clock alone it would have ended.
    let services = server(&bench.address, Duration::days(1)).await;
    let context = OpContext {
        now: services.clock().now(),
        ..bench.system()
    };
    let ended = expire_due(&services, &context, context.now).await.unwrap();
    assert_eq!(ended.people, 1);
}
