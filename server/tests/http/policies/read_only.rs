//! What can only be read: built-in policies, and every policy for some roles.

use super::support::{LIST, NEW, SALES, add_policy, alert, post, shown};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;

#[tokio::test]
async fn a_built_in_policy_can_only_be_read() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let path = "/external-access/policies/FederationOnly";
    let page = client.get(path).await;
    assert_eq!(page.title(), "Policy details");
    assert!(
        page.text(".fc-note").contains("came with the product"),
        "{}",
        page.text(".fc-note")
    );
    assert!(!page.has("main input:not([disabled])"), "{}", page.body);
    assert!(page.has("a[href='/external-access/new-policy?from=FederationOnly']"));
    let revision = server.services().snapshot().unwrap().policies[0]
        .revision
        .to_string();
    let mut fields = vec![("revision".to_owned(), revision)];
    fields.extend(shown("EnableTeamsConsumerAccess", false));
    let refused = post(&client, path, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(alert(&refused).contains("built in"), "{}", alert(&refused));
}

#[tokio::test]
async fn readers_see_everything_and_change_nothing() {
    let server = TestServer::start().await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    for role in [Role::GlobalReader, Role::HelpDesk] {
        let client = server.sign_in(role).await;
        for path in [LIST, SALES, NEW] {
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            let reasons = page.texts(".fc-note").join(" ");
            assert!(reasons.contains("cannot change this"), "{path}: {reasons}");
        }
        let page = client.get(SALES).await;
        assert!(!page.has("main input:not([disabled]), main select:not([disabled])"));
        assert_eq!(page.has(".fc-history"), role == Role::GlobalReader);
        for (path, fields) in [
            (LIST, vec![("do", "delete"), ("policy", "Sales"), ("seen", "9")]),
            (NEW, vec![("name", "Other")]),
            (SALES, vec![("revision", "2")]),
        ] {
            assert_eq!(client.post(path, &fields).await.status, 403, "{role:?} {path}");
        }
    }
    assert_eq!(server.services().snapshot().unwrap().policies.len(), 5);
}
