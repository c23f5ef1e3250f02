//! The page of one policy.

use super::aside::policy_aside;
use super::confirm::{Confirm, confirm_dialog};
use super::conflict::{Conflicting, conflict_bar};
use super::form::{Editing, policy_form};
use super::saving::save_bar;
use crate::pages::live::live_notice;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use forecourt_model::AdministratorId;
use forecourt_service::policy::{PolicyView, Preview};
use leptos::prelude::*;

/// All that the page of one policy shows.
#[derive(Clone, Debug)]
pub struct PolicyPageView {
    /// The policy and what stands around it.
    pub view: PolicyView,
    /// The form.
    pub editing: Editing,
    /// Who looks: their own changes are no news to them.
    pub own: AdministratorId,
    /// What saving the form would do; `None` when it cannot be saved as it stands.
    pub preview: Option<Preview>,
    /// Somebody else saved in between.
    pub conflict: Option<Conflicting>,
    /// What could not be done, in a sentence.
    pub problem: Option<String>,
    /// The question before saving.
    pub confirm: Option<Confirm>,
    /// The page with a form that was brought back after signing in again.
    pub restored: bool,
}

/// The page of one policy: the form, who has it, what was done to it.
pub fn policy_page(frame: Frame, page: PolicyPageView) -> impl IntoView {
    let PolicyPageView {
        view,
        editing,
        own,
        preview,
        conflict,
        problem,
        confirm,
        restored,
    } = page;
    let here = view.policy.display_name();
    let address = paths::policy(&view.policy.name);
    let editable = editing.locked.is_none();
    let title = if editable {
        "Edit policy details"
    } else {
        "Policy details"
    };
    let bar = editable.then(|| save_bar(address.clone(), preview.as_ref(), editing.is_dirty()));
    let problem = problem.map(|problem| {
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                {problem}
            </MessageBar>
        }
    });
    let restored = restored.then(|| {
        view! {
            <MessageBar kind=MessageKind::Warning>
                <strong>"Not saved yet. "</strong>
                "Your session had ended when you saved. What you entered is here again; save it now."
            </MessageBar>
        }
    });
    let locked = editing.locked.clone().map(|reason| {
        view! { <Note icon=Icon::Lock>{reason}</Note> }
    });
    let duplicate = view! {
        <LinkButton
            icon=Icon::Copy
            href=paths::with_query(&paths::new_policy(), &[("from", view.policy.name.as_str())])
        >
            "Duplicate"
        </LinkButton>
    };
    let target = format!("policy:{}", view.policy.id);
    let live = live_notice(own, view.as_of, &[&target, "settings"], address.clone());
    let main = policy_form(&editing, address, ().into_any());
    let banner = override_bar(view.active);
    let conflict = conflict.map(conflict_bar);
    let aside = policy_aside(&view, preview.as_ref(), editable);
    view! {
        <Shell frame after=Slot::maybe(bar) dialog=Slot::maybe(confirm.map(confirm_dialog))>
            <PageHead title crumbs=crumbs() here=here actions=duplicate />
            {live}
            {problem}
            {conflict}
            {restored}
            {banner}
            {locked}
            <Columns>
                {main}
                {aside}
            </Columns>
        </Shell>
    }
}

/// The way to a policy.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![
        Crumb::new(paths::organization_settings(), "External collaboration"),
        Crumb::new(paths::policies(), "External access policies"),
    ]
}

/// The standing banner: the organization comes first.
pub(super) fn override_bar(active: bool) -> AnyView {
    let later = (!active)
        .then_some(" Chat with personal accounts has not arrived in this organization yet: what is set here counts from that moment on.");
    view! {
        <MessageBar>
            "External access policies might be overridden by your organization settings. Each setting says whether it is."
            {later}
            " "
            <a href=paths::organization_settings()>"External access > Organization settings"</a>
        </MessageBar>
    }
    .into_any()
}
