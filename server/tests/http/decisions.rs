//! Questions of chat servers: answered from memory, strict about what they send, counted behind the answer.

use crate::support::{Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::organization::save_settings;
use forecourt_service::{Clock as _, decision};
use forecourt_store::person::{self, Person};
use forecourt_store::{connector, decision_log};
use serde_json::{Value, json};
use uuid::Uuid;

/// A server with two people and the token of a chat server.
pub(crate) struct Chat {
    pub(crate) server: TestServer,
    pub(crate) token: String,
}

pub(crate) async fn add_person(server: &TestServer, number: u128, name: &str) -> PersonId {
    let id = PersonId(Uuid::from_u128(9_000 + number));
    let somebody = Person {
        id,
        user_principal_name: format!("{name}@aldergrove.example"),
        display_name: name.to_owned(),
        sip_address: None,
        mail: None,
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    };
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    let now = server.clock.now();
    person::upsert(&mut transaction.connection(), tenant, &somebody, now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    id
}

impl Chat {
    pub(crate) async fn start() -> Self {
        let server = TestServer::start().await;
        add_person(&server, 1, "ada").await;
        add_person(&server, 2, "grace").await;
        server.clock.advance(time::Duration::days(365));
        let client = server.sign_in(Role::TeamsAdministrator).await;
        let fields = [("name", "synapse"), ("scopes", "decisions"), ("days", "30")];
        let made = client.post("/access-tokens", &fields).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let token = made.text("#made-token");
        Self { server, token }
    }

    pub(crate) async fn send(&self, path: &str, body: &str) -> Page {
        self.send_as(&self.token, path, body).await
    }

    async fn send_as(&self, token: &str, path: &str, body: &str) -> Page {
        let request = Request::new()
            .method("POST")
            .uri(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"));
        self.server
            .client()
            .send(request, Body::from(body.to_owned()))
            .await
    }

    pub(crate) async fn ask(&self, body: &Value) -> (u16, Value) {
        let answer = self.send("/api/v1/decisions", &body.to_string()).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    /// The answer to one question from outside.
    async fn inbound(&self) -> Value {
        let (status, answer) = self
            .ask(&json!({
                "action": "start_chat",
                "initiator": "@pat:matrix.org",
                "counterparts": ["ada@aldergrove.example"],
            }))
            .await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    async fn set_inbound(&self, on: bool) -> Revision {
        let snapshot = self.server.services().snapshot().unwrap();
        let mut settings = snapshot.settings.clone();
        settings.allow_teams_consumer_inbound = on;
        let context = self.server.context_of(Role::TeamsAdministrator);
        save_settings(
            self.server.services(),
            &context,
            snapshot.settings_revision,
            &settings,
            None,
            None,
        )
        .await
        .unwrap()
        .revision
    }
}

#[tokio::test]
async fn a_switch_counts_for_the_next_question() {
    let chat = Chat::start().await;
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "allow");
    assert_eq!(answer["reason_code"], "allowed");
    assert_eq!(answer["outside_class"], "personal");
    assert_eq!(answer["policy"], "Global");
    assert!(answer.get("message").is_none());
    let revision = chat.set_inbound(false).await;
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "deny");
    assert_eq!(answer["deciding_setting"], "AllowTeamsConsumerInbound");
    assert_eq!(answer["message"], decision::STANDARD_SENTENCE);
    assert_eq!(answer["revision"], revision.0);
    // The other way stays open, and so do replies.
    for (initiator, other, action) in [
        ("ada@aldergrove.example", "@pat:matrix.org", "start_chat"),
        ("@pat:matrix.org", "ada@aldergrove.example", "send"),
    ] {
        let question = json!({ "action": action, "initiator": initiator, "counterparts": [other] });
        let (_, answer) = chat.ask(&question).await;
        assert_eq!(answer["decision"], "allow", "{action}");
    }
    // Coming in counts like the beginning of the conversation.
    for (started_by, decision) in [("@pat:matrix.org", "deny"), ("ada@aldergrove.example", "allow")] {
        let (_, answer) = chat
            .ask(&json!({
                "action": "join",
                "initiator": "ada@aldergrove.example",
                "conversation": { "members": ["@pat:matrix.org"], "started_by": started_by },
            }))
            .await;
        assert_eq!(answer["decision"], decision, "{started_by}");
    }
    chat.set_inbound(true).await;
    assert_eq!(chat.inbound().await["decision"], "allow");
}

#[tokio::test]
async fn a_batch_is_answered_from_one_state_in_its_order() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    let items: Vec<_> = (0..1_000)
        .map(|index| {
            let (from, to) = if index % 2 == 0 {
                ("ada@aldergrove.example", "@pat:matrix.org")
            } else {
                ("@pat:matrix.org", "ada@aldergrove.example")
            };
            json!({ "action": "start_chat", "initiator": from, "counterparts": [to] })
        })
        .collect();
    let (status, answer) = chat.ask(&json!({ "items": items })).await;
    assert_eq!(status, 200, "{answer}");
    let decisions = answer["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 1_000);
    for (index, decision) in decisions.iter().enumerate() {
        assert_eq!(
            decision["decision"],
            if index % 2 == 0 { "allow" } else { "deny" },
            "{index}"
        );
    }
    let ids: std::collections::HashSet<_> = decisions
        .iter()
        .map(|one| one["decision_id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1_000);
}

#[tokio::test]
async fn one_person_who_must_not_be_reached_closes_the_whole_group() {
    let chat = Chat::start().await;
    let question = |people: &[&str]| json!({ "action": "add_to_chat", "initiator": "@pat:matrix.org", "counterparts": people });
    let (_, answer) = chat
        .ask(&question(&["ada@aldergrove.example", "grace@aldergrove.example"]))
        .await;
    assert_eq!(answer["decision"], "allow");
    let (_, answer) = chat
        .ask(&question(&[
            "ada@aldergrove.example",
            "nobody@aldergrove.example",
        ]))
        .await;
    assert_eq!(
        (&answer["decision"], &answer["reason_code"]),
        (&json!("deny"), &json!("unknown_person"))
    );
    assert_eq!(answer["inside"], "nobody@aldergrove.example");
    let (_, answer) = chat
        .ask(&json!({ "action": "start_chat", "initiator": "ada@aldergrove.example", "counterparts": ["grace@aldergrove.example"] }))
        .await;
    assert_eq!(answer["reason_code"], "inside");
    let (_, answer) = chat
        .ask(
            &json!({ "action": "start_chat", "initiator": "@a:x.example", "counterparts": ["@b:y.example"] }),
        )
        .await;
    assert_eq!(
        (&answer["decision"], &answer["reason_code"]),
        (&json!("allow"), &json!("not_concerned"))
    );
}

#[tokio::test]
async fn every_fault_names_its_item_and_its_field() {
    let chat = Chat::start().await;
    let good =
        json!({ "action": "send", "initiator": "@a:matrix.org", "counterparts": ["ada@aldergrove.example"] });
    let with = |field: &str, value: Value| {
        let mut item = good.clone();
        item[field] = value;
        item
    };
    let many: Vec<_> = (0..1_001).map(|_| good.clone()).collect();
    let crowd: Vec<_> = (0..201).map(|index| format!("@p{index}:matrix.org")).collect();
    for (body, status, field, code) in [
        (json!({ "items": [] }), 422, "items", "items-empty"),
        (json!({ "items": many }), 422, "items", "too-many-items"),
        (
            json!({ "items": [good, with("initiator", json!("@a"))] }),
            422,
            "items[1].initiator",
            "matrix-id-malformed",
        ),
        (
            json!({ "items": [with("action", json!("poke"))] }),
            422,
            "items[0].action",
            "action-unknown",
        ),
        (
            json!({ "items": [good, with("surprise", json!(1))] }),
            422,
            "items[1]",
            "item-wrong",
        ),
        (
            with("initiator", json!({ "kind": "fax", "id": "1" })),
            422,
            "initiator.kind",
            "kind-unknown",
        ),
        (
            with("initiator", json!({ "kind": "phone", "id": "12" })),
            422,
            "initiator",
            "phone-malformed",
        ),
        (
            with("counterparts", json!([])),
            422,
            "counterparts",
            "counterparts-empty",
        ),
        (
            with("counterparts", json!(crowd)),
            422,
            "counterparts",
            "too-many-people",
        ),
        (
            with("counterparts", json!(["ada"])),
            422,
            "counterparts[0]",
            "identifier-unknown",
        ),
        (with("at_least", json!(-1)), 422, "at_least", "revision-wrong"),
        (with("items", json!([good])), 422, "items", "items-and-question"),
        (json!({ "action": "send" }), 422, "initiator", "missing"),
        (json!({}), 422, "action", "missing"),
    ] {
        let (found, answer) = chat.ask(&body).await;
        assert_eq!(found, status, "{answer}");
        assert_eq!(answer["errors"][0]["field"], field, "{answer}");
        assert_eq!(answer["errors"][0]["code"], code, "{answer}");
    }
    let answer = chat.send("/api/v1/decisions", "{").await;
    assert_eq!(answer.status, 400);
    let (status, answer) = chat.ask(&with("at_least", json!(1_000_000))).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (409, Some("revision-not-reached"))
    );
    assert!(answer["detail"].as_str().unwrap().contains("Nothing was decided"));
}

#[tokio::test]
async fn only_a_token_for_decisions_may_ask() {
    let chat = Chat::start().await;
    let body = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] }).to_string();
    let client = chat.server.sign_in(Role::GlobalAdministrator).await;
    let fields = [("name", "other"), ("scopes", "people.read"), ("days", "30")];
    let other = client.post("/access-tokens", &fields).await.text("#made-token");
    let ask = async |token: &str| chat.send_as(token, "/api/v1/decisions", &body).await.status;
    assert_eq!(ask(&other).await, 403);
    assert_eq!(ask("fc_wrong").await, 401);
    assert_eq!(ask(&chat.token).await, 200);
    // Known callers are remembered, and forgotten at once.
    let listed = forecourt_service::access_token::list(chat.server.services(), &chat.server.context())
        .await
        .unwrap();
    let mine = listed.iter().find(|token| token.name == "synapse").unwrap();
    forecourt_service::access_token::revoke(chat.server.services(), &chat.server.context(), mine.id)
        .await
        .unwrap();
    assert_eq!(ask(&chat.token).await, 401);
}

#[tokio::test]
async fn a_token_ends_by_itself_though_it_is_remembered() {
    let chat = Chat::start().await;
    chat.inbound().await;
    chat.server.clock.advance(time::Duration::days(31));
    let body = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] }).to_string();
    assert_eq!(chat.send("/api/v1/decisions", &body).await.status, 401);
}

