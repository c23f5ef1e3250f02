//! The pages around decisions: external identities, the log, settings that are tried, and tests of access.

use crate::decisions::Chat;
use crate::support::{Client, Request};
use forecourt_model::PersonId;
use forecourt_model::authority::Role;
use forecourt_service::{Clock as _, decision};
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn the_lists_of_servers_are_saved_and_say_what_an_address_is() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/outside?address=@pat:partner.example").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("partner.example is in no list"),
        "{}",
        page.body
    );
    assert!(page.body.contains("matrix.org"));
    let fields = [
        ("revision", "0"),
        ("personal", "matrix.org"),
        ("organization", "partner.example"),
        ("own", "chat.aldergrove.example"),
        ("unknown", "refuse"),
        ("unknown_person", "refuse"),
    ];
    let saved = client.post("/outside", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = client.get("/outside?address=@pat:partner.example").await;
    assert!(page.body.contains("Somebody of another organization"));
    // The same form again is one that somebody else has overtaken.
    assert_eq!(client.post("/outside", &fields).await.status, 409);
    let wrong = [
        ("revision", "9"),
        ("personal", "a b"),
        ("unknown", "refuse"),
        ("unknown_person", "refuse"),
    ];
    let refused = client.post("/outside", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Line 1:") && refused.body.contains("a b"));
}

#[tokio::test]
async fn refused_people_read_what_was_written_for_their_language() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let fields = [
        ("revision", "0"),
        ("sentences", "en: Not here.\nde: Hier nicht."),
        ("request_url", "https://help.aldergrove.example/"),
        ("keep_one_in", "0"),
        ("days", "7"),
    ];
    assert_eq!(client.post("/outside/refusal", &fields).await.status, 303);
    let question = |language: &str| {
        json!({
            "action": "start_chat", "initiator": "@pat:matrix.org",
            "counterparts": ["nobody@aldergrove.example"], "language": language,
        })
    };
    for (language, sentence) in [("de-AT", "Hier nicht."), ("fr", "Not here."), ("", "Not here.")] {
        let (_, answer) = chat.ask(&question(language)).await;
        assert_eq!(answer["message"], sentence, "{language}");
        assert_eq!(answer["request_url"], "https://help.aldergrove.example/");
    }
    let wrong = [
        ("revision", "1"),
        ("sentences", "nothing"),
        ("request_url", "javascript:x"),
        ("keep_one_in", "x"),
        ("days", "0"),
    ];
    let refused = client.post("/outside/refusal", &wrong).await;
    assert_eq!(refused.status, 422);
    for sentence in [
        "Line 1:",
        "begins with https://",
        "from 0 to 1000000",
        "from 1 to 366",
    ] {
        assert!(refused.body.contains(sentence), "{sentence}");
    }
}

