//! People, and what counts for them.

use super::bridge::Bridge;
use super::door::Door;
use super::group::{TYPE, is_ours};
use super::people_filter::Wanted;
use super::words::{fault, not_found};
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, Object, Value};
use forecourt_model::PersonId;
use forecourt_model::access::SourceKind;
use forecourt_model::policy::PolicyKind;
use forecourt_service::ServiceError;
use forecourt_service::group::find_typed;
use forecourt_service::people::{self as service, Order, Person, SortKey};

/// How many people are read at once.
const PIECE: usize = 1_000;

/// The properties of a person in their order.
pub(super) const PROPERTIES: &[&str] = &[
    "Identity",
    "UserPrincipalName",
    "DisplayName",
    "SipAddress",
    "Mail",
    "Department",
    "AccountEnabled",
    "AccountType",
    "ExternalAccessPolicy",
    "EffectivePolicyAssignments",
];

/// The person with this object id, sign-in name, SIP address or mailbox.
pub(super) async fn one<D: Door>(bridge: &Bridge<'_, D>, text: &str) -> Result<Person, Fault> {
    let (services, context) = (bridge.services, &bridge.context);
    let found = match text.trim().parse::<PersonId>() {
        Ok(id) => id,
        Err(_) => {
            let typed = find_typed(services, context, text).await;
            let typed = typed.map_err(|error| match error {
                ServiceError::Invalid(_) => not_found(text),
                other => fault(&other),
            })?;
            match typed.people.as_slice() {
                [only] if typed.unclear.is_empty() => *only,
                _ if typed.unclear.is_empty()
                    || typed.people.is_empty()
                        && !typed.problems.iter().any(|p| p.contains("more than one")) =>
                {
                    return Err(Fault::new(
                        "not-found",
                        format!(
                            "[ClientError] : User \"{text}\" not found. Write a sign-in name, a SIP address or an object id."
                        ),
                    ));
                }
                _ => return Err(Fault::new("ambiguous", typed.problems.join(" "))),
            }
        }
    };
    match service::get(services, context, found).await {
        Ok(view) => Ok(view.person),
        Err(ServiceError::NotFound { .. }) => Err(not_found(text)),
        Err(error) => Err(fault(&error)),
    }
}

/// One property of a person.
pub(super) fn property<D: Door>(bridge: &Bridge<'_, D>, person: &Person, name: &str) -> Value {
    let snapshot = bridge.services.snapshot_if_set_up();
    let policy = |id| {
        snapshot
            .as_ref()
            .and_then(|snapshot| snapshot.policy(id).cloned())
    };
    match name {
        "Identity" => person.id.to_string().into(),
        "UserPrincipalName" => person.user_principal_name.clone().into(),
        "DisplayName" => person.display_name.clone().into(),
        "SipAddress" => person.sip_address.clone().into(),
        "Mail" => person.mail.clone().into(),
        "Department" => person.department.clone().into(),
        "AccountEnabled" => person.account_enabled.into(),
        "AccountType" => account_type(person).into(),
        "ExternalAccessPolicy" => match person.direct_policy.and_then(policy) {
            Some(policy) => {
                let authority = if policy.kind == PolicyKind::Custom {
                    "Tenant"
                } else {
                    "Host"
                };
                Object::new(&kinds::POLICY_DEFINITION)
                    .with("Name", policy.name.to_string())
                    .with("Authority", authority)
                    .into()
            }
            None => Value::Null,
        },
        "EffectivePolicyAssignments" => match policy(person.effective_policy) {
            Some(policy) if person.effective_source != SourceKind::Global => {
                let group = person.effective_group.map(|group| group.to_string());
                let assignment = Object::new(&kinds::CUSTOM)
                    .with("displayName", policy.name.to_string())
                    .with("assignmentType", person.effective_source.code())
                    .with("groupId", group);
                let row = Object::new(&kinds::CUSTOM)
                    .with("policyType", TYPE)
                    .with("policyAssignment", assignment);
                Value::List(vec![row.into()])
            }
            _ => Value::List(Vec::new()),
        },
        _ => Value::Null,
    }
}

fn account_type(person: &Person) -> &'static str {
    if person.user_principal_name.contains("#EXT#") {
        "Guest"
    } else {
        "User"
    }
}

/// A person as an object.
pub(super) fn object<D: Door>(bridge: &Bridge<'_, D>, person: &Person) -> Value {
    chosen(bridge, person, PROPERTIES)
}

fn chosen<D: Door>(bridge: &Bridge<'_, D>, person: &Person, names: &[&str]) -> Value {
    let mut object = Object::new(&kinds::ONLINE_USER);
    for name in names {
        object = object.with(*name, property(bridge, person, name));
    }
    object.into()
}

