//! Explanations: the same answer on the page, as JSON and from the use case.

use crate::contoso::{contoso, person, policy};
use crate::support::TestServer;
use forecourt_model::access::Action;
use forecourt_model::authority::Role;
use forecourt_service::explain::{ExplainRequest, Explanation, explain};
use forecourt_service::{ServiceError, people};
use serde_json::{Value, json};

const ALICE: &str = "alice.ashdown@contoso.example.com";
const PAT: &str = "pat@outlook.example";

async fn ask(server: &TestServer, from: &str, to: &str, action: Action) -> Result<Explanation, ServiceError> {
    let request = ExplainRequest {
        from: from.to_owned(),
        to: to.to_owned(),
        action,
        at: None,
    };
    explain(server.services(), &server.context(), request).await
}

#[tokio::test]
async fn the_json_has_exactly_the_promised_form() {
    let server = contoso().await;
    let id = person(&server, ALICE).await;
    let outbound = policy(&server, "Outbound only");
    let (services, context) = (server.services(), server.context());
    let view = people::get(services, &context, id).await.unwrap();
    people::assign(
        services,
        &context,
        id,
        Some(outbound),
        view.person.revision,
        None,
        None,
    )
    .await
    .unwrap();
    let answer = ask(&server, PAT, ALICE, Action::StartChat).await.unwrap();
    let revision = services.snapshot().unwrap().revision().0;
    let consulted = |setting: &str, stored: bool, effective: bool, decided: bool| json!({ "setting": setting, "stored": stored, "effective": effective, "decided": decided });
    let expected = json!({
        "decision": "deny",
        "reason_code": "policy_inbound_off",
        "deciding_setting": "EnableTeamsConsumerInbound",
        "policy": "Outbound only",
        "assignment": { "source": "direct", "group": null, "rank": null },
        "candidates": [
            { "source": "direct", "group": null, "group_name": null, "rank": null, "policy": "Outbound only", "wins": true },
            { "source": "global", "group": null, "group_name": null, "rank": null, "policy": "Global", "wins": false },
        ],
        "consulted": [
            consulted("AllowTeamsConsumer", true, true, false),
            consulted("EnableTeamsConsumerAccess", true, true, false),
            consulted("AllowTeamsConsumerInbound", true, true, false),
            consulted("EnableTeamsConsumerInbound", false, false, true),
        ],
        "would_change": [{ "settings": ["EnableTeamsConsumerInbound"], "value": true, "activation": false }],
        "revision": revision,
        "from": PAT,
        "to": ALICE,
        "action": "start_chat",
        "initiator": "external",
        "sentence": "The policy Outbound only lets only the person start. Replies still arrive.",
    });
    assert_eq!(serde_json::to_value(&answer).unwrap(), expected);
    let client = server.sign_in(Role::HelpDesk).await;
    let over_http = client
        .get(&format!(
            "/users/{id}/explain.json?with={PAT}&who=them&action=start_chat"
        ))
        .await;
    let mut over_http: Value = serde_json::from_str(&over_http.body).unwrap();
    over_http["to"] = json!(ALICE);
    assert_eq!(over_http, expected);
}

#[tokio::test]
async fn the_page_says_the_same_as_the_json() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    for name in [
        ALICE,
        "alireza.pourmand@contoso.example.com",
        "elodie.beranger@contoso.example.com",
    ] {
        let id = person(&server, name).await;
        for (who, at) in [("person", 0), ("them", 1)] {
            let query = format!("with={PAT}&who={who}&action=start_chat");
            let page = client.get(&format!("/users/{id}?{query}")).await;
            let tested = page.text("section:has(#test) .fc-verdict__answer");
            let verdict = page.texts(".fc-verdicts .fc-verdict__answer")[at].clone();
            assert_eq!(tested, verdict, "{name} {who}");
            let link = page.attribute("section:has(#test) a", "href").unwrap();
            let answer: Value = serde_json::from_str(&client.get(&link).await.body).unwrap();
            let word = if answer["decision"] == "allow" {
                "Yes"
            } else {
                "No"
            };
            assert_eq!(word, verdict, "{name} {who}");
        }
    }
}

