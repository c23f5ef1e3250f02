//! The dashboard: who can reach whom, what to look at, what changed.

mod reach;
mod recent;
mod review;

use super::live::live_notice;
use super::rollout_banner::rollout_banner;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Card, CardBody, Code, Columns, ColumnsKind, Empty, Icon, LinkButton, PageHead, Stack};
use forecourt_model::AdministratorId;
use forecourt_model::authority::Role;
use forecourt_service::dashboard::DashboardView;
use forecourt_service::rollout::RolloutView;
use leptos::prelude::*;

/// What the page shows.
pub struct DashboardPage {
    /// The numbers.
    pub view: DashboardView,
    /// The rollout's banner, for those who may see it and have not put it away.
    pub banner: Option<RolloutView>,
    /// Whether the rollout's answer may be given; the reason when not.
    pub may_answer: Result<(), String>,
    /// Whether files may be imported.
    pub may_import: bool,
    /// Who looks.
    pub own: AdministratorId,
    /// Their role.
    pub role: Role,
}

/// The dashboard.
pub fn dashboard_page(frame: Frame, page: DashboardPage) -> impl IntoView {
    let DashboardPage {
        view,
        banner,
        may_answer,
        may_import,
        own,
        role,
    } = page;
    let lead = format!(
        "Who in {} can reach people outside, and who can reach them, as of revision {}.",
        view.organization, view.revision
    );
    let kinds = ["settings", "policy", "person", "group", "directory", "rollout"];
    let live = live_notice(own, view.revision, &kinds, paths::home());
    let unanswered = banner.as_ref().is_some_and(|banner| banner.answer.is_none());
    let banner = banner.map(|banner| rollout_banner(&banner, may_answer, &paths::home()));
    let cards = (view.people > 0).then(|| (reach::reach_card(&view), reach::sources_card(&view)));
    let top = match cards {
        None => nobody(may_import).into_any(),
        Some((reach, sources)) => view! { <Stack>{reach} {sources}</Stack> }.into_any(),
    };
    let recent = view.recent.as_deref().map(recent::recent_card);
    let review = review::review_card(&view, unanswered, role);
    view! {
        <Shell frame>
            <PageHead title="Dashboard" lead=lead />
            {live}
            <div class="fc-stack">
                {banner}
                <Columns kind=ColumnsKind::Half>
                    {top}
                    <Stack>{review} {recent}</Stack>
                </Columns>
            </div>
        </Shell>
    }
}

/// Nobody in the directory: the next step.
fn nobody(may_import: bool) -> impl IntoView {
    let text = view! { "Import them from a file, or fill a sample organization with " <Code>"forecourt demo"</Code> " on the server." };
    let actions = may_import.then(|| view! { <LinkButton href=paths::import()>"Import people"</LinkButton> });
    let actions = crate::ui::Slot::maybe(actions);
    view! {
        <Card id="reach" title="Who can reach whom">
            <CardBody>
                <Empty title="There are no people here yet" text icon=Icon::Person actions />
            </CardBody>
        </Card>
    }
}
