//! What was found.

use crate::pages::live::live_notice;
use crate::pages::users;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    ActionItem, ActionList, Card, Counter, Empty, Icon, IconTone, LinkButton, Name, PageHead, QuietLink,
    Stack, number,
};
use forecourt_model::AdministratorId;
use forecourt_model::authority::{Permission, Role};
use forecourt_service::hygiene::{Finding, FindingKind, Findings, See, Topic};
use forecourt_service::people::Order;
use leptos::prelude::*;

/// What the page shows.
pub struct ReviewPage<'p> {
    /// What was found.
    pub found: &'p Findings,
    /// The role of the one who looks.
    pub role: Role,
    /// Who looks.
    pub own: AdministratorId,
}

fn title(topic: Topic) -> (&'static str, &'static str, &'static str) {
    match topic {
        Topic::Unintended => (
            "unintended",
            "More or less than is meant",
            "Somebody may be able to do what nobody decided, or the other way round.",
        ),
        Topic::WithoutEffect => (
            "without-effect",
            "Without effect",
            "It is stored and does nothing, until something else changes.",
        ),
        Topic::Tidier => ("tidier", "Can be simpler", "Nothing changes for anybody."),
    }
}

fn icon(kind: FindingKind) -> (Icon, IconTone) {
    match kind.topic() {
        Topic::Unintended => (Icon::Warning, IconTone::Warning),
        Topic::WithoutEffect => (Icon::Lock, IconTone::Muted),
        Topic::Tidier => (Icon::Doc, IconTone::Muted),
    }
}

/// Where more is to be seen: the words and the address.
fn see(see: &See) -> (&'static str, String) {
    match see {
        See::People(filter) => (
            "See people",
            users::href(&paths::users(), filter, Order::default(), None),
        ),
        See::Policy(name) => ("Open policy", paths::policy(name)),
        See::Settings => ("Open settings", paths::organization_settings()),
        See::Group(id) => ("Open group", paths::group(*id)),
    }
}

/// A finding with its fix, for whoever has the right to it.
pub(crate) fn finding_item(finding: &Finding, role: Role) -> impl IntoView + use<> {
    let (icon, tone) = icon(finding.kind);
    let title = finding.title.clone();
    let words = finding.text.clone();
    let more = finding.see.as_ref().map(|place| {
        let (label, href) = see(place);
        view! { " " <QuietLink href>{label}</QuietLink> }
    });
    let text = view! { <Name text=words /> {more} };
    let permission: Permission = finding.fix.permission();
    let reason = (!role.grants(permission)).then(|| permission.refusal(role));
    let href = paths::review_fix(&finding.fix.code());
    let label = finding.fix.label();
    let action = view! { <LinkButton href reason>{label}</LinkButton> };
    view! { <ActionItem icon tone title=view! { <Name text=title /> } text action /> }
}

fn card(topic: Topic, findings: &[&Finding], role: Role) -> impl IntoView + use<> {
    let (id, title, desc) = title(topic);
    let total = number(u64::try_from(findings.len()).unwrap_or_default());
    let items: Vec<_> = findings
        .iter()
        .map(|finding| finding_item(finding, role))
        .collect();
    view! {
        <Card id title desc divided=true aside=view! { <Counter number=total /> }>
            <ActionList>{items}</ActionList>
        </Card>
    }
}

/// The page.
pub fn review_page(frame: Frame, data: &ReviewPage<'_>) -> impl IntoView + use<> {
    let cards: Vec<_> = Topic::ALL
        .into_iter()
        .filter_map(|topic| {
            let of_topic = |finding: &&Finding| finding.kind.topic() == topic;
            let findings: Vec<_> = data.found.list.iter().filter(of_topic).collect();
            (!findings.is_empty()).then(|| card(topic, &findings, data.role))
        })
        .collect();
    let content = if cards.is_empty() {
        view! {
            <Card id="nothing" title="Review" title_hidden=true>
                <Empty
                    title="Nothing to tidy up" icon=Icon::CheckCircle
                    text="No setting, policy or assignment contradicts another or does nothing."
                />
            </Card>
        }
        .into_any()
    } else {
        view! { <Stack>{cards}</Stack> }.into_any()
    };
    let kinds = ["settings", "policy", "person", "group", "directory"];
    let live = live_notice(data.own, data.found.revision, &kinds, paths::review());
    let lead = format!("What can be put right, as of revision {}.", data.found.revision);
    view! {
        <Shell frame>
            <PageHead title="Review" lead />
            {live}
            {content}
        </Shell>
    }
}
