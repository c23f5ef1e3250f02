//! Operations whose assignments end by themselves, and lists that name a policy for each person.

use crate::contoso::{contoso, person};
use crate::operations::{no_chat, send, work};
use forecourt_model::authority::Role;

const ALICE: &str = "alice.ashdown@contoso.example.com";

#[tokio::test]
async fn an_operation_can_end_by_itself() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let target = no_chat(&server);
    let mut fields = vec![
        ("key", "k-ends"),
        ("target", target.as_str()),
        ("from", ""),
        ("list", ALICE),
        ("expires", "2021-12-01"),
        ("owner", "Ada Byron"),
    ];
    let refused = send(&browser, &fields, None).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.text("main").contains("This moment has passed."));
    assert_eq!(refused.value("owner").as_deref(), Some("Ada Byron"));
    fields[4] = ("expires", "2021-12-31");
    let sent = send(&browser, &fields, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().unwrap();
    let preview = browser.get(&path).await.text("main");
    for words in [
        "The assignments end by themselves: 31 Dec 2021.",
        "Ada Byron answers for them.",
        "Whoever has the policy already keeps what they have.",
    ] {
        assert!(preview.contains(words), "{words} is missing in {preview}");
    }
    browser.post(&path, &[("do", "start")]).await;
    work(&server, 10).await;
    let id = person(&server, ALICE).await;
    let page = browser.get(&format!("/users/{id}")).await.text("main");
    assert!(page.contains("This assignment is an exception"), "{page}");
    let api = server.api(Role::TeamsAdministrator).await;
    let listed = api.get("/api/v1/operations").await.json();
    assert_eq!(listed["items"][0]["owner"], "Ada Byron");
    assert_eq!(listed["items"][0]["expires_at"], "2021-12-31T23:59:59Z");
}

#[tokio::test]
async fn a_list_gives_each_person_a_policy_of_their_own() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let file = format!(
        "UserPrincipalName,ExternalAccessPolicy\r\n{ALICE},NoPersonalChat\r\nnobody@contoso.example.com,Global\r\n{ALICE},Sals\r\n"
    );
    let fields = [("key", "k-each"), ("target", "list"), ("from", ""), ("list", "")];
    let none = send(&browser, &fields, Some(b"UserPrincipalName\r\nx@y.example\r\n")).await;
    assert_eq!(none.status, 422);
    assert!(none.text("main").contains("does not say who gets which policy"));
    let sent = send(&browser, &fields, Some(file.as_bytes())).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().unwrap();
    let preview = browser.get(&path).await.text("main");
    for words in [
        "Assign the policies of a list to 1 person",
        "Unknown policy",
        "There is no policy with the name on this line.",
        "Start for 1 person",
    ] {
        assert!(preview.contains(words), "{words} is missing in {preview}");
    }
    browser.post(&path, &[("do", "start")]).await;
    work(&server, 10).await;
    let csv = browser.get(&format!("{path}/people.csv")).await.body;
    assert!(csv.contains(",NoPersonalChat,succeeded,"), "{csv}");
    let api = server.api(Role::TeamsAdministrator).await;
    let body = serde_json::json!({ "people": { "policies": [
        { "user": ALICE, "policy": "Global" }, { "user": "x@contoso.example.com", "policy": "Sals" }
    ] } });
    let draft = api.send("POST", "/api/v1/operations", &[], Some(body)).await;
    assert_eq!(draft.status, 200, "{}", draft.body);
    let draft = &draft.json()["result"];
    assert_eq!(
        (&draft["change"], &draft["left_out"]),
        (&1.into(), &1.into()),
        "{draft}"
    );
    assert_eq!(draft["operation"]["by_line"], true);
}
