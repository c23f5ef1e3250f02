//! `/api/v1/policies`: external access policies.

use super::answer::{Answer, Done, page, tagged};
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::policy_documents::{NewPolicyInput, PolicyDocument, PolicyPatch};
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::policy::PolicySettings;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::policy::{self, ListQuery, NewPolicy, PolicyView, Saved};

const LIST: &str = "policies";

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/policies/{name}";
    Endpoints::default()
        .get(
            "/api/v1/policies",
            Scope::PoliciesRead,
            list,
            Doc::new("listPolicies", "Policies", "List policies")
                .query("search", Kind::Text, "A part of the name.")
                .limited()
                .paged()
                .page::<PolicyDocument>("Policies by name."),
        )
        .post(
            "/api/v1/policies",
            Scope::PoliciesWrite,
            add,
            Doc::new("addPolicy", "Policies", "Add a policy")
                .body::<NewPolicyInput>()
                .changes::<PolicyDocument>("The new policy.")
                .etag(),
        )
        .get(
            ONE,
            Scope::PoliciesRead,
            get,
            Doc::new("getPolicy", "Policies", "Read a policy")
                .returns::<PolicyDocument>("The policy.")
                .etag(),
        )
        .patch(
            ONE,
            Scope::PoliciesWrite,
            patch,
            Doc::new("changePolicy", "Policies", "Change a policy")
                .text("Takes effect at once for everybody who has it. Built-in policies stay as they are.")
                .body::<PolicyPatch>()
                .changes::<PolicyDocument>("The policy as it is now.")
                .needs_if_match()
                .etag(),
        )
        .delete(
            ONE,
            Scope::PoliciesWrite,
            delete,
            Doc::new("deletePolicy", "Policies", "Delete a policy")
                .text("A policy that somebody has, or a group, stays.")
                .query("reason", Kind::Text, "Why, for the audit trail.")
                .changes::<PolicyDocument>("The policy as it was.")
                .needs_if_match(),
        )
        .post(
            "/api/v1/policies/{name}/reset",
            Scope::PoliciesWrite,
            reset,
            Doc::new("resetPolicy", "Policies", "Reset Global to its defaults")
                .text("Only `Global` can be reset.")
                .query("reason", Kind::Text, "Why, for the audit trail.")
                .changes::<PolicyDocument>("The policy as it is now.")
                .needs_if_match()
                .etag(),
        )
}

async fn list(caller: Caller) -> Answer {
    let query = ListQuery {
        text: caller.query.get("search").to_owned(),
        ..ListQuery::default()
    };
    let mut found = policy::list(caller.services(), &caller.context, &query)?.policies;
    found.sort_by_key(|summary| summary.policy.name.folded());
    let after = cursor::read(LIST, &caller)?.and_then(|key| key.into_iter().next());
    let size = usize::try_from(caller.limit()).unwrap_or(usize::MAX);
    let is_later = |name: &str| after.as_deref().is_none_or(|after| name > after);
    found.retain(|summary| is_later(&summary.policy.name.folded()));
    let more = found.len() > size;
    found.truncate(size);
    let last = found
        .last()
        .filter(|_| more)
        .map(|last| last.policy.name.folded());
    let next = last.and_then(|last| cursor::write(LIST, &caller, vec![last]));
    let items: Vec<_> = found
        .into_iter()
        .map(|summary| PolicyDocument::of(summary.policy, Some(summary.holders)))
        .collect();
    page(&items, next.as_deref())
}

async fn find(caller: &Caller, name: &str) -> Result<PolicyView, Problem> {
    Ok(policy::get_by_name(caller.services(), &caller.context, name).await?)
}

async fn get(caller: Caller, Path(name): Path<String>) -> Answer {
    let found = find(&caller, &name).await?;
    let revision = found.policy.revision;
    tagged(&PolicyDocument::of(found.policy, Some(found.holders)), revision)
}

fn done(caller: &Caller, saved: Result<Saved, ServiceError>, is_there: bool) -> Answer {
    let saved = saved.map_err(|error| caller.refused(error))?;
    caller.done(Done {
        changed: saved.changed,
        revision: Some(saved.revision),
        impact: Some(saved.impact),
        etag: is_there.then_some(saved.policy.revision),
        result: Some(PolicyDocument::of(saved.policy, None)),
    })
}

async fn add(caller: Caller, Body(input): Body<NewPolicyInput>) -> Answer {
    let (name, reason) = (input.name.clone(), input.reason.clone());
    let settings = input.apply(PolicySettings::default())?;
    let new = NewPolicy { name, settings };
    let saved = policy::add(caller.services(), &caller.context, new, reason, None).await;
    done(&caller, saved, true)
}

async fn patch(caller: Caller, Path(name): Path<String>, Body(input): Body<PolicyPatch>) -> Answer {
    let found = find(&caller, &name).await?.policy;
    let expected = caller.needs_revision(found.revision)?;
    let reason = input.reason.clone();
    let settings = input.apply(found.settings)?;
    let (services, context) = (caller.services(), &caller.context);
    let saved = policy::edit(services, context, found.id, expected, &settings, reason, None).await;
    done(&caller, saved, true)
}

fn reason(caller: &Caller) -> Option<String> {
    caller.query.some("reason").map(str::to_owned)
}

async fn delete(caller: Caller, Path(name): Path<String>) -> Answer {
    let found = find(&caller, &name).await?.policy;
    let expected = caller.needs_revision(found.revision)?;
    let (services, context) = (caller.services(), &caller.context);
    let saved = policy::delete(services, context, found.id, expected, reason(&caller), None).await;
    done(&caller, saved, false)
}

async fn reset(caller: Caller, Path(name): Path<String>) -> Answer {
    let found = find(&caller, &name).await?.policy;
    if !found.name.is_global() {
        let message = "Only Global can be reset. Change or delete this policy instead.";
        return Err(ServiceError::refused("not-global", message).into());
    }
    let expected = caller.needs_revision(found.revision)?;
    let saved = policy::reset_global(
        caller.services(),
        &caller.context,
        expected,
        reason(&caller),
        None,
    )
    .await;
    done(&caller, saved, true)
}
