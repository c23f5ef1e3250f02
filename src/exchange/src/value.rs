//! Values of settings, whatever object they are of.

mod organization;
mod policy;

pub use organization::organization_value;
pub(crate) use organization::put_organization;
pub use policy::{policy_value, put_policy};

use forecourt_model::DomainName;
use forecourt_model::settings::{BlockedPerson, SettingKey};
use serde::Serialize;

/// A setting that a file clearly states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadSetting {
    /// Which setting.
    pub key: SettingKey,
    /// What the file says.
    pub value: SettingValue,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingValue {
    /// On or off.
    Switch(bool),
    /// One of the values that the catalogue names, spelt as there.
    Choice(String),
    /// A list of domains, perhaps empty.
    Domains(Vec<DomainName>),
    /// `AllowAllKnownDomains`, the other value of `AllowedDomains`.
    AllKnownDomains,
    /// A list of outside people.
    People(Vec<BlockedPerson>),
    /// A list of texts.
    Texts(Vec<String>),
    /// A text.
    Text(String),
}

impl std::fmt::Display for SettingValue {
    /// As PowerShell prints it, lists without braces.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Switch(true) => f.write_str("True"),
            Self::Switch(false) => f.write_str("False"),
            Self::AllKnownDomains => f.write_str("AllowAllKnownDomains"),
            Self::Choice(text) | Self::Text(text) => f.write_str(text),
            Self::Domains(list) => f.write_str(&joined(list)),
            Self::People(list) => f.write_str(&joined(list)),
            Self::Texts(list) => f.write_str(&list.join(", ")),
        }
    }
}

fn joined<T: ToString>(list: &[T]) -> String {
    list.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}
