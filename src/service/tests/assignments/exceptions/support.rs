//! Exceptions to test with, and what has become of them.

use crate::support::Bench;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::Clock as _;
use forecourt_service::change::Detail;
use forecourt_service::exception::{self, ExceptionInput, expire_due};
use forecourt_service::people::{AssignOptions, assign_with, get};
use forecourt_store::change;
use time::Duration;

pub(crate) fn until(date: &str) -> ExceptionInput {
    ExceptionInput {
        date: date.to_owned(),
        ..ExceptionInput::default()
    }
}

pub(crate) fn with(exception: ExceptionInput, reason: &str) -> AssignOptions {
    AssignOptions {
        reason: Some(reason.to_owned()),
        exception: Some(exception),
        ..AssignOptions::default()
    }
}

/// Gives somebody a policy until a day.
pub(crate) async fn except(bench: &Bench, person: PersonId, policy: PolicyId, date: &str) {
    let expected = bench.person(person).await.revision;
    let options = with(until(date), "Project");
    assign_with(
        &bench.services,
        &bench.context(),
        person,
        Some(policy),
        expected,
        options,
    )
    .await
    .unwrap();
}

pub(crate) async fn direct(bench: &Bench, person: PersonId) -> Option<PolicyId> {
    bench.person(person).await.direct_policy
}

pub(crate) async fn exception_of(
    bench: &Bench,
    person: PersonId,
) -> Option<(exception::AssignmentException, Option<PolicyId>)> {
    get(&bench.services, &bench.context(), person)
        .await
        .unwrap()
        .exception
}

/// Moves the clock and ends what is due.
pub(crate) async fn later(bench: &Bench, by: Duration) -> u64 {
    bench.clock.advance(by);
    let now = bench.clock.now();
    expire_due(&bench.services, &bench.system(), now)
        .await
        .unwrap()
        .people
}

pub(crate) async fn newest(bench: &Bench) -> (change::Change, Detail) {
    let revision = bench.services.snapshot().unwrap().revision();
    let mut reader = bench.services.database().read().await.unwrap();
    let found = change::find(&mut reader.connection(), bench.services.tenant(), revision)
        .await
        .unwrap()
        .unwrap();
    let detail = serde_json::from_str(&found.detail).unwrap();
    (found, detail)
}

pub(crate) const FEDERATION: BuiltIn = BuiltIn::FederationOnly;
pub(crate) const STOCK: BuiltIn = BuiltIn::FederationAndPICDefault;
