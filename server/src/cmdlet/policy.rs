//! Policies.

use super::bridge::Bridge;
use super::door::Door;
use super::values::{asked, value};
use super::words::{fault, not_found};
use forecourt_cmdlet::table::Cmdlet;
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, Object, Value, matches};
use forecourt_exchange::value::{policy_value, put_policy};
use forecourt_model::PolicyId;
use forecourt_model::policy::{BuiltIn, Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::SettingKey;
use forecourt_service::policy::{self as service, ListQuery, NewPolicy};

/// The properties in the order in which they are printed.
const ORDER: &[SettingKey] = &[
    SettingKey::AllowedExternalDomains,
    SettingKey::BlockedExternalDomains,
    SettingKey::Description,
    SettingKey::EnableFederationAccess,
    SettingKey::EnableXmppAccess,
    SettingKey::EnablePublicCloudAudioVideoAccess,
    SettingKey::EnableTeamsSmsAccess,
    SettingKey::EnableOutsideAccess,
    SettingKey::EnableAcsFederationAccess,
    SettingKey::EnableTeamsConsumerAccess,
    SettingKey::EnableTeamsConsumerInbound,
    SettingKey::RestrictTeamsConsumerAccessToExternalUserProfiles,
    SettingKey::FederatedBilateralChats,
    SettingKey::CommunicationWithExternalOrgs,
];

fn object(identity: &str, settings: &PolicySettings) -> Value {
    let mut object = Object::new(&kinds::POLICY).with("Identity", identity);
    for key in ORDER {
        if let Some(found) = policy_value(settings, *key) {
            object = object.with(key.name(), value(*key, found));
        }
    }
    object.into()
}

/// The policy with this identity, in any case, with or without `Tag:`.
pub(super) fn named<D: Door>(bridge: &Bridge<'_, D>, name: &str) -> Result<Policy, Fault> {
    let snapshot = bridge.services.snapshot().map_err(|error| fault(&error))?;
    let wanted = PolicyName::parse(name).map_err(|_| not_found(name))?.folded();
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.folded() == wanted);
    found.cloned().ok_or_else(|| not_found(name))
}

pub(super) async fn get<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    let list = service::list(bridge.services, &bridge.context, &ListQuery::default())
        .map_err(|error| fault(&error))?;
    let mut policies: Vec<_> = list.policies.into_iter().map(|summary| summary.policy).collect();
    let rank = |policy: &Policy| match policy.kind {
        PolicyKind::Global => 0,
        PolicyKind::BuiltIn => 1,
        PolicyKind::Custom => 2,
    };
    policies.sort_by_key(|policy| (rank(policy), policy.name.folded()));
    if let Some(name) = arguments.text("Identity") {
        let found = named(bridge, name)?;
        policies.retain(|policy| policy.id == found.id);
    }
    if let Some(pattern) = arguments.text("Filter") {
        policies.retain(|policy| matches(&policy.identity(), pattern));
    }
    match arguments.text("Include") {
        Some("SubscriptionDefaults") => policies.retain(|policy| policy.kind != PolicyKind::Custom),
        Some("TenantDefinedOnly") => policies.retain(|policy| policy.kind == PolicyKind::Custom),
        _ => {}
    }
    if let Some(who) = arguments.text("ApplicableTo") {
        super::people::one(bridge, who).await?;
    }
    Ok(policies
        .iter()
        .map(|policy| object(&policy.identity(), &policy.settings))
        .collect())
}

/// The settings after what was asked. What is not named stays.
fn changed(arguments: &Arguments, before: &PolicySettings) -> Result<PolicySettings, Fault> {
    let mut settings = before.clone();
    for key in ORDER {
        if let Some(value) = asked(arguments, *key, policy_value(before, *key))?
            && !put_policy(&mut settings, *key, &value)
        {
            return Err(Fault::new("invalid", format!("{key} cannot be {value}.")));
        }
    }
    Ok(settings)
}

