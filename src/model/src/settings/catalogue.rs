//! Each setting once: its names, its words, its default and what it depends on.

mod organization_level;
mod policy_level;

use super::key::SettingKey;

/// Who a setting speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The whole organization, over every policy.
    Organization,
    /// The people whose effective policy it is in.
    Policy,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// One of these values.
    Choice(&'static [&'static str]),
    /// A list of domains.
    Domains,
    /// A list of e-mail addresses or identifiers.
    People,
    /// A list of texts.
    Texts,
    /// A text.
    Text,
}

/// Where the original lets an administrator change a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// On the page and in PowerShell.
    PageAndPowerShell,
    /// In PowerShell only.
    PowerShellOnly,
    /// Printed, but no longer of use to anything.
    Retired,
}

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its property name.
    pub key: SettingKey,
    /// Who it speaks for.
    pub level: Level,
    /// The object that holds it, without the verb: `CsTenantFederationConfiguration`.
    pub cmdlet_noun: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Its words today, as the admin center prints them.
    pub label: &'static str,
    /// Its words in earlier years, newest first: people search for what their runbook says.
    pub former_labels: &'static [&'static str],
    /// What it does, in our words.
    pub help: &'static str,
    /// Its value before anybody changed it, as PowerShell prints it.
    pub default: &'static str,
    /// The setting without which this one has no effect.
    pub parent: Option<SettingKey>,
    /// Where the original shows it.
    pub surface: Surface,
}

/// Every setting, organization first, in the order of the pages.
pub fn catalogue() -> impl Iterator<Item = &'static Setting> {
    organization_level::SETTINGS
        .iter()
        .chain(policy_level::SETTINGS.iter())
}

/// The entry of `key`.
pub fn setting(key: SettingKey) -> &'static Setting {
    catalogue()
        .find(|setting| setting.key == key)
        .unwrap_or(&organization_level::SETTINGS[0])
}

/// The settings whose property name, label now or label before contains `text`, whatever its case.
pub fn search(text: &str) -> impl Iterator<Item = &'static Setting> {
    let wanted = crate::folding::fold(text);
    catalogue().filter(move |setting| {
        let mut names = std::iter::once(setting.key.name())
            .chain(std::iter::once(setting.label))
            .chain(setting.former_labels.iter().copied());
        !wanted.is_empty() && names.any(|name| crate::folding::fold(name).contains(&wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::{SettingKey, catalogue, search, setting};

    #[test]
    fn every_key_stands_in_the_catalogue_exactly_once() {
        for key in SettingKey::ALL {
            assert_eq!(
                catalogue().filter(|setting| setting.key == *key).count(),
                1,
                "{key}"
            );
            assert_eq!(setting(*key).key, *key);
        }
        assert_eq!(catalogue().count(), SettingKey::ALL.len());
    }

    #[test]
    fn a_parent_is_a_switch_of_the_same_level() {
        for child in catalogue().filter(|setting| setting.parent.is_some()) {
            let parent = child.parent.map(setting).unwrap();
            assert_eq!(parent.level, child.level, "{}", child.key);
        }
    }

    #[test]
    fn a_setting_is_found_by_the_words_of_an_old_runbook() {
        let found: Vec<_> = search("accounts aren't managed by an organization")
            .map(|s| s.key)
            .collect();
        assert!(found.contains(&SettingKey::AllowTeamsConsumer), "{found:?}");
        assert!(search("allowteamsconsumerINBOUND").any(|s| s.key == SettingKey::AllowTeamsConsumerInbound));
        assert_eq!(search("  ").count(), 0);
    }
}
