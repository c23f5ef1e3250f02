//! What the directory knows of a person.

use super::policy_name;
use crate::paths;
use crate::ui::{Card, CardBody, Code, DefList, LinkButton, Name, Slot};
use forecourt_service::people::PersonView;
use leptos::prelude::*;

fn text(value: Option<&str>) -> Slot {
    match value.filter(|value| !value.trim().is_empty()) {
        Some(value) => view! { <Name text=value /> }.into(),
        None => view! { <span class="fc-muted">"None"</span> }.into(),
    }
}

pub(super) fn details(view: &PersonView, read_only: Option<String>) -> impl IntoView + use<> {
    let person = &view.person;
    let direct = person
        .direct_policy
        .map(|policy| policy_name(&view.snapshot, policy));
    let account = if person.account_enabled {
        "Enabled"
    } else {
        "Disabled"
    };
    let id = person.id.to_string();
    let pairs: Vec<(String, Slot)> = vec![
        ("Display name".to_owned(), text(Some(&person.display_name))),
        ("Sign-in name".to_owned(), text(Some(&person.user_principal_name))),
        ("Chat address".to_owned(), text(person.sip_address.as_deref())),
        ("Mailbox".to_owned(), text(person.mail.as_deref())),
        ("Department".to_owned(), text(person.department.as_deref())),
        ("Account".to_owned(), account.into()),
        ("Object id".to_owned(), view! { <Code>{id}</Code> }.into()),
        ("Direct assignment".to_owned(), text(direct.as_deref())),
        (
            "Effective policy".to_owned(),
            text(Some(&policy_name(&view.snapshot, person.effective_policy))),
        ),
        (
            "Last changed".to_owned(),
            format!("Revision {}", person.revision).into(),
        ),
    ];
    let aside = view! {
        <span class="fc-cluster">
            <LinkButton href=paths::user_identities(person.id)>"Identities for chat servers"</LinkButton>
            <LinkButton href=paths::remove_user(person.id) reason=read_only>"Remove from the directory"</LinkButton>
        </span>
    };
    view! {
        <Card id="details" title="Details" aside>
            <CardBody><DefList pairs wide=true /></CardBody>
        </Card>
    }
}
