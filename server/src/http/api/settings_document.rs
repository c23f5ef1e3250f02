//! The organization's settings as documents.

use super::doc::words_schema;
use forecourt_model::settings::{
    AcsLabel, BlockedPerson, Delegation, DomainMode, OrganizationSettings, TrialTenants,
};
use forecourt_model::{DomainName, FieldErrors};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

fn mode() -> RefOr<Schema> {
    words_schema(DomainMode::ALL.map(DomainMode::code))
}

fn trial() -> RefOr<Schema> {
    words_schema(["Allowed", "Blocked"])
}

fn delegation() -> RefOr<Schema> {
    words_schema(["Enabled", "Disabled"])
}

fn label() -> RefOr<Schema> {
    words_schema(["Unverified", "External"])
}

/// What the organization says about outside people, over every policy.
#[derive(Serialize, ToSchema)]
#[schema(title = "OrganizationSettings")]
pub(super) struct Settings {
    /// The change that wrote them last.
    revision: i64,
    /// Chat with people who have personal accounts, from either side (`AllowTeamsConsumer`).
    #[schema(example = true)]
    allow_teams_consumer: bool,
    /// Those people may find and contact the organization's people (`AllowTeamsConsumerInbound`).
    #[schema(example = false)]
    allow_teams_consumer_inbound: bool,
    /// Only with people of external user profiles.
    restrict_teams_consumer_to_external_user_profiles: bool,
    /// Which of the domain lists is in use.
    #[schema(schema_with = mode, example = "allow_all")]
    domain_mode: DomainMode,
    /// The allow list.
    #[schema(value_type = Vec<String>, example = json!(["fabrikam.example"]))]
    allowed_domains: Vec<DomainName>,
    /// The block list.
    #[schema(value_type = Vec<String>)]
    blocked_domains: Vec<DomainName>,
    /// The block list reaches below its domains.
    block_all_subdomains: bool,
    /// People of organizations that have bought no Teams seats.
    #[schema(schema_with = trial)]
    external_access_with_trial_tenants: TrialTenants,
    /// Exceptions while trial organizations are blocked.
    #[schema(value_type = Vec<String>)]
    allowed_trial_tenant_domains: Vec<DomainName>,
    /// Partners found by their domain count as unverified.
    treat_discovered_partners_as_unverified: bool,
    /// Skype for Business shares the address space.
    shared_sip_address_space: bool,
    /// Text messages.
    allow_teams_sms: bool,
    /// Whether the list of blocked people is in use.
    block_external_access_user_access: bool,
    /// The blocked people.
    #[schema(value_type = Vec<String>)]
    blocked_users: Vec<BlockedPerson>,
    /// Whether the security team may edit blocked domains and people.
    #[schema(schema_with = delegation)]
    security_team_allow_block_list_delegation: Delegation,
    /// People of custom applications.
    enable_acs_users: bool,
    /// The custom applications.
    allowed_acs_resources: Vec<String>,
    /// Meetings with custom applications need the list.
    require_acs_federation_for_meeting: bool,
    /// What is shown beside people who use custom applications.
    #[schema(schema_with = label)]
    label_for_allowed_acs_users: AcsLabel,
    /// Hide the banner about them.
    hide_banner_for_allowed_acs_users: bool,
}

impl Settings {
    /// The document of stored settings.
    pub(super) fn of(settings: OrganizationSettings, revision: i64) -> Self {
        Self {
            revision,
            allow_teams_consumer: settings.allow_teams_consumer,
            allow_teams_consumer_inbound: settings.allow_teams_consumer_inbound,
            restrict_teams_consumer_to_external_user_profiles: settings
                .restrict_teams_consumer_to_external_user_profiles,
            domain_mode: settings.domains.mode,
            allowed_domains: settings.domains.allowed,
            blocked_domains: settings.domains.blocked,
            block_all_subdomains: settings.block_all_subdomains,
            external_access_with_trial_tenants: settings.external_access_with_trial_tenants,
            allowed_trial_tenant_domains: settings.allowed_trial_tenant_domains,
            treat_discovered_partners_as_unverified: settings.treat_discovered_partners_as_unverified,
            shared_sip_address_space: settings.shared_sip_address_space,
            allow_teams_sms: settings.allow_teams_sms,
            block_external_access_user_access: settings.block_external_access_user_access,
            blocked_users: settings.blocked_users,
            security_team_allow_block_list_delegation: settings.security_team_allow_block_list_delegation,
            enable_acs_users: settings.enable_acs_users,
            allowed_acs_resources: settings.allowed_acs_resources,
            require_acs_federation_for_meeting: settings.require_acs_federation_for_meeting,
            label_for_allowed_acs_users: settings.label_for_allowed_acs_users,
            hide_banner_for_allowed_acs_users: settings.hide_banner_for_allowed_acs_users,
        }
    }
}

