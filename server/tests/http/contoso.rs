//! The 500 people and seven policies of the sample files, for tests that need a directory.

use crate::support::TestServer;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::import::{Sources, apply};

const POLICIES: &str = include_str!("../../../src/exchange/tests/data/external-access-policies.json");
/// The people as Get-CsOnlineUser exports them.
pub(crate) const USERS: &str = include_str!("../../../src/exchange/tests/data/online-users.csv");
/// What holds for each of them while everything in the organization is on.
pub(crate) const EXPECTED: &str = include_str!("../../../src/exchange/tests/data/effective-expected.csv");

/// A server with the sample directory.
pub(crate) async fn contoso() -> TestServer {
    filled(TestServer::start().await).await
}

/// `server` with the sample directory.
pub(crate) async fn filled(server: TestServer) -> TestServer {
    let sources = Sources {
        policies: Some(POLICIES.to_owned()),
        users: Some(USERS.to_owned()),
        ..Sources::default()
    };
    apply(server.services(), &server.context(), &sources, None, &|_, _| ())
        .await
        .unwrap();
    server
}

/// The object id of the person with this sign-in name.
pub(crate) async fn person(server: &TestServer, sign_in_name: &str) -> PersonId {
    let mut reader = server.services().database().read().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::person::find_by_name(&mut reader.connection(), tenant, sign_in_name)
        .await
        .unwrap()
        .unwrap()
        .id
}

/// The identifier of the policy with this name.
pub(crate) fn policy(server: &TestServer, name: &str) -> PolicyId {
    let snapshot = server.services().snapshot().unwrap();
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name);
    found.unwrap().id
}