#[tokio::test]
async fn a_person_is_known_by_every_name_and_either_side_may_begin() {
    let server = contoso().await;
    let id = person(&server, ALICE).await.to_string();
    for inside in [
        ALICE,
        "ALICE.Ashdown@Contoso.Example.COM",
        "sip:alice.ashdown@contoso.example.com",
        &id,
    ] {
        for action in Action::ALL {
            let inward = ask(&server, PAT, inside, action).await.unwrap();
            let outward = ask(&server, inside, "+47 22 33 44 55", action).await.unwrap();
            assert_eq!(inward.person, outward.person);
            let initiators =
                [&inward, &outward].map(|answer| serde_json::to_value(answer.initiator).unwrap());
            assert_eq!(initiators, [json!("external"), json!("internal")]);
            // A reply asks only whether chat is allowed at all.
            let asked = if action == Action::Send { 2 } else { 4 };
            assert_eq!(
                (inward.consulted.len(), outward.consulted.len()),
                (asked, 2),
                "{action:?}"
            );
        }
    }
}

#[tokio::test]
async fn questions_that_have_no_answer_say_why() {
    let server = contoso().await;
    let start = Action::StartChat;
    let other = "kaethe.kuehn@contoso.example.com";
    let both = ask(&server, ALICE, other, start).await.unwrap_err();
    assert_eq!(both.code(), "both-inside");
    let neither = ask(&server, PAT, "sam@mail.example", start).await.unwrap_err();
    assert_eq!(neither.code(), "not-in-directory");
    assert!(neither.sentence().contains(PAT) && neither.sentence().contains("sam@mail.example"));
    let own = ask(&server, "nobody@aldergrove.example", ALICE, start)
        .await
        .unwrap_err();
    assert!(
        own.sentence().contains("belongs to this organization"),
        "{}",
        own.sentence()
    );
    for (from, words) in [
        ("", "Say who"),
        ("two words", "neither in the directory"),
        ("a\u{202}\nb", "cannot be seen"),
    ] {
        let error = ask(&server, from, ALICE, start).await.unwrap_err();
        assert!(error.sentence().contains(words), "{from}: {}", error.sentence());
    }
    let long = format!("{}@mail.example", "a".repeat(400));
    assert!(
        ask(&server, &long, ALICE, start)
            .await
            .unwrap_err()
            .sentence()
            .contains("at most 320")
    );
    let client = server.sign_in(Role::HelpDesk).await;
    let id = person(&server, ALICE).await;
    let page = client.get(&format!("/users/{id}?with=two+words")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.field_error("with").contains("neither in the directory"),
        "{}",
        page.field_error("with")
    );
    assert_eq!(page.value("with").as_deref(), Some("two words"));
    let json = client
        .get(&format!("/users/{id}/explain.json?with={other}"))
        .await;
    assert_eq!(json.status, 409);
    let body: Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(body["error"]["code"], "both-inside");
}

#[tokio::test]
async fn a_shared_address_names_everybody_who_has_it() {
    let server = contoso().await;
    let mut rows = csv::Reader::from_reader(crate::contoso::USERS.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
    let shared = rows
        .iter()
        .find(|row| !row[2].is_empty() && rows.iter().filter(|other| other[2] == row[2]).count() == 2)
        .unwrap();
    let address = shared[2].trim_start_matches("sip:");
    let error = ask(&server, PAT, address, Action::StartChat).await.unwrap_err();
    for row in rows.iter().filter(|row| row[2] == shared[2]) {
        assert!(
            error.sentence().contains(&row[0]) && error.sentence().contains(&row[3]),
            "{}",
            error.sentence()
        );
    }
}