#[tokio::test]
async fn identities_are_given_on_the_page_of_a_person_and_in_lists() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let page = "/users/00000000-0000-0000-0000-000000002329/identities";
    assert_eq!(client.get(page).await.status, 200);
    let saved = client
        .post(
            page,
            &[("identities", "@ada:aldergrove.example\njid ada@xmpp.example")],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(client.get(page).await.body.contains("jid ada@xmpp.example"));
    let (_, answer) = chat
        .ask(&json!({ "action": "start_chat", "initiator": "@ada:aldergrove.example", "counterparts": ["@x:matrix.org"] }))
        .await;
    assert_eq!(answer["decision"], "allow", "{answer}");
    let wrong = client.post(page, &[("identities", "@ada")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Line 1:"));
    let lines = [("lines", "grace@aldergrove.example, @grace:aldergrove.example")];
    assert_eq!(client.post("/outside/identities", &lines).await.status, 303);
    assert!(client.get("/outside").await.body.contains("2 × Matrix id"));
    let reader = chat.server.sign_in(Role::GlobalReader).await;
    assert_eq!(reader.get(page).await.status, 200);
    assert_eq!(reader.post(page, &[("identities", "")]).await.status, 403);
}

#[tokio::test]
async fn a_trial_refuses_nobody_counts_and_is_put_in_force() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let started = client
        .post(
            "/decisions/draft",
            &[("do", "start"), ("access", "inbound_off"), ("domains", "same")],
        )
        .await;
    assert_eq!(started.status, 303, "{}", started.body);
    let question = json!({ "action": "start_chat", "initiator": "@pat:matrix.org", "counterparts": ["ada@aldergrove.example"] });
    for _ in 0..4 {
        let (_, answer) = chat.ask(&question).await;
        assert_eq!(answer["decision"], "allow");
    }
    decision::keep(chat.server.services()).await.unwrap();
    let page = client.get("/decisions").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Allowed, would be refused"), "{}", page.body);
    assert!(page.body.contains("matrix.org"));
    let trial = "/test-access?people=ada%40aldergrove.example&outside=%40pat%3Amatrix.org&begun_by=outside&action=start_chat";
    assert!(
        client
            .get(&format!("{trial}&draft=on"))
            .await
            .body
            .contains("organization_inbound_off")
    );
    assert!(!client.get(trial).await.body.contains("organization_inbound_off"));
    // Somebody who looked before the last trial began puts nothing in force.
    assert_eq!(
        client
            .post("/decisions/draft", &[("do", "promote"), ("trial", "1")])
            .await
            .status,
        409
    );
    let seen = page.value("trial").unwrap();
    assert_eq!(
        client
            .post("/decisions/draft", &[("do", "promote"), ("trial", &seen)])
            .await
            .status,
        303
    );
    let (_, answer) = chat.ask(&question).await;
    assert_eq!(answer["reason_code"], "organization_inbound_off");
    // Nothing is tried any more.
    assert_eq!(
        client.post("/decisions/draft", &[("do", "promote")]).await.status,
        404
    );
    decision::keep(chat.server.services()).await.unwrap();
    let page = client.get("/decisions?show=refused").await;
    assert!(page.body.contains("@pat:matrix.org") && page.body.contains("Refused"));
    let connectors = client.get("/connectors").await;
    assert!(connectors.body.contains("synapse"), "{}", connectors.body);
}

#[tokio::test]
async fn the_page_of_connectors_says_what_each_does_while_nobody_answers() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::GlobalReader).await;
    let question =
        json!({ "action": "send", "initiator": "ada@aldergrove.example", "counterparts": ["@x:matrix.org"] })
            .to_string();
    for (sent, product, sentence) in [
        ("curl/8.1 (x86)", "curl/8.1", "Not said"),
        (
            "forecourt-prosody/0.1.0 (fail-mode open)",
            "forecourt-prosody/0.1.0",
            "Lets through while nobody answers",
        ),
        (
            "forecourt-synapse/0.1.0 (fail-mode closed)",
            "forecourt-synapse/0.1.0",
            "Refuses while nobody answers",
        ),
    ] {
        let request = Request::new()
            .method("POST")
            .uri("/api/v1/decisions")
            .header("content-type", "application/json")
            .header("user-agent", sent)
            .header("authorization", format!("Bearer {}", chat.token));
        let answer = chat.server.client().send(request, question.clone().into()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        decision::keep(chat.server.services()).await.unwrap();
        let page = client.get("/connectors").await.body;
        assert!(
            page.contains(product) && page.contains(sentence),
            "{sent}: {page}"
        );
        assert!(!page.contains("(fail-mode"), "{sent}: {page}");
    }
}

