//! The settings of the organization, in the three objects that hold them.

use super::bridge::Bridge;
use super::door::Door;
use super::values::{asked, domains, edited, value};
use super::words::fault;
use forecourt_cmdlet::table::{Cmdlet, Id};
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, DomainEdit, Fault, Kind, Object, Value};
use forecourt_exchange::tenant::{TenantFile, apply_tenant};
use forecourt_exchange::value::organization_value;
use forecourt_exchange::{ReadSetting, SettingValue};
use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};
use forecourt_service::organization::{get_settings, preview_settings, save_settings};
use std::collections::BTreeMap;

const FEDERATION: &[SettingKey] = &[
    SettingKey::AllowedDomains,
    SettingKey::BlockedDomains,
    SettingKey::AllowedTrialTenantDomains,
    SettingKey::AllowFederatedUsers,
    SettingKey::AllowTeamsSms,
    SettingKey::AllowTeamsConsumer,
    SettingKey::AllowTeamsConsumerInbound,
    SettingKey::TreatDiscoveredPartnersAsUnverified,
    SettingKey::SharedSipAddressSpace,
    SettingKey::RestrictTeamsConsumerToExternalUserProfiles,
    SettingKey::BlockAllSubdomains,
    SettingKey::ExternalAccessWithTrialTenants,
    SettingKey::SecurityTeamAllowBlockListDelegation,
];
const EXTERNAL: &[SettingKey] = &[
    SettingKey::BlockExternalAccessUserAccess,
    SettingKey::BlockedUsers,
];
const ACS: &[SettingKey] = &[
    SettingKey::EnableAcsUsers,
    SettingKey::AllowedAcsResources,
    SettingKey::RequireAcsFederationForMeeting,
    SettingKey::LabelForAllowedAcsUsers,
    SettingKey::HideBannerForAllowedAcsUsers,
];

fn object_of(id: Id) -> (&'static Kind, &'static [SettingKey]) {
    match id {
        Id::GetExternalAccess | Id::SetExternalAccess => (&kinds::EXTERNAL_ACCESS, EXTERNAL),
        Id::GetAcsFederation | Id::SetAcsFederation => (&kinds::ACS_FEDERATION, ACS),
        _ => (&kinds::TENANT_FEDERATION, FEDERATION),
    }
}

/// Only Global there is.
fn check_identity(arguments: &Arguments) -> Result<(), Fault> {
    match arguments.text("Identity") {
        Some(name) if !name.eq_ignore_ascii_case("global") => Err(super::words::not_found(name)),
        _ => Ok(()),
    }
}

pub(super) fn get<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &Cmdlet,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    check_identity(arguments)?;
    let settings = get_settings(bridge.services, &bridge.context)
        .map_err(|error| fault(&error))?
        .settings;
    if let Some(pattern) = arguments.text("Filter")
        && !forecourt_cmdlet::matches("Global", pattern)
    {
        return Ok(Vec::new());
    }
    let (kind, keys) = object_of(cmdlet.id);
    let mut object = Object::new(kind);
    for key in keys {
        if let Some(found) = organization_value(&settings, *key) {
            object = object.with(key.name(), value(*key, found));
        }
    }
    let federation = kind == &kinds::TENANT_FEDERATION;
    if federation {
        let custom = Object::new(&kinds::CUSTOM);
        object = object
            .with("EnableExternalAccessRestrictionsForChatParticipants", false)
            .with("EnableMutualFederationForChatParticipants", false)
            .with("Key", custom.with("ScopeClass", "Global"));
    }
    object = object.with("Identity", "Global");
    if federation {
        object = object
            .with(
                "ConfigMetadata",
                Object::new(&kinds::CUSTOM).with("Authority", "Tenant"),
            )
            .with("ConfigId", "Global");
    }
    Ok(vec![object.into()])
}

pub(super) async fn set<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &Cmdlet,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    check_identity(arguments)?;
    let (services, context) = (bridge.services, bridge.context.clone());
    let (kind, keys) = object_of(cmdlet.id);
    let arguments = match arguments.get("Instance") {
        Some(Value::Object(object)) if object.kind == kind => arguments
            .with_properties(cmdlet, object)
            .map_err(|message| Fault::new("invalid", message))?,
        Some(_) => {
            let message = "-Instance takes the object that Get-CsTenantFederationConfiguration gives.";
            return Err(Fault::new("invalid", message));
        }
        None => arguments.clone(),
    };
    let stored = get_settings(services, &context).map_err(|error| fault(&error))?;
    let settings = changed(&arguments, keys, &stored.settings)?;
    if what_if {
        let impact = preview_settings(services, &context, &settings).map_err(|error| fault(&error))?;
        bridge.say(cmdlet.name, "Global", &impact);
        return Ok(Vec::new());
    }
    save_settings(services, &context, stored.revision, &settings, None, None)
        .await
        .map_err(|error| fault(&error))?;
    Ok(Vec::new())
}

/// The settings after what was asked. What is not named stays.
fn changed(
    arguments: &Arguments,
    keys: &[SettingKey],
    before: &OrganizationSettings,
) -> Result<OrganizationSettings, Fault> {
    let mut file = TenantFile::default();
    for key in keys {
        let found = match key {
            SettingKey::AllowedDomains => allowed(arguments, before)?,
            other => asked(arguments, *other, organization_value(before, *other))?,
        };
        if let Some(value) = found {
            file.settings.push(ReadSetting { key: *key, value });
        }
    }
    let named = |key: SettingKey| file.settings.iter().any(|read| read.key == key);
    let lists = !before.domains.allowed.is_empty() || !before.domains.blocked.is_empty();
    if before.domains.mode == DomainMode::BlockAll
        && arguments.bool("AllowFederatedUsers") == Some(true)
        && lists
        && !named(SettingKey::AllowedDomains)
        && !named(SettingKey::BlockedDomains)
    {
        return Err(Fault::new(
            "domains-open",
            "Nothing was changed: there are stored lists of domains, and it is not clear which of them is meant once \
             federation is on. Name -AllowedDomains or -BlockedDomains too.",
        ));
    }
    apply_tenant(&file, &BTreeMap::new(), before).map_err(|errors| {
        let each: Vec<_> = errors.0.iter().map(|error| error.message.as_str()).collect();
        Fault::new("invalid", format!("Nothing was changed. {}", each.join(" ")))
    })
}

fn allowed(arguments: &Arguments, before: &OrganizationSettings) -> Result<Option<SettingValue>, Fault> {
    let choice = arguments.domains("AllowedDomains");
    let list = arguments.list("AllowedDomainsAsAList");
    Ok(match (choice, list) {
        (Some(_), Some(_)) => {
            return Err(Fault::new(
                "allowed-domains-twice",
                "Do not specify both 'AllowedDomains' and 'AllowedDomainsAsAList'. Choose one of them to modify allowed \
                 domains.",
            ));
        }
        (Some(DomainEdit::AllKnown), None) => Some(SettingValue::AllKnownDomains),
        (Some(DomainEdit::Only(list)), None) => Some(SettingValue::Domains(domains(&list)?)),
        (None, Some(edit)) => {
            let known = match organization_value(before, SettingKey::AllowedDomains) {
                Some(SettingValue::Domains(list)) => list.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            };
            Some(SettingValue::Domains(domains(&edited(known, edit))?))
        }
        (None, None) => None,
    })
}
