//! The policy of a group, and assigning one.

use super::group_page::GroupPageView;
use crate::pages::show_as::show_as;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::access::Access;
use forecourt_model::policy::PolicyKind;
use forecourt_service::group::MAXIMUM_RANKED_GROUPS;
use leptos::prelude::*;

fn short(access: Access) -> &'static str {
    match (access.chat, access.inbound) {
        (true, true) => "both ways",
        (true, false) => "can start only",
        (false, _) => "neither",
    }
}

fn options(page: &GroupPageView) -> Vec<SelectOption> {
    let snapshot = &page.view.snapshot;
    let now = page.now;
    let mut options = Vec::new();
    if page.view.assignment.is_none() {
        options.push(SelectOption::new("", "Choose a policy"));
    }
    let assignable = snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::Global);
    options.extend(assignable.map(|policy| {
        let name = policy.display_name();
        let label = format!("{} ({})", visible(&name), short(snapshot.access(policy.id, now)));
        SelectOption::new(policy.id.to_string(), label)
    }));
    options
}

fn facts(page: &GroupPageView) -> AnyView {
    let Some(row) = &page.view.assignment else {
        let words =
            "The group has no policy. Assigning one reaches its members who have no direct assignment.";
        return view! { <p class="fc-muted">{words}</p> }.into_any();
    };
    let snapshot = &page.view.snapshot;
    let policy: Slot = match snapshot.policy(row.assignment.policy) {
        Some(policy) => {
            let (href, name) = (paths::policy(&policy.name), policy.display_name());
            view! { <a href=href><Name text=name /></a> }.into()
        }
        None => "A policy that has been deleted".into(),
    };
    let by = row.assigned_by.clone();
    let rank = format!("{} of {}", row.assignment.rank, snapshot.ranking.len());
    let reached = format!(
        "{} of {}",
        number(page.view.reached.by_group),
        people(page.view.group.people)
    );
    let assigned = view! { <Moment at=row.assigned_at /> " by " <Name text=by /> };
    let pairs = vec![
        ("Policy".to_owned(), policy),
        ("Rank".to_owned(), rank.into()),
        ("Reaches".to_owned(), reached.into()),
        ("Assigned".to_owned(), assigned.into()),
    ];
    view! { <DefList pairs /> }.into_any()
}

/// The card with the form.
pub(super) fn policy_card(page: &GroupPageView) -> AnyView {
    let stored = page.view.assignment.as_ref().map(|row| &row.assignment);
    let typed = &page.typed;
    let value = typed
        .policy
        .clone()
        .or_else(|| stored.map(|row| row.policy.to_string()));
    let rank = typed
        .rank
        .clone()
        .or_else(|| stored.map(|row| row.rank.to_string()));
    let fields = vec![(
        "ranking".to_owned(),
        page.view.snapshot.ranking_revision.to_string(),
    )];
    let has_policy = stored.is_some();
    let disabled = page.locked.is_some();
    let locked = page
        .locked
        .clone()
        .map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> });
    let words = if has_policy {
        "Save policy and rank"
    } else {
        "Assign policy"
    };
    let hint = if has_policy {
        "1 is asked first. The groups between move by one."
    } else {
        "1 is asked first. Left open: the last place."
    };
    let unassign = (has_policy && !disabled).then(|| {
        view! { <Button name="do" value="unassign">"Take the policy away"</Button> }
    });
    let (policy_error, rank_error) = (typed.error("policy"), typed.error("rank"));
    let (options, reason, facts) = (options(page), typed.reason.clone(), facts(page));
    let shown_as = show_as(&page.shown_as);
    let action = page.here();
    let desc = format!("One policy for a group, at most {MAXIMUM_RANKED_GROUPS} groups with one.");
    view! {
        <Card id="policy-h" title="Policy of the group" desc>
            <form class="fc-card__body fc-stack fc-stack--4" method="post" action=action>
                {facts}
                <HiddenFields fields />
                <SelectField id="policy" label="Policy" options value=value.unwrap_or_default() error=policy_error disabled />
                <TextField
                    id="rank" label="Rank" optional=!has_policy hint value=rank error=rank_error disabled
                    autocomplete="off" prose=false max_length=20_u32
                />
                <TextField
                    id="reason" label="Reason" optional=true hint="Kept in Activity." value=reason disabled
                    autocomplete="off" max_length=500_u32
                />
                {locked}
                <Cluster>
                    <Button kind=ButtonKind::Primary name="do" value="assign" disabled>{words}</Button>
                    {unassign}
                </Cluster>
                {shown_as}
            </form>
        </Card>
    }
    .into_any()
}
