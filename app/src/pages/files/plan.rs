//! What a file would change, and applying it.

use super::changes::{answers, assignments, groups, notes, policies, settings};
use super::start::faults;
use crate::pages::impact::impact_panel;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Crumb, Icon, LinkButton, MessageBar, MessageKind, PageHead, TextField,
};
use forecourt_model::Revision;
use forecourt_service::files::FilePlan;
use leptos::prelude::*;

/// The page for the upload `id`.
pub fn plan_page(
    frame: Frame,
    id: &str,
    plan: &FilePlan,
    seen: Revision,
    reason: &str,
    problem: Option<String>,
) -> impl IntoView + use<> {
    let problem =
        problem.map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let crumbs = vec![Crumb::new(paths::files(), "Configuration file")];
    let wrong = (!plan.errors.is_empty()).then(|| faults(&plan.errors));
    let changes = plan.changes_anything();
    let nothing = (!changes && plan.errors.is_empty()).then(|| {
        view! { <MessageBar>"Everything is as the file says already. There is nothing to apply."</MessageBar> }
    });
    let impact = changes.then(|| {
        let panel = impact_panel(&plan.impact);
        view! { <Card id="impact" title="What it does to people" divided=true><CardBody>{panel}</CardBody></Card> }
    });
    let (action, to_script) = (paths::file_plan(id), paths::file_script(id));
    let ready = changes && plan.errors.is_empty();
    let asked = ready.then(|| {
        let value = reason.to_owned();
        view! {
            <TextField id="reason" name="reason" label="Reason" value optional=true hint="Kept in Activity with the change." />
        }
    });
    let button = ready.then(|| view! { <Button kind=ButtonKind::Primary>"Apply this file"</Button> });
    let script = ready.then(|| {
        view! {
            <LinkButton href=to_script icon=Icon::Terminal>"As PowerShell for Teams"</LinkButton>
        }
    });
    let parts = (
        settings(plan),
        policies(plan),
        groups(plan),
        assignments(plan),
        answers(plan),
        notes(plan),
    );
    view! {
        <Shell frame>
            <PageHead
                title="What this file changes" here="Preview" crumbs
                lead="Nothing is changed yet. Applying takes effect immediately, as one change in Activity."
            />
            <form class="fc-stack" method="post" action=action>
                <input type="hidden" name="revision" value=seen.to_string() />
                {problem}
                {wrong}
                {nothing}
                {impact}
                {parts}
                {asked}
                <div class="fc-cluster">
                    <LinkButton href=paths::files()>"Cancel"</LinkButton>
                    {button}
                    {script}
                </div>
            </form>
        </Shell>
    }
}
