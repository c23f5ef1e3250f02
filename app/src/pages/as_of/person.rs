//! What one person could do then, with the evidence, and who made it so.

use super::made::made;
use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Blocks, Card, CardBody, Code, Dash, Decided, Evidence, EvidenceRow, EvidenceStep, Mark,
    Moment, MomentStyle, Name, OnOff, Outcomes, QuietLink, Slot, Sub, Verdict, Verdicts, visible,
};
use forecourt_model::access::{AssignmentSource, Consulted, ReasonCode, Verdict as Answer};
use forecourt_model::settings::SettingKey;
use forecourt_service::as_of::{AsOf, GroupThen, PersonThen};
use leptos::prelude::*;

fn outcome(allows: bool, decides: bool) -> AnyView {
    if allows {
        return view! { <Mark yes=true word="Allows" /> }.into_any();
    }
    let badge = decides.then(|| view! { <Badge kind=BadgeKind::Brand>"Decides"</Badge> });
    view! { <Blocks>"Blocks " {badge}</Blocks> }.into_any()
}

fn decided(outward: bool, inward: bool) -> Option<Decided> {
    match (outward, inward) {
        (true, true) => Some(Decided::Both),
        (true, false) => Some(Decided::Start),
        (false, true) => Some(Decided::Contact),
        (false, false) => None,
    }
}

fn asked(verdict: &Answer, key: SettingKey) -> Option<&Consulted> {
    verdict
        .consulted
        .iter()
        .find(|consulted| consulted.setting == key)
}

fn setting(then: &PersonThen, key: SettingKey) -> EvidenceRow {
    let (outward, inward) = (asked(&then.outward, key), asked(&then.inward, key));
    let cell = |consulted: Option<&Consulted>| match consulted {
        None => view! { <Dash meaning="not consulted" /> }.into_any(),
        Some(consulted) => outcome(consulted.stored, consulted.decided),
    };
    let decides = |consulted: Option<&Consulted>| consulted.is_some_and(|consulted| consulted.decided);
    let stored = inward.is_some_and(|consulted| consulted.stored);
    let by = made(then.made(key));
    EvidenceRow {
        setting: view! { <Code>{key.name()}</Code><Sub>{by}</Sub> }.into_any(),
        value: view! { <OnOff on=stored /> }.into_any(),
        decides: decided(decides(outward), decides(inward)),
        outcomes: Outcomes::Each(cell(outward), cell(inward)),
        unused: false,
    }
}

fn rollout(found: &AsOf, then: &PersonThen) -> EvidenceRow {
    let active = then.situation.active;
    let decides = then.outward.reason == ReasonCode::NotActivated;
    let value = match &found.state.rollout {
        Some(stored) => {
            let at = stored.rollout.activation;
            let words = if active { "Active since " } else { "Active from " };
            view! { <span>{words}<Moment at style=MomentStyle::Date /></span> }.into_any()
        }
        None => view! { <span>"Active"</span> }.into_any(),
    };
    EvidenceRow {
        setting: view! { <a href=paths::message("MC296208")>"Rollout MC296208"</a> }.into_any(),
        value,
        decides: decided(decides, decides),
        outcomes: Outcomes::Each(outcome(active, decides), outcome(active, decides)),
        unused: false,
    }
}

fn source(name: AnyView, value: AnyView, wins: bool) -> EvidenceRow {
    let result = if wins {
        view! { <Mark yes=true word="Won" /> }.into_any()
    } else {
        "Not used".into_any()
    };
    EvidenceRow {
        setting: name,
        value,
        outcomes: Outcomes::Both(result),
        decides: wins.then_some(Decided::Both),
        unused: !wins,
    }
}

fn direct(found: &AsOf, then: &PersonThen) -> EvidenceRow {
    let by = made(then.direct_made.as_ref());
    let value = match then.direct {
        Some(policy) => view! { <Name text=found.state.policy_name(policy) /> }.into_any(),
        None => "None".into_any(),
    };
    let name = view! { "Direct assignment" <Sub>{by}</Sub> }.into_any();
    let wins = then.effective.source == AssignmentSource::Direct;
    let mut row = source(name, value, wins);
    if then.direct.is_none() {
        row.outcomes = Outcomes::Both(().into_any());
    }
    row
}

