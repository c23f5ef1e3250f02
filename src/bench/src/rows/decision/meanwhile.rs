//! Decisions while everything changes: everybody gets another policy, and single people do.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use http::Method;
use serde_json::{Value, json};

use super::http::{PATH, Served, first_decision};
use crate::client::Client;
use crate::median::median;
use crate::prepared::{Line, post};
use crate::row::Row;
use crate::rows::scale::p99;

pub(super) const NAMES: &[&str] = &[
    "decision/change_acknowledged",
    "decision/everybody_assigned",
    "decision/meanwhile_p99",
];

/// How long everybody may take.
const PATIENCE: Duration = Duration::from_mins(5);

/// How many changes of one person are timed.
const CHANGES: u32 = 40;

/// Changing one person until it is acknowledged and counts (ms); giving everybody a policy (s); and the p99 of
/// decisions that are asked for one after another during the latter (ms).
///
/// # Errors
/// The product fails, or a decision does not know of what was acknowledged.
pub(super) async fn measure(served: Served) -> Result<Vec<Row>> {
    let Served {
        product,
        running,
        credentials,
        ..
    } = served;
    drop(running);
    // All cores: what changes and what decides are not to share one.
    let running = product.start().await?;
    first_decision(&running, &credentials).await?;
    let mut client = Client::connect(running.address, &credentials).await?;
    let mut line = Line::open(running.address).await?;
    let person = client.get("/api/v1/users?limit=1").await?;
    let person: Value = serde_json::from_slice(person.body())?;
    let name = person
        .pointer("/items/0/user_principal_name")
        .and_then(Value::as_str)
        .context("nobody is listed")?;
    let asked = |at_least: i64| {
        let body = json!({ "action": "start_chat", "initiator": "@a:matrix.org", "counterparts": [name],
            "at_least": at_least });
        post(running.address, PATH, &credentials, &body.to_string())
    };
    let mut acknowledged = Vec::new();
    for change in 0..CHANGES {
        let policy = format!("Policy {:02}", 5 + change % 2);
        let begun = Instant::now();
        let path = format!("/api/v1/users/{name}/assignment");
        let answer = client
            .send_json(Method::PUT, &path, &json!({ "policy": policy }))
            .await?;
        acknowledged.push(begun.elapsed().as_secs_f64() * 1_000.0);
        let made: Value = serde_json::from_slice(answer.body())?;
        let revision = made.get("revision").and_then(Value::as_i64);
        let revision = revision.with_context(|| format!("the assignment was answered with {made}"))?;
        let answer: Value = serde_json::from_slice(line.ask(&asked(0)).await?)?;
        let known = answer.get("revision").and_then(Value::as_i64);
        ensure!(
            known >= Some(revision),
            "change {revision} is not known: {answer}"
        );
        let counted = answer.get("policy").and_then(Value::as_str);
        ensure!(
            counted == Some(policy.as_str()),
            "{policy} does not count: {answer}"
        );
    }
    let (everybody, times) = everybody(&mut client, &mut line, &asked(0)).await?;
    Ok(vec![
        Row::new("decision/change_acknowledged", median(&acknowledged), "ms", None),
        Row::new("decision/everybody_assigned", everybody, "s", None),
        Row::new("decision/meanwhile_p99", p99(&times), "ms", Some(50.0)),
    ])
}

async fn everybody(client: &mut Client, line: &mut Line, request: &[u8]) -> Result<(f64, Vec<f64>)> {
    let wanted = json!({ "people": { "filter": {} }, "policy": "Policy 07" });
    let answer = client
        .send_json(Method::POST, "/api/v1/operations", &wanted)
        .await?;
    let prepared: Value = serde_json::from_slice(answer.body())?;
    let Some(id) = prepared.pointer("/result/operation/id").and_then(Value::as_str) else {
        bail!("the operation was not prepared: {prepared}");
    };
    let begun = Instant::now();
    let started = client
        .send_json(
            Method::POST,
            &format!("/api/v1/operations/{id}/start"),
            &json!({ "acknowledge": true }),
        )
        .await?;
    ensure!(
        started.status().is_success(),
        "starting was answered with {}",
        String::from_utf8_lossy(started.body())
    );
    let mut times = Vec::new();
    loop {
        for _ in 0..200 {
            let asking = Instant::now();
            line.ask(request).await?;
            times.push(asking.elapsed().as_secs_f64() * 1_000.0);
        }
        let operation = client.get(&format!("/api/v1/operations/{id}")).await?;
        let operation: Value = serde_json::from_slice(operation.body())?;
        match operation.pointer("/operation/state").and_then(Value::as_str) {
            Some("running" | "waiting") => {}
            Some("done") => break,
            other => bail!("the operation is {other:?}: {operation}"),
        }
        ensure!(begun.elapsed() < PATIENCE, "the operation does not end");
    }
    Ok((begun.elapsed().as_secs_f64(), times))
}