/// A change of settings. What is absent or null stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "allow_teams_consumer_inbound": false, "reason": "Only our people start chats." }))]
pub(super) struct SettingsPatch {
    allow_teams_consumer: Option<bool>,
    allow_teams_consumer_inbound: Option<bool>,
    restrict_teams_consumer_to_external_user_profiles: Option<bool>,
    #[schema(schema_with = mode)]
    domain_mode: Option<DomainMode>,
    allowed_domains: Option<Vec<String>>,
    blocked_domains: Option<Vec<String>>,
    block_all_subdomains: Option<bool>,
    #[schema(schema_with = trial)]
    external_access_with_trial_tenants: Option<TrialTenants>,
    allowed_trial_tenant_domains: Option<Vec<String>>,
    treat_discovered_partners_as_unverified: Option<bool>,
    shared_sip_address_space: Option<bool>,
    allow_teams_sms: Option<bool>,
    block_external_access_user_access: Option<bool>,
    blocked_users: Option<Vec<String>>,
    #[schema(schema_with = delegation)]
    security_team_allow_block_list_delegation: Option<Delegation>,
    enable_acs_users: Option<bool>,
    allowed_acs_resources: Option<Vec<String>>,
    require_acs_federation_for_meeting: Option<bool>,
    #[schema(schema_with = label)]
    label_for_allowed_acs_users: Option<AcsLabel>,
    hide_banner_for_allowed_acs_users: Option<bool>,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
}

macro_rules! take {
    ($into:ident, $from:ident, $($field:ident),+ $(,)?) => {
        $(if let Some(value) = $from.$field { $into.$field = value; })+
    };
}
pub(super) use take;

impl SettingsPatch {
    /// The settings after the change.
    ///
    /// # Errors
    /// One error for each list that has something which is no domain or person.
    pub(super) fn apply(
        self,
        mut settings: OrganizationSettings,
    ) -> Result<OrganizationSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        if let Some(mode) = self.domain_mode {
            settings.domains.mode = mode;
        }
        if let Some(list) = self.allowed_domains {
            settings.domains.allowed = domains(&mut errors, "allowed_domains", &list);
        }
        if let Some(list) = self.blocked_domains {
            settings.domains.blocked = domains(&mut errors, "blocked_domains", &list);
        }
        if let Some(list) = self.allowed_trial_tenant_domains {
            settings.allowed_trial_tenant_domains =
                domains(&mut errors, "allowed_trial_tenant_domains", &list);
        }
        if let Some(list) = self.blocked_users {
            settings.blocked_users = list
                .iter()
                .filter_map(|text| {
                    BlockedPerson::parse(text)
                        .map_err(|error| errors.push("blocked_users", "person-unreadable", error.to_string()))
                        .ok()
                })
                .collect();
        }
        take!(
            settings,
            self,
            allow_teams_consumer,
            allow_teams_consumer_inbound,
            restrict_teams_consumer_to_external_user_profiles,
            block_all_subdomains,
            external_access_with_trial_tenants,
            treat_discovered_partners_as_unverified,
            shared_sip_address_space,
            allow_teams_sms,
            block_external_access_user_access,
            security_team_allow_block_list_delegation,
            enable_acs_users,
            allowed_acs_resources,
            require_acs_federation_for_meeting,
            label_for_allowed_acs_users,
            hide_banner_for_allowed_acs_users,
        );
        errors.or(settings)
    }
}

/// The domains of a list; what is none becomes an error of `field`.
pub(super) fn domains(errors: &mut FieldErrors, field: &str, list: &[String]) -> Vec<DomainName> {
    let mut read = |text: &String| {
        DomainName::parse(text)
            .map_err(|error| errors.push(field, "domain-unreadable", error.to_string()))
            .ok()
    };
    list.iter().filter_map(&mut read).collect()
}
