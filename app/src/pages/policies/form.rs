//! The form of a policy: the same cards for an existing one, a new one and a built-in one that can only be read.

use super::about_card::about_card;
use super::organizations_card::organizations_card;
use super::other_cards::{other_card, powershell_card};
use super::personal_card::personal_card;
use super::typed::Typed;
use crate::islands::SettingsForm;
use crate::pages::show_as::{ShownAs, ShownSettings, show_as};
use crate::ui::prelude::*;
use forecourt_model::policy::{PolicyKind, PolicySettings};
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use leptos::prelude::*;

/// The id of the form and of its Save bar.
pub(super) const FORM: &str = "policy";
pub(super) const BAR: &str = "policy-bar";

/// A policy while it is edited.
#[derive(Clone, Debug)]
pub struct Editing {
    /// What may be done to it.
    pub kind: PolicyKind,
    /// The identity that PowerShell prints; none for a new one.
    pub identity: Option<String>,
    /// What is stored; for a new policy, what the form began with.
    pub stored: PolicySettings,
    /// What stands in the form.
    pub typed: Typed,
    /// Why nothing can be changed: the role, or because it is built in.
    pub locked: Option<String>,
    /// What the organization says over it.
    pub organization: OrganizationSettings,
    /// Each setting as it is typed elsewhere.
    pub shown_as: ShownSettings,
    /// Fields that go along unseen: the revision.
    pub hidden: Vec<(String, String)>,
}

impl Editing {
    /// Whether the form differs from what is stored.
    pub fn is_dirty(&self) -> bool {
        self.typed.settings != self.stored || !self.typed.errors.is_empty()
    }

    pub(super) fn is_new(&self) -> bool {
        self.identity.is_none()
    }

    pub(super) fn error(&self, field: &str) -> Option<String> {
        self.typed.errors.message(field).map(str::to_owned)
    }

    /// The disclosures with these settings as they are typed elsewhere, when there are any.
    pub(super) fn shown(&self, keys: &[SettingKey]) -> Slot {
        let shown = self.shown_as.of(keys);
        Slot::maybe((shown != ShownAs::default()).then(|| show_as(&shown)))
    }
}

/// The cards of the form, and what comes after them in it. `action` is where it is posted.
pub(super) fn policy_form(editing: &Editing, action: String, end: AnyView) -> AnyView {
    let cards = view! {
        {about_card(editing)}
        {personal_card(editing)}
        {organizations_card(editing)}
        {other_card(editing)}
        {powershell_card(editing)}
        {end}
    };
    if editing.locked.is_some() {
        return view! { <div class="fc-stack">{cards}</div> }.into_any();
    }
    let hidden = editing.hidden.clone();
    let impact = (!editing.is_new()).then(|| action.clone());
    // A new policy can be added as it stands, so its bar is always there.
    let bar = (!editing.is_new()).then_some(BAR);
    let dirty = editing.is_dirty().then_some("");
    // Enter in a field presses the first button of a form: this one, which adds the policy as the Save bar does.
    let first = editing.is_new().then(|| {
        view! {
            <button class="fc-visually-hidden" tabindex="-1" aria-hidden="true">"Add policy"</button>
        }
    });
    view! {
        <SettingsForm>
            <form
                class="fc-stack"
                id=FORM
                method="post"
                action=action
                data-bar=bar
                data-impact=impact
                data-dirty=dirty
            >
                {first}
                <HiddenFields fields=hidden />
                {cards}
            </form>
        </SettingsForm>
    }
    .into_any()
}
