//! What is asked, about people of a server that runs, and what its settings say about them.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cerbos::{Rules, question};
use crate::client::Client;

/// How many outside domains are asked about.
const DOMAINS: usize = 10_000;

/// A question: somebody with a personal account, and somebody of the directory.
#[derive(Clone, Debug)]
pub(super) struct Case {
    person: String,
    policy: String,
    outside: String,
    is_inward: bool,
}

#[derive(Deserialize)]
struct Person {
    user_principal_name: String,
    policy: String,
}

/// `count` questions about as many people, from all over the directory.
///
/// # Errors
/// The export fails or has fewer people than it should have.
pub(super) async fn cases(client: &mut Client, people: usize, count: usize) -> Result<Vec<Case>> {
    let answer = client.get("/api/v1/exports/users").await?;
    let text = std::str::from_utf8(answer.body())?;
    let step = (people / count).max(1);
    let mut found = Vec::with_capacity(count);
    let mut lines = text.lines().step_by(step);
    for at in 0..count {
        let line = match lines.next() {
            Some(line) => line,
            None => {
                lines = text.lines().step_by(step);
                lines.next().context("the export is empty")?
            }
        };
        let person: Person = serde_json::from_str(line)?;
        found.push(Case {
            person: person.user_principal_name,
            policy: person.policy,
            outside: format!("@somebody{at}:server{}.example", at * 7_919 % DOMAINS),
            is_inward: at % 2 == 0,
        });
    }
    // By name they would lie beside each other in memory.
    let length = found.len();
    for at in 0..length {
        found.swap(at, at * 7_919 % length);
    }
    let lines = text.lines().count();
    ensure!(lines >= people, "the export has {lines} people");
    Ok(found)
}

impl Case {
    /// As Forecourt is asked.
    pub(super) fn ours(&self) -> Value {
        let (initiator, counterpart) = if self.is_inward {
            (&self.outside, &self.person)
        } else {
            (&self.person, &self.outside)
        };
        json!({ "action": "start_chat", "initiator": initiator, "counterparts": [counterpart] })
    }

    /// As Cerbos is asked: it is told what Forecourt looks up.
    pub(super) fn theirs(&self) -> Value {
        question(&self.outside, &self.person, &self.policy, self.is_inward)
    }
}

#[derive(Deserialize)]
struct Settings {
    allow_teams_consumer: bool,
    allow_teams_consumer_inbound: bool,
}

#[derive(Deserialize)]
struct Policy {
    name: String,
    enable_teams_consumer_access: bool,
    enable_teams_consumer_inbound: bool,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Policy>,
}

/// What the settings and policies of the server come to.
///
/// # Errors
/// They cannot be read.
pub(super) async fn rules(client: &mut Client) -> Result<Rules> {
    let settings = client.get("/api/v1/settings").await?;
    let settings: Settings = serde_json::from_slice(settings.body())?;
    let policies = client.get("/api/v1/policies?limit=100").await?;
    let policies: Page = serde_json::from_slice(policies.body())?;
    let off = |is_on: fn(&Policy) -> bool| {
        let off = policies.items.iter().filter(|policy| !is_on(policy));
        off.map(|policy| policy.name.clone()).collect()
    };
    Ok(Rules {
        chat: settings.allow_teams_consumer,
        inbound: settings.allow_teams_consumer_inbound,
        chat_off: off(|policy| policy.enable_teams_consumer_access),
        inbound_off: off(|policy| policy.enable_teams_consumer_inbound),
    })
}
