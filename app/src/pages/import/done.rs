//! An import that runs, and one that has ended.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Crumb, LinkButton, MessageBar, MessageKind, PageHead, Progress};
use forecourt_model::Revision;
use leptos::prelude::*;

/// The page while the import runs. The answer that carries it asks the browser to come again.
pub fn running_page(frame: Frame, id: &str, done: u64, total: u64) -> impl IntoView + use<> {
    let crumbs = vec![Crumb::new(paths::import(), "Import")];
    let reload = paths::import_plan(id);
    view! {
        <Shell frame>
            <PageHead title="Import runs" here="Progress" crumbs />
            <div class="fc-stack">
                <Progress label="People" done total note="You can leave this page; the import goes on." />
                <div><LinkButton href=reload>"Refresh"</LinkButton></div>
            </div>
        </Shell>
    }
}

/// The page after the import: what became of it.
pub fn done_page(frame: Frame, outcome: Result<Revision, String>) -> impl IntoView + use<> {
    let crumbs = vec![Crumb::new(paths::import(), "Import")];
    let (bar, links) = match outcome {
        Ok(revision) => (
            view! {
                <MessageBar kind=MessageKind::Success>{format!("Imported as change {revision}. In effect now.")}</MessageBar>
            }
            .into_any(),
            view! {
                <LinkButton href=paths::change(revision)>"See in Activity"</LinkButton>
                <LinkButton href=paths::users()>"Open users"</LinkButton>
            }
            .into_any(),
        ),
        Err(sentence) => (
            view! { <MessageBar kind=MessageKind::Danger>{sentence}</MessageBar> }.into_any(),
            view! { <LinkButton href=paths::import()>"Choose files again"</LinkButton> }.into_any(),
        ),
    };
    view! {
        <Shell frame>
            <PageHead title="Import" here="Result" crumbs />
            <div class="fc-stack">{bar}<div class="fc-cluster">{links}</div></div>
        </Shell>
    }
}
