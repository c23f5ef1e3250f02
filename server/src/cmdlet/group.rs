//! Policies of groups.

use super::bridge::Bridge;
use super::door::Door;
use super::values::moment;
use super::words::{fault, not_found};
use super::{grant, people};
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, Object, Value};
use forecourt_model::GroupId;
use forecourt_model::folding::fold_case;
use forecourt_model::policy::Policy;
use forecourt_service::ServiceError;
use forecourt_service::group::{self as service, Group, GroupChange};

/// The one type of policies there is.
pub(super) const TYPE: &str = "ExternalAccessPolicy";

/// Whether policies of this type are kept here.
pub(super) fn is_ours(arguments: &Arguments) -> bool {
    arguments
        .text("PolicyType")
        .is_none_or(|kind| kind.trim().eq_ignore_ascii_case(TYPE))
}

/// Refuses other types of policies.
pub(super) fn require_ours(arguments: &Arguments) -> Result<(), Fault> {
    if is_ours(arguments) {
        return Ok(());
    }
    let kind = arguments.text("PolicyType").unwrap_or_default();
    Err(Fault::new(
        "policy-type",
        format!(
            "Nothing was changed: policies of the type {kind} are not kept here. -PolicyType takes {TYPE}."
        ),
    ))
}

/// The group with this object id, mail address or name.
pub(super) async fn one<D: Door>(bridge: &Bridge<'_, D>, text: &str) -> Result<Group, Fault> {
    let (services, context) = (bridge.services, &bridge.context);
    if let Ok(id) = text.trim().parse::<GroupId>() {
        return match service::get(services, context, id).await {
            Ok(view) => Ok(view.group),
            Err(ServiceError::NotFound { .. }) => Err(not_found(text)),
            Err(error) => Err(fault(&error)),
        };
    }
    let wanted = fold_case(text.trim().trim_start_matches("sip:"));
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = service::list(services, context, "", after)
            .await
            .map_err(|error| fault(&error))?;
        found.extend(
            page.groups
                .into_iter()
                .map(|listed| listed.group)
                .filter(|group| {
                    let mail = group
                        .mail
                        .as_deref()
                        .is_some_and(|mail| fold_case(mail) == wanted);
                    mail || fold_case(&group.display_name) == wanted
                }),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    match found.len() {
        0 => Err(not_found(text)),
        1 => found.pop().ok_or_else(|| not_found(text)),
        many => Err(Fault::new(
            "ambiguous",
            format!(
                "Nothing was changed: {many} groups are called {text}. Name the object id of the one that is meant."
            ),
        )),
    }
}

/// Gives a group a policy, moves it to another rank, or takes its policy away.
pub(super) async fn give<D: Door>(
    bridge: &mut Bridge<'_, D>,
    cmdlet: &str,
    group: &Group,
    policy: Option<&Policy>,
    rank: Option<i64>,
    what_if: bool,
) -> Result<(), Fault> {
    let (services, context) = (bridge.services, bridge.context.clone());
    let snapshot = services.snapshot().map_err(|error| fault(&error))?;
    let has = snapshot
        .ranking
        .iter()
        .find(|row| row.assignment.group == group.id);
    let change = match (policy, has) {
        (None, None) => return Ok(()),
        (None, Some(_)) => GroupChange::Unassign(group.id),
        (Some(policy), Some(row)) if row.assignment.policy == policy.id => match rank {
            Some(rank) if rank != i64::from(row.assignment.rank) => GroupChange::Move(group.id, rank),
            _ => return Ok(()),
        },
        (Some(policy), _) => GroupChange::Assign(group.id, policy.id, rank),
    };
    if what_if {
        let impact = service::preview(services, &context, &change)
            .await
            .map_err(|error| fault(&error))?;
        bridge.say(cmdlet, &group.display_name, &impact.impact);
        return Ok(());
    }
    let expected = snapshot.ranking_revision;
    let done = match change {
        GroupChange::Unassign(group) => service::unassign(services, &context, group, expected, None).await,
        GroupChange::Move(group, rank) => {
            service::move_to(services, &context, group, rank, expected, None).await
        }
        GroupChange::Assign(group, policy, rank) => {
            service::assign(services, &context, (group, policy, rank), expected, None).await
        }
        _ => return Ok(()),
    };
    done.map(drop).map_err(|error| fault(&error))
}

fn passed(arguments: &Arguments, what_if: bool) -> Vec<Value> {
    if arguments.is_on("PassThru") && !what_if {
        vec![Value::Bool(true)]
    } else {
        Vec::new()
    }
}

pub(super) async fn new<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    require_ours(arguments)?;
    let group = one(bridge, arguments.text("GroupId").unwrap_or_default()).await?;
    let Some(policy) = grant::asked(bridge, arguments)? else {
        let message = "Nothing was changed: Global is what people have when nothing else counts. Use \
                       Remove-CsGroupPolicyAssignment.";
        return Err(Fault::new("global-is-not-assigned", message));
    };
    give(
        bridge,
        "New-CsGroupPolicyAssignment",
        &group,
        Some(&policy),
        arguments.int("Rank"),
        what_if,
    )
    .await?;
    Ok(passed(arguments, what_if))
}

pub(super) async fn remove<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    require_ours(arguments)?;
    let group = one(bridge, arguments.text("GroupId").unwrap_or_default()).await?;
    let snapshot = bridge.services.snapshot().map_err(|error| fault(&error))?;
    if !snapshot
        .ranking
        .iter()
        .any(|row| row.assignment.group == group.id)
    {
        let message = format!("Nothing was changed: {} has no policy.", group.display_name);
        return Err(Fault::new("group-without-policy", message));
    }
    give(
        bridge,
        "Remove-CsGroupPolicyAssignment",
        &group,
        None,
        None,
        what_if,
    )
    .await?;
    Ok(passed(arguments, what_if))
}

pub(super) async fn get<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    // The list of groups says whether this may be read.
    let page = service::list(bridge.services, &bridge.context, "", None)
        .await
        .map_err(|error| fault(&error))?;
    if !is_ours(arguments) {
        return Ok(Vec::new());
    }
    let only = match arguments.text("GroupId") {
        Some(text) => Some(one(bridge, text).await?.id),
        None => None,
    };
    let rows = page
        .snapshot
        .ranking
        .iter()
        .filter(|row| only.is_none_or(|only| only == row.assignment.group));
    let objects = rows.map(|row| {
        let policy = page.snapshot.policy(row.assignment.policy);
        Object::new(&kinds::GROUP_ASSIGNMENT)
            .with("GroupId", row.assignment.group.to_string())
            .with("PolicyType", TYPE)
            .with("PolicyName", policy.map(|policy| policy.name.to_string()))
            .with("Rank", i64::from(row.assignment.rank))
            .with("CreatedTime", moment(row.assigned_at))
            .with("CreatedBy", row.assigned_by.clone())
            .into()
    });
    Ok(objects.collect())
}

pub(super) async fn conflicts<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    if !is_ours(arguments) {
        return Ok(Vec::new());
    }
    let group = one(bridge, arguments.text("GroupId").unwrap_or_default()).await?;
    let (services, context) = (bridge.services, bridge.context.clone());
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = service::conflicts(services, &context, group.id, after.as_deref()).await;
        let page = page.map_err(|error| fault(&error))?;
        for person in &page.people {
            found.push(people::standing(bridge, person)?);
        }
        after = page.next;
        if after.is_none() || found.len() >= bridge.door.most_people() {
            return Ok(found);
        }
    }
}
