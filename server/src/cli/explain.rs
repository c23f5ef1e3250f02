//! `forecourt explain`

use super::options::Storage;
use super::with_services::with_services;
use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;
use forecourt_model::access::{Action, Decision, SourceKind};
use forecourt_service::ServiceError;
use forecourt_service::as_of::parse_moment;
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
    /// A moment, as 2021-12-08T14:20 in UTC or with an offset; now when absent. Of the past, everything counts as it was
    /// then.
    #[arg(long, value_name = "MOMENT")]
    at: Option<String>,
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
            at: self.at.as_deref().map(parse_moment).transpose()?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use forecourt_model::access::{Initiator, ReasonCode};
    use forecourt_model::{PersonId, Revision};
    use forecourt_service::explain::Assignment;

    fn candidate(source: SourceKind, group: Option<(&str, u32)>, policy: Option<&str>) -> PolicyCandidate {
        PolicyCandidate {
            source,
            group: None,
            group_name: group.map(|(name, _)| name.to_owned()),
            rank: group.map(|(_, rank)| rank),
            policy: policy.map(str::to_owned),
            wins: group.is_some_and(|(_, rank)| rank == 1),
        }
    }

    #[test]
    fn every_candidate_is_told_with_the_winner_marked() {
        let answer = Explanation {
            decision: Decision::Allow,
            reason_code: ReasonCode::Allowed,
            deciding_setting: None,
            policy: "Sales outbound only".to_owned(),
            assignment: Assignment {
                source: SourceKind::Group,
                group: None,
                rank: Some(1),
            },
            candidates: vec![
                candidate(SourceKind::Direct, None, None),
                candidate(SourceKind::Group, Some(("Sales", 1)), Some("Sales outbound only")),
                candidate(
                    SourceKind::Group,
                    Some(("Field", 4)),
                    Some("No personal accounts"),
                ),
                candidate(SourceKind::Global, None, Some("Global")),
            ],
            consulted: Vec::new(),
            would_change: Vec::new(),
            revision: Revision(7),
            from: "alice@aldergrove.example".to_owned(),
            to: "pat@outlook.example".to_owned(),
            action: Action::StartChat,
            initiator: Initiator::Internal,
            sentence: "The organization and the policy both allow it.".to_owned(),
            person: PersonId(uuid::Uuid::nil()),
            person_name: "Alice".to_owned(),
        };
        let text = in_words(&answer);
        let lines: Vec<_> = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let start = lines
            .iter()
            .position(|line| line.starts_with("Direct"))
            .unwrap_or_default();
        assert_eq!(
            lines.get(start..start + 4).unwrap_or_default(),
            [
                "Direct assignment none",
                "Group Sales, rank 1 Sales outbound only <- wins",
                "Group Field, rank 4 No personal accounts",
                "Global Global",
            ]
        );
    }
}
