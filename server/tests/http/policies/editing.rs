//! The form of a policy: when it is older than the policy, when its domains are wrong, and when the session has ended.

use super::support::{SALES, add_policy, alert, post, save, shown, stored};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;

#[tokio::test]
async fn an_older_page_shows_both_sides_and_can_be_saved_again() {
    let server = TestServer::start().await;
    let (first, second) = (
        server.sign_in(Role::TeamsAdministrator).await,
        server.sign_in(Role::GlobalAdministrator).await,
    );
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let old = second.get(SALES).await.value("revision").unwrap();
    let answer = save(&first, SALES, shown("FederatedBilateralChats", true)).await;
    assert_eq!(answer.status, 303);
    let mut fields = vec![("revision".to_owned(), old)];
    fields.extend(shown("FederatedBilateralChats", false));
    fields.extend(shown("EnableAcsFederationAccess", false));
    let conflict = post(&second, SALES, &fields).await;
    assert_eq!(conflict.status, 409);
    assert!(
        alert(&conflict).contains("Teams Administrator 1 changed this policy at"),
        "{}",
        alert(&conflict)
    );
    let rows = conflict.texts(".fc-table tbody tr");
    assert_eq!(
        rows,
        [
            "EnableAcsFederationAccess True False",
            "FederatedBilateralChats True False"
        ]
    );
    assert!(!conflict.has("input[name=EnableAcsFederationAccess][checked]"));
    assert!(stored(&server, "Sales").federated_bilateral_chats);
    fields[0].1 = conflict.value("revision").unwrap();
    let answer = post(&second, SALES, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(!stored(&server, "Sales").federated_bilateral_chats);
}

#[tokio::test]
async fn a_list_of_domains_names_the_line_that_is_wrong() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let list = |text: &str| {
        vec![
            (
                "CommunicationWithExternalOrgs".to_owned(),
                "AllowSpecificExternalDomains".to_owned(),
            ),
            ("AllowedExternalDomains".to_owned(), text.to_owned()),
        ]
    };
    let answer = save(&client, SALES, list("a.example\r\nhttp://x\r\nb..example")).await;
    assert_eq!(answer.status, 422);
    let error = answer.field_error("AllowedExternalDomains");
    assert!(error.contains("Line 2: “http://x” is a web address"), "{error}");
    assert!(error.contains("Line 3: “b..example” has two dots"), "{error}");
    assert!(
        answer.body.contains("http://x\r\nb..example"),
        "what was typed is kept"
    );
    let empty = save(&client, SALES, list(" ")).await;
    assert!(
        empty
            .field_error("AllowedExternalDomains")
            .contains("Add at least one domain")
    );
    let many: Vec<_> = (0..4_001).map(|number| format!("d{number}.example")).collect();
    let many = save(&client, SALES, list(&many.join("\n"))).await;
    assert_eq!(many.status, 422);
    assert!(
        many.field_error("AllowedExternalDomains")
            .contains("at most 4000 fit"),
        "{}",
        many.field_error("AllowedExternalDomains")
    );
    let mut both = list("a.example");
    both.push(("BlockedExternalDomains".to_owned(), "A.example".to_owned()));
    let both = save(&client, SALES, both).await;
    assert!(
        both.field_error("BlockedExternalDomains")
            .contains("a.example is in both lists")
    );
    let saved = save(&client, SALES, list("bücher.example")).await;
    let page = client.follow(saved).await;
    assert_eq!(page.text("#AllowedExternalDomains"), "xn--bcher-kva.example");
    assert!(
        page.body.contains("bücher.example"),
        "people see the name as it is written"
    );
}

#[tokio::test]
async fn a_form_that_was_sent_after_the_session_had_ended_comes_back() {
    let server = TestServer::start().await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let revision = client.get(SALES).await.value("revision").unwrap();
    let gone = server.client();
    let mut fields = vec![("revision".to_owned(), revision)];
    fields.extend(shown("FederatedBilateralChats", true));
    let answer = post(&gone, SALES, &fields).await;
    let location = answer.location().unwrap();
    let token = location.split("draft=").nth(1).unwrap();
    let page = client.get(&format!("{SALES}?draft={token}")).await;
    assert!(
        page.has("input[name=FederatedBilateralChats][checked]"),
        "{}",
        page.body
    );
    assert!(
        page.messages()
            .iter()
            .any(|words| words.contains("Not saved yet"))
    );
    assert!(!stored(&server, "Sales").federated_bilateral_chats);
}
