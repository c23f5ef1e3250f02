//! Direct assignments in batches.

use super::{BATCH, ScriptAssignment, comment};
use crate::powershell::words::quote;
use forecourt_model::policy::PolicyName;
use std::collections::BTreeMap;

/// One command for each policy and at most [`BATCH`] people; the batches that take assignments away come first.
pub(super) fn batches(assignments: &[&ScriptAssignment]) -> String {
    let mut by_policy: BTreeMap<Option<&PolicyName>, Vec<&ScriptAssignment>> = BTreeMap::new();
    for entry in assignments {
        by_policy.entry(entry.policy.as_ref()).or_default().push(entry);
    }
    let mut out = Vec::new();
    for (policy, people) in by_policy {
        let name = policy.map_or_else(|| "$null".to_owned(), |policy| quote(policy.as_str()));
        for entry in people.iter().filter(|entry| entry.note.is_some()) {
            let note = entry.note.as_deref().unwrap_or_default();
            out.push(format!("# {}: {}", comment(&entry.identity), comment(note)));
        }
        if let [only] = people.as_slice() {
            out.push(format!(
                "Grant-CsExternalAccessPolicy -Identity {} -PolicyName {name}",
                quote(&only.identity)
            ));
            continue;
        }
        let pieces = people.len().div_ceil(BATCH);
        for (number, piece) in (1..).zip(people.chunks(BATCH)) {
            let lines: Vec<_> = piece
                .iter()
                .map(|entry| format!("    {}", quote(&entry.identity)))
                .collect();
            let what = policy.map_or("no direct policy", PolicyName::as_str);
            let operation = quote(&format!("Forecourt: {what}, {number} of {pieces}"));
            out.push(format!(
                "$people = @(\n{}\n)\nNew-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName {name} \
                 -Identity $people -OperationName {operation}",
                lines.join(",\n")
            ));
        }
    }
    out.join("\n")
}
