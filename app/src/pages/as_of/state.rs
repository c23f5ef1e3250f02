//! Settings, policies and ranks as they were.

use super::made::made;
use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Card, CardBody, Code, Column, Diff, Disclosure, Gap, Icon, Name, OnOff, QuietLink, Row,
    Slot, Stack, Table,
};
use forecourt_service::as_of::AsOf;
use leptos::prelude::*;

/// The longest value that is shown; lists of domains are longer.
const LONG_VALUE: usize = 200;

fn cut(text: &str) -> String {
    if text.chars().count() <= LONG_VALUE {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(LONG_VALUE).collect::<String>())
    }
}

/// Settings: first what differs today, then all of them.
pub(super) fn settings(found: &AsOf) -> impl IntoView + use<> {
    let changed: Vec<_> = found
        .settings
        .iter()
        .filter_map(|setting| {
            let (name, then) = (setting.setting.name(), cut(&setting.then));
            let today = setting.today.as_deref().map(cut)?;
            Some(view! { <Diff name before=then after=today /> })
        })
        .collect();
    let differs = if changed.is_empty() {
        view! { <p class="fc-muted">"Every setting has the same value today."</p> }.into_any()
    } else {
        view! { <Stack gap=Gap::Two><p>"Different today, then and now:"</p>{changed}</Stack> }.into_any()
    };
    let columns = vec![Column::text("Setting"), Column::long("Value then")];
    let rows: Vec<_> = found
        .settings
        .iter()
        .map(|setting| {
            let name = setting.setting.name();
            Row::new()
                .cell(view! { <Code>{name}</Code> })
                .cell(cut(&setting.then))
        })
        .collect();
    let by = made(found.settings_made.as_ref());
    let desc = view! { "Last written by " {by} };
    view! {
        <Card id="settings" title="Organization settings then" desc>
            <CardBody gap=Gap::Four>
                {differs}
                <Disclosure summary="All settings" icon=Icon::Settings>
                    <Table caption="All settings then" columns rows />
                </Disclosure>
            </CardBody>
        </Card>
    }
}

/// Policies with their two switches, who had written them, and what became of them.
pub(super) fn policies(found: &AsOf) -> impl IntoView + use<> {
    let columns = vec![
        Column::text("Policy"),
        Column::text("Start chats"),
        Column::text("Be contacted"),
        Column::long("Last written by"),
        Column::text("Today"),
    ];
    let rows: Vec<_> = found
        .state
        .policies
        .iter()
        .enumerate()
        .map(|(at, policy)| {
            let name = policy.kept.name.clone();
            let link: Slot = if found.today.policy(policy.id).is_some() {
                let href = paths::policy(&name);
                view! { <QuietLink href><Name text=name.to_string() /></QuietLink> }.into()
            } else {
                view! { <Name text=name.to_string() /> }.into()
            };
            let switches = policy.kept.settings.switches();
            let today: Slot = match found.policy_today(at) {
                None => view! { <span class="fc-muted">"The same"</span> }.into(),
                Some(words) => view! { <Badge kind=BadgeKind::Brand>{words}</Badge> }.into(),
            };
            let by = found.policies_made.get(at).and_then(Option::as_ref);
            Row::new()
                .cell(link.into_option())
                .cell(view! { <OnOff on=switches.access /> })
                .cell(view! { <OnOff on=switches.inbound /> })
                .cell(made(by))
                .cell(today.into_option())
        })
        .collect();
    let groups = groups(found);
    view! {
        <Card id="policies" title="Policies then" divided=true>
            <Table caption="Policies then" columns rows />
        </Card>
        {groups}
    }
}

/// Groups with a policy, best rank first.
fn groups(found: &AsOf) -> Option<AnyView> {
    if found.state.ranking.is_empty() {
        return None;
    }
    let columns = vec![
        Column::number("Rank"),
        Column::text("Group"),
        Column::text("Policy"),
    ];
    let rows: Vec<_> = found
        .state
        .ranking
        .iter()
        .map(|row| {
            let name = found
                .groups
                .iter()
                .find(|(group, _)| *group == row.group)
                .map(|(_, name)| name.clone());
            let (href, policy) = (paths::group(row.group), found.state.policy_name(row.policy));
            Row::new()
                .cell(row.rank.to_string())
                .cell(view! { <QuietLink href><Name text=name.unwrap_or_default() /></QuietLink> })
                .cell(view! { <Name text=policy /> })
        })
        .collect();
    let card = view! {
        <Card id="groups" title="Groups with a policy then" divided=true>
            <Table caption="Groups with a policy then, best rank first" columns rows />
        </Card>
    };
    Some(card.into_any())
}
