//! `forecourt explain`

use super::options::Storage;
use super::with_services::with_services;
use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;
use forecourt_model::access::{Action, Decision, SourceKind};
use forecourt_service::ServiceError;
use forecourt_service::explain::{ExplainRequest, Explanation, PolicyCandidate, explain};
use std::fmt::Write as _;

/// Say whether somebody may do something, and why.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Who begins: somebody of the directory or an outside person.
    #[arg(long, value_name = "ADDRESS")]
    from: String,
    /// The other side.
    #[arg(long, value_name = "ADDRESS")]
    to: String,
    /// What they want to do.
    #[arg(long, value_name = "ACTION", value_parser = PossibleValuesParser::new(Action::ALL.map(Action::code)))]
    action: String,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let unknown = || ServiceError::field("action", "action-unknown", "Choose one of the actions.");
        let request = ExplainRequest {
            from: self.from,
            to: self.to,
            action: Action::from_code(&self.action).ok_or_else(unknown)?,
            at: None,
        };
        with_services(storage, "forecourt explain", async |services, context| {
            let answer = explain(services, context, request).await?;
            if self.json {
                println!("{}", serde_json::to_string_pretty(&answer)?);
            } else {
                print!("{}", in_words(&answer));
            }
            Ok(())
        })
        .await
    }
}

/// The answer for a terminal.
fn in_words(answer: &Explanation) -> String {
    let word = match answer.decision {
        Decision::Allow => "Yes",
        Decision::Deny => "No",
    };
    let source = match answer.assignment.source {
        SourceKind::Direct => "assigned directly",
        SourceKind::Group => "assigned through a group",
        SourceKind::Global => "the policy for everyone",
    };
    let mut text = format!("{word}. {}\n\n", answer.sentence);
    let _ = writeln!(text, "{:<36} {}", "Reason", code_of(&answer.reason_code));
    let _ = writeln!(text, "{:<36} {} ({source})", "Policy", answer.policy);
    for candidate in &answer.candidates {
        let place = place_of(candidate);
        let policy = candidate.policy.as_deref().unwrap_or("none");
        let wins = if candidate.wins { "  <- wins" } else { "" };
        let _ = writeln!(text, "{place:<36} {policy}{wins}");
    }
    for consulted in &answer.consulted {
        let stored = on_or_off(consulted.stored);
        let because = if consulted.effective == consulted.stored {
            ""
        } else {
            ", counts as off because its parent is off"
        };
        let decides = if consulted.decided { "  <- decides" } else { "" };
        let _ = writeln!(
            text,
            "{:<36} {stored}{because}{decides}",
            code_of(&consulted.setting)
        );
    }
    let _ = writeln!(text, "{:<36} {}", "Revision", answer.revision);
    text
}

/// Where a policy can come from, in words.
fn place_of(candidate: &PolicyCandidate) -> String {
    match (candidate.source, &candidate.group_name, candidate.rank) {
        (SourceKind::Direct, ..) => "Direct assignment".to_owned(),
        (SourceKind::Group, Some(name), Some(rank)) => format!("Group {name}, rank {rank}"),
        (SourceKind::Group, ..) => "Group".to_owned(),
        (SourceKind::Global, ..) => "Global".to_owned(),
    }
}

fn on_or_off(value: bool) -> &'static str {
    if value { "on" } else { "off" }
}

/// The stable name of a value, as JSON has it.
fn code_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
