//! The pages around decisions: external identities, the log, settings that are tried, and tests of access.

use crate::decisions::Chat;
use crate::support::Request;
use forecourt_model::authority::Role;
use forecourt_service::decision;
use serde_json::json;

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

#[tokio::test]
async fn a_test_of_access_says_what_decides_and_what_would_turn_it() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::HelpDesk).await;
    assert_eq!(client.get("/test-access").await.status, 200);
    let query = "people=ada%40aldergrove.example%0Agrace%40aldergrove.example&outside=%40pat%3Amatrix.org&begun_by=outside&action=start_chat";
    let page = client.get(&format!("/test-access?{query}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("EnableTeamsConsumerInbound") && page.body.contains("It would turn with:"));
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