#[tokio::test]
async fn decisions_go_on_without_the_database_and_say_since_when() {
    let chat = Chat::start().await;
    assert_eq!(chat.inbound().await["decision"], "allow");
    let services = chat.server.services();
    services.database().close().await;
    assert!(services.catch_up().await.is_err());
    services.decisions().mark(false, chat.server.clock.now());
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "allow");
    assert_eq!(answer["stale_since"], "2022-12-08T13:20:00Z");
}

#[tokio::test]
async fn authzen_gets_the_same_answers() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    let post = async |path: &str, body: Value| {
        let answer = chat.send(path, &body.to_string()).await;
        (
            answer.status,
            serde_json::from_str::<Value>(&answer.body).unwrap(),
        )
    };
    let evaluation = json!({
        "subject": { "type": "matrix", "id": "@pat:matrix.org" },
        "action": { "name": "start_chat" },
        "resource": { "type": "user", "id": "ada@aldergrove.example" },
        "context": { "language": "en" },
    });
    let (status, answer) = post("/access/v1/evaluation", evaluation.clone()).await;
    assert_eq!((status, &answer["decision"]), (200, &json!(false)), "{answer}");
    assert_eq!(answer["context"]["reason_code"], "organization_inbound_off");
    let batch = json!({
        "action": { "name": "start_chat" },
        "evaluations": [
            { "subject": evaluation["subject"], "resource": evaluation["resource"] },
            { "subject": evaluation["resource"], "resource": evaluation["subject"] },
            { "subject": { "type": "matrix", "id": "pat" }, "resource": evaluation["resource"] },
        ],
    });
    let (status, answer) = post("/access/v1/evaluations", batch.clone()).await;
    assert_eq!(status, 200, "{answer}");
    let decisions: Vec<_> = answer["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["decision"].clone())
        .collect();
    assert_eq!(decisions, [json!(false), json!(true), json!(false)]);
    let error = &answer["evaluations"][2]["context"]["error"];
    assert_eq!(
        error["errors"][0]["field"], "evaluations[2].subject.id",
        "{answer}"
    );
    let mut first = batch;
    first["options"] = json!({ "evaluations_semantic": "deny_on_first_deny" });
    let (_, answer) = post("/access/v1/evaluations", first).await;
    assert_eq!(answer["evaluations"].as_array().unwrap().len(), 1);
    // A hundred and twenty people, a hundred times.
    let members: Vec<_> = (0..120)
        .map(|number| format!("p{number}@aldergrove.example"))
        .collect();
    let crowd = json!({
        "subject": evaluation["subject"],
        "action": { "name": "send" },
        "resource": { "type": "conversation", "id": "!room:matrix.org", "properties": { "members": members } },
        "evaluations": vec![json!({}); 100],
    });
    let (status, answer) = post("/access/v1/evaluations", crowd).await;
    assert_eq!(
        (status, &answer["errors"][0]["code"]),
        (422, &json!("too-many-people")),
        "{answer}"
    );
    let page = chat
        .server
        .client()
        .get("/.well-known/authzen-configuration")
        .await;
    let configuration: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(
        configuration["access_evaluation_endpoint"],
        "http://forecourt.example/access/v1/evaluation"
    );
}

