//! What would change the answers.

use super::policy_name;
use crate::paths;
use crate::ui::{ActionItem, ActionList, Card, Code, Icon, LinkButton, Name, people, visible};
use forecourt_model::access::Direction;
use forecourt_service::people::{PersonView, Remedy, Step};
use leptos::prelude::*;

fn turn(value: bool) -> &'static str {
    if value { "Turn on " } else { "Turn off " }
}

fn step_words(view: &PersonView, step: Step) -> AnyView {
    match step {
        Step::Assign(policy) => {
            let policy = policy_name(&view.snapshot, policy);
            let who = view.person.shown_name().to_owned();
            view! { "Assign the policy " <Name text=policy /> " to " <Name text=who /> " directly" }
                .into_any()
        }
        Step::Unassign => "Remove the direct assignment, so that Global counts".into_any(),
        Step::Policy(policy, key, value) => {
            let policy = policy_name(&view.snapshot, policy);
            view! { {turn(value)} <Code>{key.name()}</Code> " in " <Name text=policy /> }.into_any()
        }
        Step::Organization(key, value) => {
            view! { {turn(value)} <Code>{key.name()}</Code> " for the organization" }.into_any()
        }
        Step::Activate => "Wait until the feature is active, or bring its activation forward".into_any(),
    }
}

fn way_there(view: &PersonView, step: Step) -> (Icon, Option<(String, &'static str)>) {
    let id = view.person.id;
    match step {
        Step::Assign(policy) => (
            Icon::Person,
            Some((paths::user_assign(id, Some(policy)), "Use this")),
        ),
        Step::Unassign => (Icon::Person, Some((paths::user_assign(id, None), "Use this"))),
        Step::Policy(policy, ..) => {
            let policy = view.snapshot.policy(policy);
            (
                Icon::Doc,
                policy.map(|policy| (paths::policy(&policy.name), "Open policy")),
            )
        }
        Step::Organization(..) => (
            Icon::Building,
            Some((paths::organization_settings(), "Open settings")),
        ),
        Step::Activate => (
            Icon::Megaphone,
            Some((paths::message("MC296208"), "Open message")),
        ),
    }
}

fn item(view: &PersonView, remedy: &Remedy, both: bool) -> impl IntoView + use<> {
    let mut title: Vec<AnyView> = Vec::new();
    for (at, step) in remedy.steps.iter().enumerate() {
        if at > 0 {
            title.push(", and ".into_any());
        }
        title.push(step_words(view, *step));
    }
    let (icon, link) = remedy
        .steps
        .first()
        .map_or((Icon::Info, None), |step| way_there(view, *step));
    let goal = both.then_some(match (remedy.direction, remedy.allows) {
        (Direction::Outward, true) => " Then they can start chats.",
        (Direction::Inward, true) => " Then they can be found and contacted.",
        (Direction::Outward, false) => " Then they can no longer start chats.",
        (Direction::Inward, false) => " Then they can no longer be found and contacted.",
    });
    let text = format!("Affects {}.{}", people(remedy.affected), goal.unwrap_or_default());
    let action =
        crate::ui::Slot::maybe(link.map(|(href, words)| view! { <LinkButton href>{words}</LinkButton> }));
    view! { <ActionItem icon title text action /> }
}

pub(super) fn remedies(view: &PersonView) -> Option<AnyView> {
    let first = view.remedies.first()?;
    let both = view
        .remedies
        .iter()
        .any(|remedy| remedy.direction != first.direction);
    let who = visible(view.person.shown_name()).into_owned();
    let desc = match (first.allows, both, first.direction) {
        (true, false, Direction::Inward) => {
            format!(
                "The smallest changes that let personal accounts find and contact {who}, fewest people first."
            )
        }
        (true, ..) => {
            format!("The smallest changes that let {who} chat with personal accounts, fewest people first.")
        }
        (false, ..) => format!("The smallest changes that take something from {who}, fewest people first."),
    };
    let items: Vec<_> = view
        .remedies
        .iter()
        .map(|remedy| item(view, remedy, both))
        .collect();
    let card = view! {
        <Card id="change" title="What would change this" desc divided=true>
            <ActionList>{items}</ActionList>
        </Card>
    };
    Some(card.into_any())
}
