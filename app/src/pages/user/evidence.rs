//! Every setting consulted, in order.

use super::policy_name;
use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Blocks, Code, Dash, Decided, Evidence, EvidenceRow, EvidenceStep, Mark, Moment,
    MomentStyle, Name, OnOff, Outcomes, Sub, visible,
};
use forecourt_model::access::{Consulted, ReasonCode, SourceKind, Verdict};
use forecourt_model::settings::SettingKey;
use forecourt_service::people::{Candidate, PersonView};
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

fn asked(verdict: &Verdict, key: SettingKey) -> Option<&Consulted> {
    verdict
        .consulted
        .iter()
        .find(|consulted| consulted.setting == key)
}

fn setting(view: &PersonView, key: SettingKey) -> EvidenceRow {
    let (outward, inward) = (asked(&view.outward, key), asked(&view.inward, key));
    let cell = |consulted: Option<&Consulted>| match consulted {
        None => view! { <Dash meaning="not consulted" /> }.into_any(),
        Some(consulted) => outcome(consulted.stored, consulted.decided),
    };
    let decides = |consulted: Option<&Consulted>| consulted.is_some_and(|consulted| consulted.decided);
    let (stored, effective) = inward.map_or((false, false), |consulted| {
        (consulted.stored, consulted.effective)
    });
    // A value that something above keeps from counting: stored, effective and why are three things.
    let inert =
        (stored && !effective && !decides(inward)).then(|| view! { <Sub>"Stored, without effect"</Sub> });
    EvidenceRow {
        setting: view! { <Code>{key.name()}</Code> }.into_any(),
        value: view! { <OnOff on=stored />{inert} }.into_any(),
        decides: decided(decides(outward), decides(inward)),
        outcomes: Outcomes::Each(cell(outward), cell(inward)),
        unused: false,
    }
}

fn rollout(view: &PersonView) -> EvidenceRow {
    let active = view.situation.active;
    let decides = view.outward.reason == ReasonCode::NotActivated;
    let value = match &view.snapshot.rollout {
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

fn candidate(view: &PersonView, candidate: &Candidate) -> EvidenceRow {
    let wins = match candidate.source {
        SourceKind::Direct => "Wins: a direct assignment comes first",
        SourceKind::Group => "Wins: best rank, no direct assignment",
        SourceKind::Global => "Wins: nothing is assigned",
    };
    let name = match (&candidate.group, candidate.source) {
        (Some((group, name, rank)), _) => view! {
            "Group " <a href=paths::group(*group)><Name text=name.clone() /></a> {format!(", rank {rank}")}
        }
        .into_any(),
        (None, SourceKind::Global) => "Global (Org-wide default)".into_any(),
        (None, _) => "Direct assignment".into_any(),
    };
    let value = match (candidate.source, candidate.policy) {
        (_, None) => view! { <span>"None"</span> }.into_any(),
        (SourceKind::Global, Some(policy)) => {
            let switches = view
                .snapshot
                .policy(policy)
                .map(|policy| policy.settings.switches());
            let word = |on: bool| if on { "On" } else { "Off" };
            let words = switches.map(|s| format!("{} / {}", word(s.access), word(s.inbound)));
            view! { <span>{words}</span> }.into_any()
        }
        (_, Some(policy)) => view! { <Name text=policy_name(&view.snapshot, policy) /> }.into_any(),
    };
    let result = if candidate.wins {
        view! { <Mark yes=true word=wins /> }.into_any()
    } else if candidate.policy.is_none() {
        ().into_any()
    } else {
        not_used(view, candidate).into_any()
    };
    EvidenceRow {
        setting: name,
        value,
        outcomes: Outcomes::Both(result),
        decides: candidate.wins.then_some(Decided::Both),
        unused: !candidate.wins,
    }
}

/// Why a place that has a policy does not count.
fn not_used(view: &PersonView, candidate: &Candidate) -> &'static str {
    match (view.person.effective_source, candidate.source) {
        (SourceKind::Direct, _) => "Not used: a direct assignment applies",
        (_, SourceKind::Group) => "Not used: a group with a better rank applies",
        _ => "Not used: a group assignment applies",
    }
}

pub(super) fn evidence(view: &PersonView) -> impl IntoView + use<> {
    let effective = view.person.effective_policy;
    let name = policy_name(&view.snapshot, effective);
    let policy = match view.snapshot.policy(effective) {
        Some(policy) => {
            view! { "Policy: " <a href=paths::policy(&policy.name)><Name text=name /></a> }.into_any()
        }
        None => view! { "Policy: " {name} }.into_any(),
    };
    let who = visible(view.person.shown_name()).into_owned();
    let steps = vec![
        EvidenceStep {
            title: view! { <a href=paths::organization_settings()>"Organization settings"</a> }.into_any(),
            why: "apply to everyone and come first".to_owned(),
            rows: vec![
                rollout(view),
                setting(view, SettingKey::AllowTeamsConsumer),
                setting(view, SettingKey::AllowTeamsConsumerInbound),
            ],
        },
        EvidenceStep {
            title: policy,
            why: format!("the one policy that counts for {who}"),
            rows: vec![
                setting(view, SettingKey::EnableTeamsConsumerAccess),
                setting(view, SettingKey::EnableTeamsConsumerInbound),
            ],
        },
        EvidenceStep {
            title: "Where that policy comes from".into_any(),
            why: "the first that applies wins; policies never merge".to_owned(),
            rows: view
                .candidates
                .iter()
                .map(|found| candidate(view, found))
                .collect(),
        },
    ];
    view! { <Evidence caption=format!("Every setting consulted for {who}, in order") steps /> }
}