#[tokio::test]
async fn what_cannot_be_read_in_evaluations_stays_small() {
    let chat = Chat::start().await;
    let post = async |body: &str| {
        let answer = chat.send("/access/v1/evaluations", body).await;
        let length = answer.body.len();
        (
            answer.status,
            serde_json::from_str::<Value>(&answer.body).unwrap(),
            length,
        )
    };
    let room = |members: &[&str]| json!({ "type": "conversation", "id": "!r:x", "properties": { "members": members } });
    let whole = |members: &[&str], evaluations: Vec<Value>| {
        json!({
            "subject": { "type": "user", "id": "ada@aldergrove.example" },
            "action": { "name": "send" },
            "resource": room(members),
            "evaluations": evaluations,
        })
        .to_string()
    };
    // Four kilobytes that name two hundred thousand people, none of whom can be read.
    let (status, answer, length) = post(&whole(&[""; 200], vec![json!({}); 1_000])).await;
    assert_eq!(
        (status, &answer["errors"][0]["code"]),
        (422, &json!("too-many-people"))
    );
    assert!(length < 1_000, "{length}");
    // Fewer people: each evaluation denies, and twenty faults are named in all.
    let mut evaluations = vec![json!({}); 900];
    evaluations.push(json!({ "resource": { "type": "user", "id": "@pat:matrix.org" } }));
    let (status, answer, length) = post(&whole(&[""; 10], evaluations)).await;
    assert_eq!(status, 200, "{answer}");
    let answers = answer["evaluations"].as_array().unwrap();
    let faults = |one: &Value| one["context"]["error"]["errors"].as_array().map_or(0, Vec::len);
    assert_eq!(answers.len(), 901);
    assert_eq!(
        answers[..4].iter().map(faults).collect::<Vec<_>>(),
        [10, 10, 1, 1]
    );
    assert_eq!(answers[2]["context"]["error"]["errors"][0]["code"], "not-named");
    assert!(answers[..900].iter().all(|one| one["decision"] == false));
    assert_eq!(
        answers[900]["decision"], true,
        "what can be read is answered all the same"
    );
    assert!(length < 300_000, "{length}");
    // One evaluation alone names no more either.
    let (_, answer, _) = post(&whole(&[""; 200], vec![json!({})])).await;
    assert_eq!(faults(&answer["evaluations"][0]), 20);
    // Empty evaluations are three bytes each.
    let many = format!("{{\"evaluations\":[{}{{}}]}}", "{},".repeat(600_000));
    let (status, answer, _) = post(&many).await;
    assert_eq!(
        (status, &answer["errors"][0]["code"]),
        (422, &json!("evaluations-out-of-range"))
    );
}

