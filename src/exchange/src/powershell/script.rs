//! A whole change, or the whole state, as a script for the module `MicrosoftTeams`.
//!
//! What only closes comes first, what lets somebody in comes last, with the switches of the organization at the very
//! end: when a command fails in between, nobody has more than before.

mod groups;
mod halves;
mod people;

use super::organization::{every_setting, set_tenant};
use super::policy::{remove_policy, set_policy};
use super::words::quote;
use forecourt_model::GroupId;
use forecourt_model::policy::{PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use halves::{closing_policy, closing_settings};

/// The most people of one `New-CsBatchPolicyAssignmentOperation`.
pub const BATCH: usize = 5_000;

/// A policy of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptPolicy {
    /// Its name.
    pub name: PolicyName,
    /// What may be done to it.
    pub kind: PolicyKind,
    /// What it says before; `None` for one that is made.
    pub before: Option<PolicySettings>,
    /// What it says after.
    pub after: PolicySettings,
}

/// The policy of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptGroup {
    /// The group.
    pub id: GroupId,
    /// Its name, for comments.
    pub name: String,
    /// Its policy.
    pub policy: PolicyName,
}

/// The direct assignment of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptAssignment {
    /// What names the person: an object id or a SIP address.
    pub identity: String,
    /// The policy afterwards; `None` takes the assignment away.
    pub policy: Option<PolicyName>,
    /// Whether it may let somebody in who was out before.
    pub opens: bool,
    /// Reason, owner and end, for a comment.
    pub note: Option<String>,
}

/// What a script does.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// What it is, in one line.
    pub title: String,
    /// More lines of its head: the impact, what is left out.
    pub notes: Vec<String>,
    /// The settings before and after. For the whole state, both are the same.
    pub settings: Option<(OrganizationSettings, OrganizationSettings)>,
    /// Policies that are made or changed.
    pub policies: Vec<ScriptPolicy>,
    /// Policies that are deleted.
    pub removed: Vec<PolicyName>,
    /// The policies of groups before and after, best rank first, when they differ.
    pub groups: Option<(Vec<ScriptGroup>, Vec<ScriptGroup>)>,
    /// Other direct assignments.
    pub assignments: Vec<ScriptAssignment>,
}

/// The change as a script; it does to an organization that is as before what was done here.
pub fn change_script(script: &Script) -> String {
    let mut out = head(script);
    let settings = script.settings.as_ref();
    let middle = settings.map(|(before, after)| closing_settings(before, after));
    if let (Some((before, _)), Some(middle)) = (settings, &middle) {
        section(
            &mut out,
            "What closes for the whole organization",
            &set_tenant(before, middle),
        );
    }
    let mut first = Vec::new();
    let mut last = Vec::new();
    for policy in &script.policies {
        let is_global = policy.name.is_global();
        let (early, late) = match &policy.before {
            None => (
                set_policy(&policy.name, is_global, None, &policy.after),
                String::new(),
            ),
            Some(before) => {
                let middle = closing_policy(before, &policy.after);
                (
                    set_policy(&policy.name, is_global, Some(before), &middle),
                    set_policy(&policy.name, is_global, Some(&middle), &policy.after),
                )
            }
        };
        first.extend(possible(policy, early));
        last.extend(possible(policy, late));
    }
    section(
        &mut out,
        "Policies that are new, and what closes in others",
        &first.join("\n"),
    );
    let (closing, opening): (Vec<_>, Vec<_>) = script.assignments.iter().partition(|entry| !entry.opens);
    section(
        &mut out,
        "Direct assignments that open nothing",
        &people::batches(&closing),
    );
    if let Some((before, after)) = &script.groups {
        section(
            &mut out,
            "Policies of groups, best rank first",
            &groups::commands(before, after),
        );
    }
    section(
        &mut out,
        "Direct assignments that let somebody in",
        &people::batches(&opening),
    );
    section(&mut out, "What opens in policies", &last.join("\n"));
    let removed: Vec<_> = script.removed.iter().map(remove_policy).collect();
    let removed = if removed.is_empty() {
        String::new()
    } else {
        format!(
            "# Teams refuses this until the assignments above have taken effect, which can take a day.\n{}",
            removed.join("\n")
        )
    };
    section(&mut out, "Policies that are deleted", &removed);
    if let (Some((_, after)), Some(middle)) = (settings, &middle) {
        section(
            &mut out,
            "What opens for the whole organization",
            &set_tenant(middle, after),
        );
    }
    if !out.contains("-Cs") {
        out.push_str("\n# Nothing to do.\n");
    }
    out
}

/// The whole state as a script: chat with personal accounts goes off first and gets its value with the last commands.
/// Policies that exist are changed, others are made. Policies and people that the state does not name stay as they are.
pub fn state_script(script: &Script) -> String {
    let mut out = head(script);
    let off = "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false";
    section(
        &mut out,
        "Chat with personal accounts stays off until everything is in place",
        off,
    );
    let mut policies = Vec::new();
    for policy in &script.policies {
        let is_global = policy.name.is_global();
        if policy.kind == PolicyKind::BuiltIn {
            continue;
        }
        let set = full_policy("Set", policy);
        policies.push(if is_global {
            set
        } else {
            format!(
                "if (Get-CsExternalAccessPolicy -Identity {0} -ErrorAction SilentlyContinue) {{\n    {set}\n}} else {{\n    {1}\n}}",
                quote(policy.name.as_str()),
                full_policy("New", policy)
            )
        });
    }
    section(&mut out, "Policies", &policies.join("\n"));
    if let Some((_, after)) = &script.groups {
        section(
            &mut out,
            "Policies of groups, best rank first",
            &groups::all(after),
        );
    }
    let all: Vec<_> = script.assignments.iter().collect();
    section(&mut out, "Direct assignments", &people::batches(&all));
    if let Some((_, after)) = &script.settings {
        section(&mut out, "The organization", &every_setting(after));
    }
    out
}

fn full_policy(verb: &str, policy: &ScriptPolicy) -> String {
    // From a policy in which everything is otherwise, so that everything is named.
    let other = halves::otherwise(&policy.after);
    let line = set_policy(&policy.name, policy.name.is_global(), Some(&other), &policy.after);
    line.replacen("Set", verb, 1)
}

/// The command; a comment for a policy that Teams does not let anybody change.
fn possible(policy: &ScriptPolicy, command: String) -> Option<String> {
    if command.is_empty() {
        return None;
    }
    if policy.kind == PolicyKind::BuiltIn && policy.before.is_some() {
        return Some(format!(
            "# {} comes with Teams and cannot be changed there: {}",
            comment(policy.name.as_str()),
            comment(&command)
        ));
    }
    Some(command)
}

fn head(script: &Script) -> String {
    let mut out = format!("# {}\n", comment(&script.title));
    for note in &script.notes {
        out.push_str(&format!("# {}\n", comment(note)));
    }
    out.push_str("#Requires -Modules MicrosoftTeams\n$ErrorActionPreference = 'Stop'\nConnect-MicrosoftTeams | Out-Null\n");
    out
}

fn section(out: &mut String, title: &str, commands: &str) {
    if !commands.is_empty() {
        out.push_str(&format!("\n# {title}\n{commands}\n"));
    }
}

/// Text that cannot leave the line of its comment, nor reorder it.
fn comment(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
            other if other.is_control() => ' ',
            other => other,
        })
        .collect()
}
