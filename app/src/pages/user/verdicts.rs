//! The two answers.

use super::policy_name;
use crate::paths;
use crate::ui::{Name, Slot, Verdict, Verdicts};
use forecourt_model::access::{ReasonCode, Verdict as Answer};
use forecourt_service::people::PersonView;
use leptos::prelude::*;

/// Who decides, by name, with a way there.
fn reason(view: &PersonView, answer: &Answer) -> Slot {
    let policy = view.snapshot.policy(view.person.effective_policy);
    let link = || {
        let name = policy_name(&view.snapshot, view.person.effective_policy);
        match policy {
            Some(policy) => view! { <a href=paths::policy(&policy.name)><Name text=name /></a> }.into_any(),
            None => name.into_any(),
        }
    };
    match answer.reason {
        ReasonCode::Allowed => "The organization and the policy both allow it.".into(),
        ReasonCode::NotActivated => view! {
            "The feature is not active in this organization yet. See "
            <a href=paths::message("MC296208")>"MC296208"</a> "."
        }
        .into(),
        ReasonCode::OrganizationChatOff => view! {
            <a href=paths::organization_settings()>"The organization"</a>
            " turns chat with personal accounts off for everyone. No policy turns it back on."
        }
        .into(),
        ReasonCode::PolicyChatOff => {
            view! { "Policy " {link()} " turns chat with personal accounts off." }.into()
        }
        ReasonCode::OrganizationInboundOff => view! {
            <a href=paths::organization_settings()>"The organization"</a>
            " lets only its own people start. Those they write to can reply."
        }
        .into(),
        ReasonCode::PolicyInboundOff => {
            let name = view.person.shown_name().to_owned();
            view! { "Policy " {link()} " lets only " <Name text=name /> " start. Those they write to can reply." }.into()
        }
    }
}

pub(super) fn verdicts(view: &PersonView) -> impl IntoView + use<> {
    let (outward, inward) = (reason(view, &view.outward), reason(view, &view.inward));
    let (chat, inbound) = (view.access.chat, view.access.inbound);
    view! {
        <Verdicts>
            <Verdict question="Can start chats with personal accounts" allowed=chat reason=outward />
            <Verdict question="Can be found and contacted by them" allowed=inbound reason=inward />
        </Verdicts>
    }
}
