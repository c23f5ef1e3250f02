//! The page around the form.

use super::aside::aside;
use super::confirm::confirm_dialog;
use super::conflict::{conflict_bar, conflict_card};
use super::consumer::consumer_card;
use super::domains::domains_card;
use super::more::{applications_card, more_card};
use super::people_and_trials::people_and_trials_card;
use super::save_bar::save_bar;
use super::{Contents, FORM};
use crate::islands::SettingsForm;
use crate::pages::live::live_notice;
use crate::pages::rollout_banner::rollout_banner;
use crate::pages::show_as::show_as;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, CardBody, Columns, Crumb, MessageBar, MessageKind, PageHead, Slot, Tab, Tabs, TextField, number,
};
use leptos::prelude::*;

/// The whole page.
pub fn organization_settings_page(frame: Frame, page: &Contents) -> impl IntoView + use<> {
    let dialog = Slot::maybe(page.confirm.as_ref().map(|confirm| confirm_dialog(page, confirm)));
    let bar = Slot::maybe(save_bar(page));
    let (own, revision) = page.viewer;
    let live = live_notice(own, revision, &["settings"], paths::organization_settings());
    let banner = page
        .banner
        .as_ref()
        .map(|(view, may_answer)| rollout_banner(view, may_answer.clone(), &paths::organization_settings()));
    let (head, bars, form, aside) = (head(page), bars(page), form(page), aside(page));
    view! {
        <Shell frame after=bar dialog>
            {head}
            {live}
            {banner}
            {bars}
            <Columns>
                {form}
                {aside}
            </Columns>
        </Shell>
    }
}

fn head(page: &Contents) -> AnyView {
    let policies = number(u64::try_from(page.policies).unwrap_or_default());
    let tabs = vec![
        Tab {
            href: paths::organization_settings(),
            label: "Organization settings".to_owned(),
            current: true,
            ..Tab::default()
        },
        Tab {
            href: paths::policies(),
            label: "Policies".to_owned(),
            count: Some(policies),
            ..Tab::default()
        },
    ];
    view! {
        <PageHead
            title="External access"
            crumbs=vec![Crumb::new(paths::home(), "External collaboration")]
            lead="Who your people can chat with outside the organization. Organization settings come first; policies then decide for each person."
        />
        <Tabs label="External access" tabs />
    }
    .into_any()
}

/// Facts about the page: what was not saved and why, a restored draft, a role that only reads.
fn bars(page: &Contents) -> AnyView {
    let refusal = page
        .refusal
        .clone()
        .map(|refusal| view! { <MessageBar>{refusal}</MessageBar> });
    let notice = page
        .notice
        .clone()
        .map(|notice| view! { <MessageBar>{notice}</MessageBar> });
    let conflict = page.conflict.as_ref().map(conflict_bar);
    let errors = (!page.errors.is_empty() && page.conflict.is_none()).then(|| {
        let items: Vec<_> = page
            .errors
            .0
            .iter()
            .map(|error| view! { <br /> {error.message.clone()} })
            .collect();
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                <strong>"Not saved. What you entered is still here."</strong>
                {items}
            </MessageBar>
        }
    });
    view! {
        {refusal}
        {notice}
        {conflict}
        {errors}
    }
    .into_any()
}

fn form(page: &Contents) -> AnyView {
    let both = page
        .conflict
        .as_ref()
        .map(|conflict| conflict_card(page, conflict));
    let cards = view! {
        {both}
        {consumer_card(page)}
        {domains_card(page)}
        {people_and_trials_card(page)}
        {applications_card(page)}
        {more_card(page)}
        {reason_card(page)}
    }
    .into_any();
    let locked = page.refusal.is_some();
    let revision = page.revision.to_string();
    let dirty = page.is_unsaved().then_some("");
    // Enter in a field presses the first button of a form: this one, which saves nothing.
    let first = view! {
        <button class="fc-visually-hidden" name="do" value="edit" tabindex="-1" aria-hidden="true">
            "Keep editing"
        </button>
    };
    view! {
        <SettingsForm>
            <form
                id=FORM
                method="post"
                action=paths::organization_settings()
                data-bar="save-bar"
                data-impact=paths::organization_settings_impact()
                data-dirty=dirty
            >
                <fieldset class="fc-stack" disabled=locked>
                    {first}
                    <input type="hidden" name="revision" value=revision />
                    {cards}
                </fieldset>
            </form>
        </SettingsForm>
    }
    .into_any()
}

fn reason_card(page: &Contents) -> Option<AnyView> {
    if page.refusal.is_some() {
        return None;
    }
    let reason = page.reason.clone();
    let card = view! {
        <Card id="reason-h" title="Why you change it">
            <CardBody>
                <TextField id="reason" name="Reason" label="Reason" optional=true value=reason
                    hint="Kept in Activity with the change." max_length=500_u32 />
            </CardBody>
        </Card>
    };
    Some(card.into_any())
}

/// The same settings as commands, and as a request.
pub(super) fn shown(page: &Contents, properties: &[&str]) -> Option<AnyView> {
    let keys = page.shown_as.properties.keys().copied();
    let keys: Vec<_> = keys.filter(|key| properties.contains(&key.name())).collect();
    (!keys.is_empty()).then(|| show_as(&page.shown_as.of(&keys)).into_any())
}