#[tokio::test]
async fn an_allow_list_is_built_from_domains_that_were_seen() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let question = json!({ "action": "start_chat", "initiator": "ada@aldergrove.example", "counterparts": ["x@partner.example"] });
    chat.ask(&question).await;
    decision::keep(chat.server.services()).await.unwrap();
    let page = client.get("/decisions").await;
    assert!(page.body.contains("value=\"partner.example\""), "{}", page.body);
    let tried = client
        .post("/decisions/allow-list", &[("domain", "partner.example")])
        .await;
    assert_eq!(tried.status, 303, "{}", tried.body);
    let state = chat.server.services().decisions().state().unwrap();
    assert!(state.draft.is_some());
    let wrong = client
        .post("/decisions/allow-list", &[("domain", "not a domain")])
        .await;
    assert_eq!(wrong.status, 422);
}

/// Moves the clock, and returns the moment before as addresses have it.
fn passed(chat: &Chat) -> String {
    let before = chat.server.clock.now();
    chat.server.clock.advance(time::Duration::minutes(5));
    let rfc3339 = time::format_description::well_known::Rfc3339;
    before.format(&rfc3339).unwrap().replace('+', "%2B")
}

/// Ada asks for a chat with somebody of the partner, at that moment.
fn asks_of_partner(at: &str) -> String {
    format!(
        "people=ada%40aldergrove.example&outside=pat%40mail.partner.example&begun_by=inside&action=start_chat&at={at}"
    )
}

/// What [`asks_of_partner`] shows on pages for a moment at which the answer was no.
async fn pages_say_the_same(client: &Client, at: &str) {
    // The page says the same, with a link to itself and to the JSON.
    let page = client.get(&format!("/test-access?{}", asks_of_partner(at))).await;
    let main = page.text("main");
    for words in [
        "Refused",
        "as of revision",
        "Which person has which address is not kept",
    ] {
        assert!(main.contains(words), "{words}: {main}");
    }
    for start in ["/test-access.json?", "/test-access?"] {
        let link = page
            .attribute(&format!("main a[href^='{start}']"), "href")
            .unwrap();
        assert!(link.contains("&at=20"), "{link}");
        assert_eq!(client.get(&link).await.status, 200);
    }
    // The scenes are played in the past too; what is tried now was not in force then.
    let scenes = format!("/test-access?{}&rehearse=on", asks_of_partner(at));
    assert!(
        client
            .get(&scenes)
            .await
            .has("#rehearsal, [aria-labelledby=rehearsal]")
    );
    let draft = client
        .get(&format!("/test-access.json?{}&draft=on", asks_of_partner(at)))
        .await;
    assert_eq!(draft.status, 422);
    assert!(draft.body.contains("were not in force then"), "{}", draft.body);
}

