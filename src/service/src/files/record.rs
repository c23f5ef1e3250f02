//! What the audit trail keeps of a file that was applied.

use super::plan::FilePlan;
use crate::change::{Action, Detail, FieldChange, Record, Target, TargetKind};
use crate::import::material::ImportSide;
use forecourt_model::rollout::Answer;

/// The audit row: the same kind of thing as an import, so that it is taken back in the same way.
pub(super) fn record(plan: &FilePlan, was: &ImportSide, is: &ImportSide, reason: Option<String>) -> Record {
    let mut fields = plan.setting_fields.clone();
    for change in &plan.policies {
        if change.before.is_some() {
            fields.extend(change.fields.iter().map(|field| {
                let name = format!("{}, {}", change.after.name, field.name);
                FieldChange::new(name, field.before.clone(), field.after.clone())
            }));
        } else {
            let name = format!("Policy {}", change.after.name);
            fields.push(FieldChange::new(name, None, Some("added".to_owned())));
        }
    }
    for policy in &plan.removed {
        let name = format!("Policy {}", policy.name);
        fields.push(FieldChange::new(name, Some("deleted".to_owned()), None));
    }
    let mut count = |name: &str, number: usize| {
        if number > 0 {
            fields.push(FieldChange::new(name, None, Some(number.to_string())));
        }
    };
    count("Direct assignments changed", plan.reassigned());
    count(
        "Exceptions changed",
        plan.assignments
            .iter()
            .filter(|change| change.exception_before != change.exception_after)
            .count(),
    );
    if let Some((_, after)) = &plan.ranking {
        fields.push(FieldChange::new(
            "Groups with a policy",
            None,
            Some(after.len().to_string()),
        ));
    }
    for change in &plan.rollouts {
        let words = |answer: Option<Answer>| answer.map(|answer| answer.label().to_owned());
        fields.push(FieldChange::new(
            "Answer to a rollout",
            words(change.before),
            words(change.after),
        ));
    }
    Record {
        action: Action::ConfigurationImported,
        target: Target::new(TargetKind::Directory, "file", "Configuration file"),
        detail: Detail {
            fields,
            impact: Some(plan.impact.clone()),
            before: serde_json::to_value(was).ok(),
            after: serde_json::to_value(is).ok(),
        },
        reason,
        undoes: None,
    }
}
