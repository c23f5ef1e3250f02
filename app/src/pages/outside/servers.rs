//! Which servers have personal accounts, and the rules for all others.

use super::OutsideView;
use crate::paths;
use crate::ui::{Button, ButtonKind, Card, HiddenFields, Note, OptionGroup, Radio, TextArea};
use forecourt_model::decision::{UnknownPersonRule, UnknownServerRule};
use leptos::prelude::*;

fn unknown_words(rule: UnknownServerRule) -> &'static str {
    match rule {
        UnknownServerRule::Personal => "Like personal accounts: the two switches decide",
        UnknownServerRule::Organization => "Like other organizations: the domain rules decide",
        UnknownServerRule::Refuse => "Refuse",
    }
}

fn unknown_person_words(rule: UnknownPersonRule) -> &'static str {
    match rule {
        UnknownPersonRule::Refuse => "Refuse",
        UnknownPersonRule::Global => "Global counts for it",
    }
}

pub(super) fn card(page: &OutsideView) -> impl IntoView + use<> {
    let errors = page.errors.clone();
    let error = move |field: &str| errors.message(field).map(str::to_owned);
    let disabled = page.settings_refusal.is_some();
    let reason = page
        .settings_refusal
        .clone()
        .map(|text| view! { <Note>{text}</Note> });
    let input = page.input.clone();
    let unknown: Vec<_> = UnknownServerRule::ALL
        .into_iter()
        .map(|rule| {
            let checked = input.unknown == rule.code();
            view! { <Radio name="unknown" value=rule.code() checked disabled>{unknown_words(rule)}</Radio> }
        })
        .collect();
    let unknown_person: Vec<_> = UnknownPersonRule::ALL
        .into_iter()
        .map(|rule| {
            let checked = input.unknown_person == rule.code();
            view! {
                <Radio name="unknown_person" value=rule.code() checked disabled>{unknown_person_words(rule)}</Radio>
            }
        })
        .collect();
    let fields = vec![("revision".to_owned(), page.revision.to_string())];
    let save = (!disabled).then(|| view! { <Button kind=ButtonKind::Primary>"Save lists"</Button> });
    view! {
        <Card
            id="servers" title="Servers"
            desc="One on each line, such as example.com or chat.example.com:8448. A server counts for all below it; the longest entry decides."
        >
            <form class="fc-card__body fc-stack fc-stack--3" method="post" action=paths::outside()>
                <HiddenFields fields />
                <TextArea
                    id="personal" label="Personal accounts" rows=10 prose=false optional=true disabled
                    value=input.personal error=error("personal")
                    hint="Anybody can have an account there. The switches for personal accounts decide."
                />
                <TextArea
                    id="organization" label="Other organizations" rows=6 prose=false optional=true disabled
                    value=input.organization error=error("organization")
                    hint="The domain rules of organization settings and policies decide."
                />
                <TextArea
                    id="own" label="This organization" rows=3 prose=false optional=true disabled
                    value=input.own error=error("own")
                    hint="Your own chat servers. Your organization’s domain counts as yours already."
                />
                <OptionGroup legend="Servers in no list">{unknown}</OptionGroup>
                <OptionGroup legend="An address of yours that nobody in the directory has">{unknown_person}</OptionGroup>
                {reason}
                {save}
            </form>
        </Card>
    }
}
