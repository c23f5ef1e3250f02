//! The form of OpenID AuthZEN.

use super::support::Chat;
use serde_json::Value;
use serde_json::json;

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