#[tokio::test]
async fn what_was_decided_last_is_written_down_at_the_end() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    chat.inbound().await;
    let services = chat.server.services();
    decision::run_journal(services.clone(), std::future::ready(())).await;
    let mut reader = services.database().read().await.unwrap();
    let domains = decision_log::by_domain(&mut reader.connection(), services.tenant(), 0, 10)
        .await
        .unwrap();
    assert_eq!(domains, [("matrix.org".to_owned(), 0, 1)]);
}

#[tokio::test]
async fn what_was_decided_is_counted_and_refusals_are_kept() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    for _ in 0..3 {
        chat.inbound().await;
    }
    let outward = json!({ "action": "start_chat", "initiator": "ada@aldergrove.example", "counterparts": ["@pat:matrix.org"] });
    for _ in 0..5 {
        chat.ask(&outward).await;
    }
    decision::keep(chat.server.services()).await.unwrap();
    let mut reader = chat.server.services().database().read().await.unwrap();
    let mut connection = reader.connection();
    let tenant = chat.server.services().tenant();
    let domains = decision_log::by_domain(&mut connection, tenant, 0, 10)
        .await
        .unwrap();
    assert_eq!(domains, [("matrix.org".to_owned(), 5, 3)]);
    let end = chat.server.clock.now() + time::Duration::days(1);
    let filter = decision::RecordFilter::default();
    let records = decision_log::recent(&mut connection, tenant, &filter, end, 100)
        .await
        .unwrap();
    // One of the allowed ones is kept: the first of a hundred.
    assert_eq!(records.iter().filter(|record| !record.allowed).count(), 3);
    assert_eq!(records.iter().filter(|record| record.allowed).count(), 1);
    let refused = records.iter().find(|record| !record.allowed).unwrap();
    assert_eq!(refused.outside, "@pat:matrix.org");
    assert_eq!(refused.begun_by, "outside");
    assert_eq!(refused.person, Some(PersonId(Uuid::from_u128(9_001))));
    let connectors = connector::all(&mut connection, tenant).await.unwrap();
    assert_eq!(connectors[0].name, "synapse");
    assert!(connectors[0].p99_micros >= connectors[0].p50_micros && connectors[0].p50_micros > 0);
}

#[tokio::test]
async fn a_full_queue_drops_and_counts_and_keeps_nobody_waiting() {
    let chat = Chat::start().await;
    // Nobody takes from the queue here.
    let question = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] }).to_string();
    for _ in 0..1_030 {
        assert_eq!(chat.send("/api/v1/decisions", &question).await.status, 200);
    }
    assert_eq!(chat.server.services().decisions().journal().dropped(), 6);
}
