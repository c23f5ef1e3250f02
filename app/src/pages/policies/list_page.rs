//! The list of policies.

use super::confirm::{Confirm, confirm_dialog};
use super::list_commands::list_commands;
use super::list_table::list_table;
use crate::pages::live::live_notice;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use forecourt_model::AdministratorId;
use forecourt_service::policy::{ListQuery, PolicyList};
use leptos::prelude::*;

/// All that the list shows.
#[derive(Clone, Debug)]
pub struct ListView {
    /// The policies.
    pub list: PolicyList,
    /// What was asked for.
    pub query: ListQuery,
    /// The ticked rows, by name.
    pub selected: Vec<String>,
    /// Who looks: their own changes are no news to them.
    pub own: AdministratorId,
    /// Why nothing can be changed, when the role does not include it.
    pub locked: Option<String>,
    /// What could not be done: a sentence, and where to read more.
    pub problem: Option<(String, Option<(String, String)>)>,
    /// The question before a command.
    pub confirm: Option<Confirm>,
}

/// The list of policies with its commands.
pub fn policies_page(frame: Frame, page: ListView) -> impl IntoView {
    let ListView {
        list,
        query,
        selected,
        own,
        locked,
        problem,
        confirm,
    } = page;
    let total = list.default_policies + list.custom_policies;
    let tabs = vec![
        Tab {
            href: paths::organization_settings(),
            label: "Organization settings".to_owned(),
            ..Tab::default()
        },
        Tab {
            href: paths::policies(),
            label: "Policies".to_owned(),
            count: Some(number(total as u64)),
            current: true,
        },
    ];
    let problem = problem.map(|(sentence, link)| {
        let link = link.map(|(words, href)| view! { " " <a href=href>{words}</a> });
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                {sentence}
                {link}
            </MessageBar>
        }
    });
    let shown = list.policies.len();
    let foot = format!(
        "{}. People (effective) counts whom a policy decides for, by whatever way; it adds up to {}.",
        count(shown as u64, "policy", "policies"),
        number(list.people)
    );
    let live = live_notice(own, list.as_of, &["policy", "settings"], paths::policies());
    let commands = list_commands(&query, &selected, list.as_of, locked, shown);
    let table = list_table(&list, &query, &selected);
    let (banner, summary) = (override_bar(&list), summary(&list));
    let dialog = Slot::maybe(confirm.map(confirm_dialog));
    view! {
        <Shell frame dialog>
            <PageHead
                title="External access"
                crumbs=vec![Crumb::new(paths::organization_settings(), "External collaboration")]
                lead="Who your people can chat with outside the organization. Organization settings come first; policies then decide for each person."
            />
            <Tabs label="External access" tabs />
            {live}
            {problem}
            {banner}
            {summary}
            <Card id="list-h" title="Policies" title_hidden=true foot>
                {commands}
                {table}
            </Card>
        </Shell>
    }
}

fn override_bar(list: &PolicyList) -> AnyView {
    let now = if !list.active {
        "Chat with personal accounts has not arrived in this organization yet: what is set here counts from that moment on."
    } else if !list.organization.access {
        "Today they are: chat with personal accounts is Off for the organization, so no policy below lets anybody chat."
    } else if !list.organization.inbound {
        "Today they are in part: nobody can be found and contacted, because that is Off for the organization. The policies below decide who can start chats."
    } else {
        "Today they are not: chat with personal accounts is On for the organization, so the policies below decide."
    };
    view! {
        <MessageBar>
            "External access policies might be overridden by your organization settings. " {now} " "
            <a href=paths::organization_settings()>"External access > Organization settings"</a>
        </MessageBar>
    }
    .into_any()
}

fn summary(list: &PolicyList) -> AnyView {
    let of = format!("of {}", number(list.people));
    let (defaults, custom) = (list.default_policies as u64, list.custom_policies as u64);
    let on_global = list.people_on_global;
    view! {
        <Grid kind=GridKind::Narrow>
            <Card id="summary-h" title="External access policies summary" title_hidden=true>
                <CardBody>
                    <Stats>
                        <Stat value=number(defaults) label="Default policies" />
                        <Stat value=number(custom) label="Custom policies" />
                    </Stats>
                </CardBody>
            </Card>
            <Card id="global-h" title="Global policy" title_hidden=true>
                <CardBody>
                    <Stat value=number(on_global) of label="People on the Global policy" />
                </CardBody>
            </Card>
        </Grid>
    }
    .into_any()
}