/// Who somebody is and where their policy comes from.
pub(super) fn standing<D: Door>(bridge: &Bridge<'_, D>, person: &Person) -> Result<Value, Fault> {
    let snapshot = bridge.services.snapshot().map_err(|error| fault(&error))?;
    let policy = snapshot.policy(person.effective_policy);
    Ok(Object::new(&kinds::CUSTOM)
        .with("Identity", person.id.to_string())
        .with("UserPrincipalName", person.user_principal_name.clone())
        .with("AssignmentType", source(person.effective_source))
        .with("PolicyName", policy.map(|policy| policy.name.to_string()))
        .into())
}

fn source(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Direct => "Direct",
        SourceKind::Group => "Group",
        SourceKind::Global => "Global",
    }
}

/// Get-CsUserPolicyAssignment: what wins and what stands behind it; nothing when Global does.
pub(super) async fn assignment<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    let person = one(bridge, arguments.text("Identity").unwrap_or_default()).await?;
    if !is_ours(arguments) {
        return Ok(Vec::new());
    }
    let view = service::get(bridge.services, &bridge.context, person.id)
        .await
        .map_err(|error| fault(&error))?;
    let name = |id| view.snapshot.policy(id).map(|policy| policy.name.to_string());
    let mut sources = Vec::new();
    for candidate in &view.candidates {
        let (Some(policy), true) = (candidate.policy, candidate.source != SourceKind::Global) else {
            continue;
        };
        let reference = candidate.group.as_ref().map(|(id, ..)| id.to_string());
        sources.push(
            Object::new(&kinds::POLICY_SOURCE)
                .with("AssignmentType", source(candidate.source))
                .with("PolicyName", name(policy))
                .with("Reference", reference)
                .into(),
        );
    }
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let row = Object::new(&kinds::USER_ASSIGNMENT)
        .with("PolicyType", TYPE)
        .with("PolicyName", name(view.person.effective_policy))
        .with("PolicySource", Value::List(sources));
    Ok(vec![row.into()])
}

/// Get-CsOnlineUser.
pub(super) async fn get<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    let names = columns(arguments)?;
    let wanted = Wanted::of(arguments)?;
    if arguments.is_on("SoftDeletedUser") {
        return Ok(Vec::new());
    }
    if let Some(who) = arguments.text("Identity") {
        let person = one(bridge, who).await?;
        return if wanted.fits(bridge, &person) {
            Ok(vec![chosen(bridge, &person, &names)])
        } else {
            Ok(Vec::new())
        };
    }
    let asked = arguments
        .int("ResultSize")
        .map(|size| usize::try_from(size).unwrap_or_default());
    let most = asked.unwrap_or(usize::MAX).min(bridge.door.most_people() + 1);
    let order = Order {
        key: sort_key(arguments)?,
        descending: false,
    };
    let (services, context) = (bridge.services, bridge.context.clone());
    let mut found = Vec::new();
    let mut after = None;
    while found.len() < most {
        let size = PIECE
            .min(most - found.len())
            .max(if wanted.is_exact { 1 } else { PIECE });
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        let (people, next) = service::slice(services, &context, &wanted.filter, order, after, size)
            .await
            .map_err(|error| fault(&error))?;
        for listed in people {
            if found.len() < most && wanted.fits(bridge, &listed.person) {
                found.push(chosen(bridge, &listed.person, &names));
            }
        }
        after = next;
        if after.is_none() {
            break;
        }
        if bridge.door.is_late() {
            return Err(Fault::new(
                "late",
                "Looking for people takes too long. Narrow it down with -Filter.",
            ));
        }
    }
    if found.len() > bridge.door.most_people() {
        let message = format!(
            "More than {} people are too many here. Narrow it down with -Filter, or say -ResultSize.",
            forecourt_app::ui::number(u64::try_from(bridge.door.most_people()).unwrap_or(u64::MAX))
        );
        return Err(Fault::new("too-many-people", message));
    }
    Ok(found)
}

fn sort_key(arguments: &Arguments) -> Result<SortKey, Fault> {
    Ok(match arguments.text("Sort").map(str::to_lowercase).as_deref() {
        None | Some("displayname" | "displayname asc") => SortKey::Name,
        Some("userprincipalname" | "userprincipalname asc") => SortKey::SignInName,
        Some("department") => SortKey::Department,
        Some(other) => {
            let message = format!(
                "People are not sorted by {other}. -Sort takes DisplayName, UserPrincipalName or Department."
            );
            return Err(Fault::new("sort", message));
        }
    })
}

fn columns(arguments: &Arguments) -> Result<Vec<&'static str>, Fault> {
    let mut names: Vec<&'static str> = Vec::new();
    match arguments.texts("Properties") {
        None => names.extend(PROPERTIES),
        Some(asked) => {
            for name in asked {
                let known = PROPERTIES
                    .iter()
                    .find(|known| known.eq_ignore_ascii_case(name.trim()));
                let known = known.ok_or_else(|| {
                    let message = format!(
                        "People have no property {name} here. There are {}.",
                        PROPERTIES.join(", ")
                    );
                    Fault::new("property", message)
                })?;
                names.push(known);
            }
        }
    }
    if arguments.is_on("SkipUserPolicies") {
        names.retain(|name| !name.contains("Polic"));
    }
    Ok(names)
}