#[tokio::test]
async fn a_moment_of_the_past_is_answered_for_other_organizations_too() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let api = chat.server.api(Role::TeamsAdministrator).await;
    let change = async |method: &str, path: &str, body: Value| {
        let done = api.send(method, path, &[("if-match", "*")], Some(body)).await;
        assert_eq!(done.status, 200, "{}", done.body);
    };
    let lists = async |organization: &str, personal: &str| {
        let revision = client.get("/outside").await;
        let revision = revision
            .attribute("form[action='/outside'] input[name=revision]", "value")
            .unwrap();
        let fields = [
            ("revision", revision.as_str()),
            ("organization", organization),
            ("personal", personal),
            ("unknown", "organization"),
            ("unknown_person", "refuse"),
        ];
        let saved = client.post("/outside", &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    };
    let ask = async |at: &str| -> Value {
        let answer = client
            .get(&format!("/test-access.json?{}", asks_of_partner(at)))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    };
    let said = |answer: &Value| {
        let row = &answer["answers"][0];
        ["decision", "reason_code", "outside_class", "policy"].map(|name| row[name].clone())
    };
    lists("partner.example", "").await;
    let first = passed(&chat);
    let only = json!({ "domain_mode": "allow_specific", "allowed_domains": ["other.example"] });
    change("PATCH", "/api/v1/settings", only).await;
    let second = passed(&chat);
    let closed = json!({ "name": "Closed", "enable_federation_access": false });
    change("POST", "/api/v1/policies", closed).await;
    let ada = PersonId(Uuid::from_u128(9_001));
    let assignment = format!("/api/v1/users/{ada}/assignment");
    change("PUT", &assignment, json!({ "policy": "Closed" })).await;
    let third = passed(&chat);
    // Today it is on the list of personal accounts, and the domains are open again.
    lists("", "partner.example").await;
    change("PATCH", "/api/v1/settings", json!({ "domain_mode": "allow_all" })).await;
    let today = ask("").await;
    assert_eq!(said(&today)[2..], ["personal", "Closed"], "{today}");
    assert_eq!((&today["at"], &today["not_kept"]), (&Value::Null, &Value::Null));
    assert_eq!(today["answers"][0]["people_with_policy"], 1);
    let answers = [ask(&first).await, ask(&second).await, ask(&third).await];
    assert_eq!(
        said(&answers[0]),
        ["allow", "allowed", "organization", "Global"],
        "{answers:?}"
    );
    for (answer, policy) in [(&answers[1], "Global"), (&answers[2], "Closed")] {
        let [decision, reason, class, by] = said(answer);
        assert_eq!(
            (decision, class, by),
            (json!("deny"), json!("organization"), json!(policy)),
            "{reason}"
        );
    }
    assert_ne!(
        said(&answers[1])[1],
        said(&answers[2])[1],
        "another setting decides"
    );
    for answer in &answers {
        assert_eq!(answer["explanations"], json!([]), "no personal account");
        assert!(
            answer["not_kept"]
                .as_str()
                .unwrap()
                .contains("addresses that they have today")
        );
        assert_eq!(answer["answers"][0]["people_with_policy"], Value::Null);
    }
    assert_eq!(answers[2]["at"], third.as_str());
    pages_say_the_same(&client, &second).await;
    // Before there was anything nothing can be said, and that is said.
    let before = client
        .get(&format!(
            "/test-access.json?{}",
            asks_of_partner("2001-01-01T00:00:00Z")
        ))
        .await;
    assert!(
        before.body.contains("as-of-before-organization"),
        "{}",
        before.body
    );
}

#[tokio::test]
async fn a_test_of_access_says_what_decides_and_what_would_change_it() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::HelpDesk).await;
    assert_eq!(client.get("/test-access").await.status, 200);
    let query = "people=ada%40aldergrove.example%0Agrace%40aldergrove.example&outside=%40pat%3Amatrix.org&begun_by=outside&action=start_chat";
    let page = client.get(&format!("/test-access?{query}")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("EnableTeamsConsumerInbound")
            && page.body.contains("Each of these would change the answer:")
    );
    let answer = client.get(&format!("/test-access.json?{query}")).await;
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer["answers"].as_array().unwrap().len(), 2);
    assert_eq!(answer["answers"][0]["decision"], "allow");
    assert_eq!(answer["explanations"][1]["decision"], "allow");
    let past = client
        .get(&format!("/test-access?{query}&at=2022-01-01T00:00:00Z"))
        .await;
    assert_eq!(past.status, 200, "{}", past.body);
    let scenes = client.get(&format!("/test-access?{query}&rehearse=on")).await;
    assert!(scenes.body.contains("Who is reached in each scene"));
    for (query, sentence) in [
        ("people=&outside=%40pat%3Amatrix.org", "Name 1 to 20 people"),
        (
            "people=nobody%40x.example&outside=%40pat%3Amatrix.org",
            "Nobody in the directory is",
        ),
        ("people=ada%40aldergrove.example&outside=pat", "Name its kind"),
        (
            "people=ada%40aldergrove.example&outside=grace%40aldergrove.example",
            "belongs to this organization",
        ),
        (
            "people=ada%40aldergrove.example&outside=%40a%3Ab&at=yesterday",
            "Write a moment like",
        ),
    ] {
        let page = client.get(&format!("/test-access?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(sentence), "{query}: {}", page.body);
    }
}
