//! Grant-CsExternalAccessPolicy.

use super::bridge::Bridge;
use super::door::Door;
use super::words::fault;
use super::{group, people, policy};
use forecourt_cmdlet::{Arguments, Fault, Value};
use forecourt_model::PolicyId;
use forecourt_model::policy::{BuiltIn, CommunicationWithExternalOrgs, Policy};
use forecourt_service::people as service;
use forecourt_service::people::AssignOptions;

const NAME: &str = "Grant-CsExternalAccessPolicy";

/// The policy that is given; `None` takes the assignment away. Global is what holds when nothing is assigned.
pub(super) fn asked<D: Door>(bridge: &Bridge<'_, D>, arguments: &Arguments) -> Result<Option<Policy>, Fault> {
    match arguments
        .text_or_null("PolicyName")
        .flatten()
        .filter(|name| !name.trim().is_empty())
    {
        None => Ok(None),
        Some(name) => Ok(Some(policy::named(bridge, name)?).filter(|policy| policy.id != PolicyId::GLOBAL)),
    }
}

pub(super) async fn grant<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    let policy = asked(bridge, arguments)?;
    if let Some(name) = arguments.text("Group") {
        let found = group::one(bridge, name).await?;
        group::give(
            bridge,
            NAME,
            &found,
            policy.as_ref(),
            arguments.int("Rank"),
            what_if,
        )
        .await?;
        return Ok(Vec::new());
    }
    let Some(who) = arguments.text("Identity") else {
        return for_everybody(bridge, arguments, policy, what_if).await;
    };
    let person = people::one(bridge, who).await?;
    let (services, context) = (bridge.services, bridge.context.clone());
    let id = policy.as_ref().map(|policy| policy.id);
    if what_if {
        let impact = service::preview_assign(services, &context, person.id, id).await;
        let impact = impact.map_err(|error| fault(&error))?;
        bridge.say(NAME, &person.user_principal_name, &impact);
        return Ok(Vec::new());
    }
    service::assign_with(
        services,
        &context,
        person.id,
        id,
        person.revision,
        AssignOptions::default(),
    )
    .await
    .map_err(|error| fault(&error))?;
    if arguments.is_on("PassThru") {
        let person = people::one(bridge, &person.id.to_string()).await?;
        return Ok(vec![people::object(bridge, &person)]);
    }
    Ok(Vec::new())
}

/// Without anybody in particular, the content of the policy becomes that of Global; `$null` resets Global.
async fn for_everybody<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    given: Option<Policy>,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    if !arguments.is_on("Global") && arguments.text("WarningAction") != Some("SilentlyContinue") {
        bridge.door.warn(
            "WARNING: Nobody is named, so this is for the whole organization: it becomes what Global says. -Global says that \
             this is meant.",
        );
    }
    let global = policy::named(bridge, "Global")?;
    let mut settings = given.map_or_else(|| BuiltIn::Global.settings(), |policy| policy.settings);
    if settings.communication_with_external_orgs != CommunicationWithExternalOrgs::OrganizationDefault {
        return Err(Fault::new(
            "global-follows-organization",
            "Nothing was changed: this policy has a domain rule of its own, and Global always uses the organization's domains.",
        ));
    }
    settings.description = global.settings.description.clone();
    settings.allowed_external_domains.clear();
    settings.blocked_external_domains.clear();
    policy::save(bridge, NAME, &global, &settings, what_if).await?;
    Ok(Vec::new())
}
