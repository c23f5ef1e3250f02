//! The settings of a document beside those that are stored.

use super::plan::FilePlan;
use crate::change::FieldChange;
use crate::organization::describe::{differences, organization_values};
use crate::snapshot::Snapshot;
use forecourt_exchange::document::DocumentSettings;
use forecourt_exchange::tenant::put_stated;
use forecourt_model::settings::DomainRule;

pub(super) fn compare_settings(plan: &mut FilePlan, snapshot: &Snapshot, stated: &DocumentSettings) {
    let before = &snapshot.settings;
    let mut after = before.clone();
    put_stated(&mut after, &stated.stated);
    if let Some(rule) = &stated.domains {
        after.domains = rule.clone();
    }
    if let Err(errors) = after.check() {
        for error in errors.0 {
            plan.errors
                .push(&format!("settings.{}", error.field), &error.code, error.message);
        }
        return;
    }
    if after == *before {
        return;
    }
    plan.setting_fields = differences(&organization_values(before), &organization_values(&after));
    plan.setting_fields
        .extend(unused(&before.domains, &after.domains));
    plan.settings = Some((before.clone(), after));
}

/// The domain list that is not in use is stored all the same.
fn unused(before: &DomainRule, after: &DomainRule) -> Vec<FieldChange> {
    let list = |rule: &DomainRule, blocked: bool| {
        let is_used = if blocked {
            !rule.blocked_domains().is_empty()
        } else {
            matches!(
                rule.allowed_domains(),
                forecourt_model::settings::AllowedDomains::List(list) if !list.is_empty()
            )
        };
        let list = if blocked { &rule.blocked } else { &rule.allowed };
        let names: Vec<_> = list.iter().map(ToString::to_string).collect();
        (!is_used && !names.is_empty()).then(|| names.join(", "))
    };
    [
        (false, "Allow list that is not in use"),
        (true, "Block list that is not in use"),
    ]
    .into_iter()
    .map(|(blocked, name)| FieldChange::new(name, list(before, blocked), list(after, blocked)))
    .filter(|field| field.before != field.after)
    .collect()
}
