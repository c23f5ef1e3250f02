//! What stands in the form of a policy.

use forecourt_model::policy::{POLICY_SWITCHES, PolicySettings};
use forecourt_model::{DomainName, FieldErrors};

/// Ends the name of the field that says that a dependent switch could be changed: a browser sends a box that is not
/// ticked as little as one that is disabled.
pub const SHOWN: &str = ".shown";
/// Ends the name of the field that carries a dependent switch while it cannot be changed.
pub const KEPT: &str = ".kept";

/// What stands in the form: as stored, or as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The name of a new policy.
    pub name: String,
    /// What it comes to; lists hold only the lines that are domains.
    pub settings: PolicySettings,
    /// The allow list as it was typed.
    pub allowed: String,
    /// The block list as it was typed.
    pub blocked: String,
    /// What cannot be taken.
    pub errors: FieldErrors,
}

impl Typed {
    /// A form that shows `settings` as they are.
    pub fn of(name: impl Into<String>, settings: PolicySettings) -> Self {
        Self {
            name: name.into(),
            allowed: lines(&settings.allowed_external_domains),
            blocked: lines(&settings.blocked_external_domains),
            settings,
            errors: FieldErrors::default(),
        }
    }

    /// All of it as fields of a form, for carrying it through a dialog.
    pub fn fields(&self) -> Vec<(String, String)> {
        let settings = &self.settings;
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut fields = vec![field("Description", &settings.description)];
        for key in POLICY_SWITCHES {
            let on = settings.switch(key).unwrap_or_default();
            fields.push((format!("{key}{SHOWN}"), "1".to_owned()));
            fields.extend(on.then(|| field(key.name(), "on")));
        }
        fields.push(field(
            "CommunicationWithExternalOrgs",
            settings.communication_with_external_orgs.name(),
        ));
        fields.push(field("AllowedExternalDomains", &self.allowed));
        fields.push(field("BlockedExternalDomains", &self.blocked));
        fields
    }
}

fn lines(domains: &[DomainName]) -> String {
    let lines: Vec<_> = domains.iter().map(DomainName::as_str).collect();
    lines.join("\n")
}
