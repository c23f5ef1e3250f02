//! Commands for policies and who has them.

use super::words::{argument, quote};
use crate::value::policy_value;
use forecourt_model::policy::{PolicyName, PolicySettings};
use forecourt_model::settings::SettingKey;

/// The command that makes a policy (`before` is `None`) or leads from `before` to `after`, in one line. Empty when
/// nothing differs. A new policy names both consumer switches, whatever their defaults.
pub fn set_policy(
    name: &PolicyName,
    is_global: bool,
    before: Option<&PolicySettings>,
    after: &PolicySettings,
) -> String {
    let is_new = before.is_none() && !is_global;
    let defaults = PolicySettings::default();
    let base = before.unwrap_or(&defaults);
    let mut line = format!(
        "{}-CsExternalAccessPolicy -Identity {}",
        if is_new { "New" } else { "Set" },
        identity(name, is_global)
    );
    let mut any = is_new;
    for key in SettingKey::ALL {
        let (Some(old), Some(new)) = (policy_value(base, *key), policy_value(after, *key)) else {
            continue;
        };
        let always = is_new
            && matches!(
                key,
                SettingKey::EnableTeamsConsumerAccess | SettingKey::EnableTeamsConsumerInbound
            );
        if always || old != new {
            any = true;
            line.extend([" -", key.name(), " ", &argument(*key, &new)]);
        }
    }
    if any { line } else { String::new() }
}

/// The command that deletes a policy, or resets Global.
pub fn remove_policy(name: &PolicyName) -> String {
    format!(
        "Remove-CsExternalAccessPolicy -Identity {}",
        identity(name, name.is_global())
    )
}

/// The command that assigns a policy to a person, or takes the direct assignment away.
pub fn grant(upn: &str, policy: Option<&PolicyName>) -> String {
    let name = policy
        .filter(|name| !name.is_global())
        .map_or_else(|| "$null".to_owned(), |name| quote(name.as_str()));
    format!(
        "Grant-CsExternalAccessPolicy -Identity {} -PolicyName {name}",
        quote(upn)
    )
}

/// One line that sets `key` of a policy to the value it has; empty for a setting of the organization.
pub fn show_policy_setting(
    name: &PolicyName,
    is_global: bool,
    settings: &PolicySettings,
    key: SettingKey,
) -> String {
    policy_value(settings, key).map_or_else(String::new, |value| {
        format!(
            "Set-CsExternalAccessPolicy -Identity {} -{key} {}",
            identity(name, is_global),
            argument(key, &value)
        )
    })
}

fn identity(name: &PolicyName, is_global: bool) -> String {
    if is_global {
        "Global".to_owned()
    } else {
        quote(name.as_str())
    }
}