pub(super) async fn new<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &Cmdlet,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    let name = arguments.text("Identity").unwrap_or_default().to_owned();
    let settings = changed(arguments, &PolicySettings::default())?;
    make(
        bridge,
        cmdlet,
        (name, settings),
        arguments.is_on("InMemory"),
        what_if,
    )
    .await
}

async fn make<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &Cmdlet,
    (name, settings): (String, PolicySettings),
    in_memory: bool,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    let new = NewPolicy { name, settings };
    let checked = new.check().map_err(|errors| fault(&errors.into()))?;
    let identity = format!("Tag:{checked}");
    if in_memory {
        return Ok(vec![object(&identity, &new.settings)]);
    }
    if what_if {
        if named(bridge, checked.as_str()).is_ok() {
            return Err(Fault::new(
                "policy-name-taken",
                format!("There is a policy {checked} already. Choose another name."),
            ));
        }
        bridge.say_plainly(cmdlet.name, &identity);
        return Ok(Vec::new());
    }
    let saved = service::add(bridge.services, &bridge.context, new, None, None)
        .await
        .map_err(|error| fault(&error))?;
    Ok(vec![object(&saved.policy.identity(), &saved.policy.settings)])
}

pub(super) async fn set<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &Cmdlet,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    let (name, arguments) = match arguments.get("Instance") {
        Some(Value::Object(instance)) if instance.kind == &kinds::POLICY => {
            let name = instance
                .get("Identity")
                .map(ToString::to_string)
                .unwrap_or_default();
            let all = arguments
                .with_properties(cmdlet, instance)
                .map_err(|message| Fault::new("invalid", message))?;
            (name, all)
        }
        Some(_) => {
            let message = "-Instance takes the object that Get- or New-CsExternalAccessPolicy gives.";
            return Err(Fault::new("invalid", message));
        }
        None => (
            arguments.text("Identity").unwrap_or("Global").to_owned(),
            arguments.clone(),
        ),
    };
    let policy = match named(bridge, &name) {
        Ok(policy) => policy,
        // An object that was made in memory comes to be now.
        Err(_) if arguments.get("Instance").is_some() => {
            let settings = changed(&arguments, &PolicySettings::default())?;
            make(bridge, cmdlet, (name, settings), false, what_if).await?;
            return Ok(Vec::new());
        }
        Err(fault) => return Err(fault),
    };
    let settings = changed(&arguments, &policy.settings)?;
    save(bridge, cmdlet.name, &policy, &settings, what_if).await?;
    Ok(Vec::new())
}

/// Saves a policy, or says what that would do.
pub(super) async fn save<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &str,
    policy: &Policy,
    settings: &PolicySettings,
    what_if: bool,
) -> Result<(), Fault> {
    let (services, context) = (bridge.services, bridge.context.clone());
    if what_if {
        let preview =
            service::preview(services, &context, policy.id, settings).map_err(|error| fault(&error))?;
        bridge.say(cmdlet, &policy.identity(), &preview.impact);
        return Ok(());
    }
    let saved = service::edit(
        services,
        &context,
        policy.id,
        policy.revision,
        settings,
        None,
        None,
    )
    .await;
    saved.map(drop).map_err(|error| fault(&error))
}

pub(super) async fn remove<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    const NAME: &str = "Remove-CsExternalAccessPolicy";
    let policy = named(bridge, arguments.text("Identity").unwrap_or_default())?;
    let (services, context) = (bridge.services, bridge.context.clone());
    let is_global = policy.id == PolicyId::GLOBAL;
    if what_if && is_global {
        save(bridge, NAME, &policy, &BuiltIn::Global.settings(), true).await?;
    } else if what_if {
        service::check_delete(services, &context, policy.id, policy.revision)
            .await
            .map_err(|error| fault(&error))?;
        bridge.say_plainly(NAME, &policy.identity());
    } else if is_global {
        service::reset_global(services, &context, policy.revision, None, None)
            .await
            .map_err(|error| fault(&error))?;
    } else {
        service::delete(services, &context, policy.id, policy.revision, None, None)
            .await
            .map_err(|error| fault(&error))?;
    }
    Ok(Vec::new())
}
