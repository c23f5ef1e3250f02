//! Direct assignments that do nothing, or stand in the way.

use super::finding::{Finding, FindingKind, Number, See};
use super::fix::Fix;
use crate::people::Filter;
use crate::snapshot::Snapshot;
use forecourt_model::access::SourceKind;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{PolicyId, TenantId};
use forecourt_store::hygiene::{self as store, Side, Superfluous};
use forecourt_store::{Connection, StoreError};
use std::collections::BTreeSet;

/// Up to where people are counted: a number that nobody reads to its last digit is not worth waiting for.
const COUNTED: u64 = 10_000;

/// The side from which fewer rows are looked at.
fn side(snapshot: &Snapshot, direct: u64) -> Side {
    let members: u64 = snapshot.ranking.iter().map(|row| row.people).sum();
    if direct <= members {
        Side::Direct
    } else {
        Side::Groups
    }
}

/// What the database is asked for a fix; `None` when it is no fix of direct assignments.
pub(super) fn asked(snapshot: &Snapshot, fix: Fix) -> Option<Superfluous> {
    let direct = |policy| snapshot.people_with(policy, Some(SourceKind::Direct));
    Some(match fix {
        Fix::RemoveRedundant => {
            let given: BTreeSet<PolicyId> =
                snapshot.ranking.iter().map(|row| row.assignment.policy).collect();
            Superfluous::Redundant(side(snapshot, given.into_iter().map(direct).sum()))
        }
        Fix::RemoveMasking(policy) => Superfluous::Masking(policy, side(snapshot, direct(policy))),
        Fix::RemoveOfDisabled => Superfluous::Disabled,
        Fix::Merge(from, _) => Superfluous::Of(from),
        Fix::DeletePolicy(_) | Fix::TakeFromGroup(_) | Fix::Edit(..) => return None,
    })
}

async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    fix: Fix,
) -> Result<Option<Number>, StoreError> {
    let Some(which) = asked(snapshot, fix) else {
        return Ok(None);
    };
    let limit = i64::try_from(COUNTED).unwrap_or_default() + 1;
    let found = store::count(connection, tenant, which, limit).await?;
    Ok(match found {
        0 => None,
        many if many > COUNTED => Some(Number::MoreThan(COUNTED)),
        few => Some(Number::Exactly(few)),
    })
}

/// What is to be said about direct assignments.
pub(super) async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    let direct = |policies: Vec<String>, enabled| {
        See::People(Box::new(Filter {
            policies,
            sources: vec![SourceKind::Direct],
            enabled,
            ..Filter::default()
        }))
    };
    let has = |people: Number| if people.is_one() { "has" } else { "have" };
    if !snapshot.ranking.is_empty() {
        let stock = BuiltIn::FederationAndPICDefault;
        let fix = Fix::RemoveMasking(stock.id());
        if let Some(people) = count(connection, tenant, snapshot, fix).await? {
            found.push(Finding {
                kind: FindingKind::MasksGroups,
                title: format!("{} hides what groups give", stock.name()),
                text: format!(
                    "{} {} it directly, so the policies of their groups do nothing for them. It is the usual reason \
                     why assigning to groups has no effect.",
                    people.people(),
                    has(people)
                ),
                people: Some(people),
                fix,
                see: Some(direct(vec![stock.name().to_owned()], None)),
            });
        }
        if let Some(people) = count(connection, tenant, snapshot, Fix::RemoveRedundant).await? {
            found.push(Finding {
                kind: FindingKind::Redundant,
                title: "Direct assignments repeat what groups give".to_owned(),
                text: format!(
                    "{} {} directly what a group gives them anyway. They would not follow when the group's policy \
                     changes.",
                    people.people(),
                    has(people)
                ),
                people: Some(people),
                fix: Fix::RemoveRedundant,
                see: Some(direct(Vec::new(), None)),
            });
        }
        let groups = store::reaching_nobody(connection, tenant).await?;
        found.extend(super::policies::without_reach(snapshot, &groups));
    }
    if let Some(people) = count(connection, tenant, snapshot, Fix::RemoveOfDisabled).await? {
        found.push(Finding {
            kind: FindingKind::DisabledAccounts,
            title: "Direct assignments of people who cannot sign in".to_owned(),
            text: format!(
                "{} {} one. They count again as soon as the accounts are enabled.",
                people.people(),
                has(people)
            ),
            people: Some(people),
            fix: Fix::RemoveOfDisabled,
            see: Some(direct(Vec::new(), Some(false))),
        });
    }
    Ok(found)
}
