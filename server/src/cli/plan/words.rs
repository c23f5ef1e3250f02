//! A plan for a terminal.

use forecourt_service::exception::end_words;
use forecourt_service::files::{AssignmentChange, ExceptionSide, FilePlan, RankedName};
use std::fmt::Write as _;

/// How many people are named; the rest is counted.
const NAMED: usize = 50;

/// The plan, line by line: `+` comes, `-` goes, `~` changes.
pub(super) fn plan(plan: &FilePlan) -> String {
    let mut text = String::new();
    for note in &plan.notes {
        let _ = writeln!(text, "Note: {note}");
    }
    if !plan.changes_anything() {
        text.push_str("Everything is as the file says already.\n");
        return text;
    }
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    for field in &plan.setting_fields {
        let _ = writeln!(
            text,
            "~ {}: {} -> {}",
            field.name,
            value(&field.before),
            value(&field.after)
        );
    }
    for change in &plan.policies {
        let sign = if change.before.is_some() { '~' } else { '+' };
        let _ = writeln!(text, "{sign} policy {}", change.after.name);
        for field in &change.fields {
            let _ = writeln!(
                text,
                "    {}: {} -> {}",
                field.name,
                value(&field.before),
                value(&field.after)
            );
        }
    }
    for policy in &plan.removed {
        let _ = writeln!(text, "- policy {}", policy.name);
    }
    if let Some((before, after)) = &plan.ranking {
        ranking(&mut text, before, after);
    }
    for change in plan.assignments.iter().take(NAMED) {
        assignment(&mut text, change);
    }
    if let Some(more) = plan.assignments.len().checked_sub(NAMED).filter(|more| *more > 0) {
        let _ = writeln!(text, "  and {more} more people");
    }
    for change in &plan.rollouts {
        let words = |answer: Option<forecourt_model::rollout::Answer>| {
            answer.map_or("not answered", forecourt_model::rollout::Answer::label)
        };
        let _ = writeln!(
            text,
            "~ {}: {} -> {}",
            change.message,
            words(change.before),
            words(change.after)
        );
    }
    let impact = &plan.impact;
    let _ = writeln!(
        text,
        "Chat: {} lose it, {} gain it. Being found and contacted: {} lose it, {} gain it.",
        impact.chat.lose, impact.chat.gain, impact.inbound.lose, impact.inbound.gain
    );
    text
}

fn ranking(text: &mut String, before: &[RankedName], after: &[RankedName]) {
    for row in before
        .iter()
        .filter(|row| after.iter().all(|other| other.group != row.group))
    {
        let _ = writeln!(text, "- group {}: {}", row.group_name, row.policy);
    }
    for (rank, row) in (1_usize..).zip(after) {
        let was = (1_usize..)
            .zip(before)
            .find(|(_, other)| other.group == row.group);
        match was {
            None => {
                let _ = writeln!(text, "+ group {}: {}, rank {rank}", row.group_name, row.policy);
            }
            Some((old, other)) if old != rank || other.policy != row.policy => {
                let _ = writeln!(
                    text,
                    "~ group {}: {}, rank {old} -> {}, rank {rank}",
                    row.group_name, other.policy, row.policy
                );
            }
            Some(_) => {}
        }
    }
}

fn assignment(text: &mut String, change: &AssignmentChange) {
    let side = |policy: &Option<forecourt_model::policy::PolicyName>, exception: &Option<ExceptionSide>| {
        let name = policy
            .as_ref()
            .map_or_else(|| "no direct policy".to_owned(), ToString::to_string);
        let end = exception.as_ref().map(|exception| {
            let end = exception
                .expires
                .map_or_else(|| "without an end".to_owned(), end_words);
            format!(" (exception of {}, {end})", exception.owner)
        });
        format!("{name}{}", end.unwrap_or_default())
    };
    let _ = writeln!(
        text,
        "~ {}: {} -> {}",
        change.person.user_principal_name,
        side(&change.before, &change.exception_before),
        side(&change.after, &change.exception_after)
    );
}
