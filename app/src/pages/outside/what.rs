//! What an address is, and why.

use super::OutsideView;
use crate::paths;
use crate::ui::{Button, Card, Code, DefList, Name, QuietLink, Slot, TextField};
use forecourt_service::decision::Described;
use leptos::prelude::*;

pub(super) fn card(page: &OutsideView) -> impl IntoView + use<> {
    let (value, error) = (page.address.clone(), page.address_error.clone());
    let answer = page.described.as_ref().map(answer);
    view! {
        <Card id="what" title="What is this address?">
            <form class="fc-card__body fc-stack fc-stack--3" action=paths::outside()>
                <TextField
                    id="address" label="Address" value error prose=false autocomplete="off"
                    hint="A Matrix id, an XMPP or e-mail address, a phone number or an object id."
                />
                <Button block=true>"Look it up"</Button>
                {answer}
            </form>
        </Card>
    }
}

fn answer(found: &Described) -> impl IntoView + use<> {
    let title = found.title.clone();
    let what: Slot = match found.person {
        Some(person) => view! { <QuietLink href=paths::user(person)>{title}</QuietLink> }.into(),
        None => title.into(),
    };
    let (canonical, why) = (found.canonical.clone(), found.why.clone());
    let pairs = vec![
        ("It is".to_owned(), what),
        ("Why".to_owned(), view! { <Name text=why /> }.into()),
        ("Kind".to_owned(), found.kind.label().into()),
        (
            "Compared as".to_owned(),
            view! { <Code>{canonical}</Code> }.into(),
        ),
    ];
    view! { <div role="status"><DefList pairs /></div> }
}
