//! What an administrator may want to look at.

use crate::paths;
use crate::ui::{
    ActionItem, ActionList, Card, CardBody, Code, Counter, Icon, IconTone, LinkButton, Note, count, number,
    people,
};
use forecourt_service::dashboard::{DashboardView, ToReview};
use leptos::prelude::*;

/// How many lines are shown; the rest is counted.
const SHOWN: usize = 8;

pub(super) fn review_card(view: &DashboardView, unanswered: bool) -> impl IntoView + use<> {
    let open = view.to_review.len();
    let total = number(u64::try_from(open + usize::from(unanswered)).unwrap_or_default());
    let items: Vec<_> = view.to_review.iter().take(SHOWN).map(item).collect();
    let notice = unanswered.then(|| {
        view! {
            <ActionItem
                icon=Icon::Megaphone
                tone=IconTone::Warning
                title="Answer the notice above"
                text="Keep chat with personal accounts on, or turn it off."
            />
        }
    });
    let rest = open.saturating_sub(SHOWN);
    let rest = (rest > 0).then(|| {
        let words = format!("and {} more", number(u64::try_from(rest).unwrap_or_default()));
        view! { <CardBody><a href=paths::policies()>{words}</a></CardBody> }
    });
    let content = if open == 0 && !unanswered {
        view! { <CardBody><Note icon=Icon::CheckCircle>"Nothing waits for you."</Note></CardBody> }.into_any()
    } else {
        view! { <ActionList>{notice}{items}</ActionList> {rest} }.into_any()
    };
    view! {
        <Card id="review" title="To review" divided=true aside=view! { <Counter number=total /> }>
            {content}
        </Card>
    }
}

fn item(review: &ToReview) -> AnyView {
    match review {
        ToReview::OrganizationInboundWaits => {
            let text = view! { <Code>"AllowTeamsConsumerInbound"</Code> " is On, unused while chat is off. It counts again when chat is turned on." };
            let action =
                view! { <LinkButton href=paths::organization_settings()>"Open settings"</LinkButton> };
            view! { <ActionItem icon=Icon::Lock title="A stored value is waiting" text action /> }.into_any()
        }
        ToReview::PolicyInboundWaits { policy, people: held } => {
            let (name, have) = (policy.to_string(), have(*held));
            let text = view! { <Code>"EnableTeamsConsumerInbound"</Code> " is On in " <bdi>{name}</bdi> ", unused while chat is off there. " {have} };
            let action = view! { <LinkButton href=paths::policy(policy)>"Open policy"</LinkButton> };
            view! { <ActionItem icon=Icon::Lock title="A stored value is waiting" text action /> }.into_any()
        }
        ToReview::LooserThanGlobal { policy, people: held } => {
            let (name, have) = (policy.to_string(), have(*held));
            let title = view! { <bdi>{name}</bdi> " allows what Global does not" };
            let action = view! { <LinkButton href=paths::policy(policy)>"Open policy"</LinkButton> };
            view! { <ActionItem icon=Icon::Warning tone=IconTone::Warning title text=have action /> }
                .into_any()
        }
        ToReview::NobodyHas { policy } => {
            let name = policy.to_string();
            let title = view! { "Nobody has " <bdi>{name}</bdi> };
            let action = view! { <LinkButton href=paths::policy(policy)>"Open policy"</LinkButton> };
            let text = "The policy is assigned to no person. Assign it, or delete it.";
            view! { <ActionItem icon=Icon::Doc title text action /> }.into_any()
        }
        ToReview::DirectOfDisabled { assignments } => {
            let belong = if *assignments == 1 { "belongs" } else { "belong" };
            let title = format!(
                "{} {belong} to people who cannot sign in",
                count(*assignments, "direct assignment", "direct assignments")
            );
            let query = [("source", "direct"), ("account", "disabled")];
            let href = paths::with_query(&paths::users(), &query);
            let action = view! { <LinkButton href>"See people"</LinkButton> };
            let text = "They apply again when the accounts are enabled.";
            view! { <ActionItem icon=Icon::Person title text action /> }.into_any()
        }
    }
}

fn have(held: u64) -> String {
    let verb = if held == 1 { "has" } else { "have" };
    format!("{} {verb} it.", people(held))
}
