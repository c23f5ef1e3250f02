//! Policies as documents.

use super::doc::words_schema;
use super::settings_document::{domains, take};
use forecourt_model::policy::{CommunicationWithExternalOrgs, Policy, PolicyKind, PolicySettings};
use forecourt_model::{DomainName, FieldErrors};
use forecourt_service::policy::Holders;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

fn rule() -> RefOr<Schema> {
    words_schema(CommunicationWithExternalOrgs::ALL.map(CommunicationWithExternalOrgs::name))
}

fn kind() -> RefOr<Schema> {
    words_schema(["global", "built_in", "custom"])
}

/// How many people have a policy, and from where.
#[derive(Serialize, ToSchema)]
pub(super) struct PolicyHolders {
    /// From any source.
    people: u64,
    /// Assigned to the person.
    direct: u64,
    /// Assigned to a group.
    group: u64,
    /// Nothing assigned, so Global counts.
    global: u64,
}

impl From<Holders> for PolicyHolders {
    fn from(holders: Holders) -> Self {
        Self {
            people: holders.people,
            direct: holders.direct,
            group: holders.group,
            global: holders.global,
        }
    }
}

/// An external access policy.
#[derive(Serialize, ToSchema)]
#[schema(title = "ExternalAccessPolicy")]
pub(super) struct PolicyDocument {
    /// Stays the same when the policy is edited.
    id: Uuid,
    /// Its name; `Global` for the organization-wide default.
    #[schema(example = "Sales")]
    name: String,
    /// Where it comes from, which decides what may be done to it.
    #[schema(schema_with = kind)]
    kind: PolicyKind,
    /// The change that wrote it last.
    revision: i64,
    /// Who has it; absent after a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    holders: Option<PolicyHolders>,
    /// What it is for.
    description: String,
    /// People may chat with personal accounts.
    enable_teams_consumer_access: bool,
    /// Personal accounts may find and contact them.
    enable_teams_consumer_inbound: bool,
    /// Only with people of external user profiles.
    restrict_teams_consumer_access_to_external_user_profiles: bool,
    /// People may reach other organizations.
    enable_federation_access: bool,
    /// Whether the policy follows the organization's domain rule.
    #[schema(schema_with = rule)]
    communication_with_external_orgs: CommunicationWithExternalOrgs,
    /// Its own allow list.
    #[schema(value_type = Vec<String>)]
    allowed_external_domains: Vec<DomainName>,
    /// Its own block list.
    #[schema(value_type = Vec<String>)]
    blocked_external_domains: Vec<DomainName>,
    /// Custom applications.
    enable_acs_federation_access: bool,
    /// Both sides must allow a chat.
    federated_bilateral_chats: bool,
    /// Text messages.
    enable_teams_sms_access: bool,
    /// XMPP, from Skype times.
    enable_xmpp_access: bool,
    /// Calls with public clouds, from Skype times.
    enable_public_cloud_audio_video_access: bool,
    /// Access from outside, from Skype times.
    enable_outside_access: bool,
}

impl PolicyDocument {
    /// The document of a policy.
    pub(super) fn of(policy: Policy, holders: Option<Holders>) -> Self {
        let settings = policy.settings;
        Self {
            id: policy.id.0,
            name: policy.name.to_string(),
            kind: policy.kind,
            revision: policy.revision.0,
            holders: holders.map(PolicyHolders::from),
            description: settings.description,
            enable_teams_consumer_access: settings.enable_teams_consumer_access,
            enable_teams_consumer_inbound: settings.enable_teams_consumer_inbound,
            restrict_teams_consumer_access_to_external_user_profiles: settings
                .restrict_teams_consumer_access_to_external_user_profiles,
            enable_federation_access: settings.enable_federation_access,
            communication_with_external_orgs: settings.communication_with_external_orgs,
            allowed_external_domains: settings.allowed_external_domains,
            blocked_external_domains: settings.blocked_external_domains,
            enable_acs_federation_access: settings.enable_acs_federation_access,
            federated_bilateral_chats: settings.federated_bilateral_chats,
            enable_teams_sms_access: settings.enable_teams_sms_access,
            enable_xmpp_access: settings.enable_xmpp_access,
            enable_public_cloud_audio_video_access: settings.enable_public_cloud_audio_video_access,
            enable_outside_access: settings.enable_outside_access,
        }
    }
}

macro_rules! policy_input {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        #[derive(Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$doc])*
        pub(super) struct $name {
            $($(#[$field_doc])* pub(super) $field: $type,)*
            description: Option<String>,
            enable_teams_consumer_access: Option<bool>,
            enable_teams_consumer_inbound: Option<bool>,
            restrict_teams_consumer_access_to_external_user_profiles: Option<bool>,
            enable_federation_access: Option<bool>,
            #[schema(schema_with = rule)]
            communication_with_external_orgs: Option<CommunicationWithExternalOrgs>,
            allowed_external_domains: Option<Vec<String>>,
            blocked_external_domains: Option<Vec<String>>,
            enable_acs_federation_access: Option<bool>,
            federated_bilateral_chats: Option<bool>,
            enable_teams_sms_access: Option<bool>,
            enable_xmpp_access: Option<bool>,
            enable_public_cloud_audio_video_access: Option<bool>,
            enable_outside_access: Option<bool>,
            /// Why, for the audit trail.
            #[schema(max_length = 500)]
            pub(super) reason: Option<String>,
        }

        impl $name {
            /// The settings of the policy after the change.
            ///
            /// # Errors
            /// One error for each list that has something which is no domain.
            pub(super) fn apply(self, mut settings: PolicySettings) -> Result<PolicySettings, FieldErrors> {
                let mut errors = FieldErrors::default();
                if let Some(list) = self.allowed_external_domains {
                    settings.allowed_external_domains = domains(&mut errors, "allowed_external_domains", &list);
                }
                if let Some(list) = self.blocked_external_domains {
                    settings.blocked_external_domains = domains(&mut errors, "blocked_external_domains", &list);
                }
                take!(
                    settings,
                    self,
                    description,
                    enable_teams_consumer_access,
                    enable_teams_consumer_inbound,
                    restrict_teams_consumer_access_to_external_user_profiles,
                    enable_federation_access,
                    communication_with_external_orgs,
                    enable_acs_federation_access,
                    federated_bilateral_chats,
                    enable_teams_sms_access,
                    enable_xmpp_access,
                    enable_public_cloud_audio_video_access,
                    enable_outside_access,
                );
                errors.or(settings)
            }
        }
    };
}

policy_input! {
    /// A new policy. What is absent or null has its documented default.
    #[schema(example = json!({ "name": "Sales", "enable_teams_consumer_inbound": false }))]
    NewPolicyInput {
        /// Its name.
        name: String,
    }
}

policy_input! {
    /// A change of a policy. What is absent or null stays as it is.
    #[schema(example = json!({ "enable_teams_consumer_inbound": true, "reason": "Customers write first." }))]
    PolicyPatch {}
}