fn group(found: &AsOf, group: &GroupThen) -> EvidenceRow {
    let rank = group.assignment.rank;
    let href = paths::group(group.assignment.group);
    let (joined, assigned) = (made(group.joined.as_ref()), made(group.assigned.as_ref()));
    // One line less where policy and rank came together.
    let same =
        group.assigned.as_ref().map(|made| made.revision) == group.ranked.as_ref().map(|made| made.revision);
    let ranked = (!same).then(|| {
        let ranked = made(group.ranked.as_ref());
        view! { <Sub>"Rank: " {ranked}</Sub> }
    });
    let called = group.name.clone();
    let name = view! {
        "Group " <QuietLink href><Name text=called /></QuietLink> {format!(", rank {rank}")}
        <Sub>"Member: " {joined}</Sub>
        <Sub>"Policy: " {assigned}</Sub>
        {ranked}
    };
    let value = found.state.policy_name(group.assignment.policy);
    source(
        name.into_any(),
        view! { <Name text=value /> }.into_any(),
        group.wins,
    )
}

fn steps(found: &AsOf, then: &PersonThen) -> Vec<EvidenceStep> {
    let policy = found.state.policy_name(then.effective.policy);
    let global = then.effective.source == AssignmentSource::Global;
    let mut places = vec![direct(found, then)];
    places.extend(then.groups.iter().map(|row| group(found, row)));
    places.push(source(
        "Global (Org-wide default)".into_any(),
        "Global".into_any(),
        global,
    ));
    vec![
        EvidenceStep {
            title: "Organization settings".into_any(),
            why: "applied to everyone and came first".to_owned(),
            rows: vec![
                rollout(found, then),
                setting(then, SettingKey::AllowTeamsConsumer),
                setting(then, SettingKey::AllowTeamsConsumerInbound),
            ],
        },
        EvidenceStep {
            title: view! { "Policy: " <Name text=policy /> }.into_any(),
            why: "the one policy that counted".to_owned(),
            rows: vec![
                setting(then, SettingKey::EnableTeamsConsumerAccess),
                setting(then, SettingKey::EnableTeamsConsumerInbound),
            ],
        },
        EvidenceStep {
            title: "Where that policy came from".into_any(),
            why: "the first that applied won".to_owned(),
            rows: places,
        },
    ]
}

/// What the answer is today, when it is another one.
fn today(found: &AsOf, then: &PersonThen) -> Option<String> {
    let now =
        forecourt_model::access::Access::of(found.today.situation(then.person.effective_policy, found.now));
    let words = |yes: bool| if yes { "Yes" } else { "No" };
    if now == then.access {
        return None;
    }
    Some(format!(
        "Today: can start chats: {}; can be found and contacted: {}.",
        words(now.chat),
        words(now.inbound)
    ))
}

pub(super) fn person(found: &AsOf, then: &PersonThen) -> impl IntoView + use<> {
    let who = visible(then.person.shown_name()).into_owned();
    let policy = found.state.policy_name(then.effective.policy);
    let reason = |answer: &Answer| Slot::from(answer.reason.sentence(&policy));
    let (outward, inward) = (reason(&then.outward), reason(&then.inward));
    let (chat, inbound) = (then.access.chat, then.access.inbound);
    let steps = steps(found, then);
    let today = today(found, then).unwrap_or_else(|| "The answers are the same today.".to_owned());
    let aside = view! { <QuietLink href=paths::user(then.person.id)>"As it is today"</QuietLink> };
    view! {
        <Card id="person" title=format!("{who} then") desc=today aside>
            <CardBody>
                <Verdicts>
                    <Verdict question="Could start chats with personal accounts" allowed=chat reason=outward />
                    <Verdict question="Could be found and contacted by them" allowed=inbound reason=inward />
                </Verdicts>
            </CardBody>
            <Evidence caption=format!("Every setting consulted for {who} then, and who had set it") steps />
        </Card>
    }
}
