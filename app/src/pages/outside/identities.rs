//! What chat servers know people by.

use super::OutsideView;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, Crumb, LinkButton, MessageBar, MessageKind, Note, PageHead, TextArea, number,
    visible,
};
use forecourt_model::{FieldErrors, PersonId};
use leptos::prelude::*;

pub(super) fn card(page: &OutsideView) -> impl IntoView + use<> {
    let counts: Vec<_> = page
        .counts
        .iter()
        .map(|(kind, count)| format!("{} × {}", number(*count), kind.label()))
        .collect();
    let known = if counts.is_empty() {
        "Nobody has one yet. Sign-in names, chat addresses and mailboxes of the directory count without."
            .to_owned()
    } else {
        format!("Known: {}.", counts.join(", "))
    };
    let (value, error) = (
        page.lines.clone(),
        page.errors.message("lines").map(str::to_owned),
    );
    let form = match page.people_refusal.clone() {
        Some(reason) => view! { <Note>{reason}</Note> }.into_any(),
        None => view! {
            <TextArea
                id="lines" label="Add identities" rows=4 prose=false value error
                placeholder="ada@contoso.example, @ada:chat.contoso.example"
                hint="One on each line: a person, a comma, a Matrix id, phone number or address. “jid” before an XMPP address."
            />
            <Button block=true>"Add identities"</Button>
        }
        .into_any(),
    };
    view! {
        <Card id="identities" title="Identities of people">
            <form class="fc-card__body fc-stack fc-stack--3" method="post" action=paths::outside_identities()>
                <p>{known}</p>
                {form}
            </form>
        </Card>
    }
}

/// The identities of one person.
#[derive(Clone, Debug)]
pub struct PersonIdentities {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// One identity on each line, as it is stored or was typed.
    pub text: String,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why who looks cannot change them.
    pub refusal: Option<String>,
    /// Why nothing was changed.
    pub problem: Option<String>,
}

/// `/users/{id}/identities`
pub fn person_identities_page(frame: Frame, data: PersonIdentities) -> impl IntoView {
    let name = visible(&data.name).into_owned();
    let crumbs = vec![
        Crumb::new(paths::users(), "Users"),
        Crumb::new(paths::user_details(data.person), name.clone()),
    ];
    let problem = data.problem.map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let error = data.errors.message("identities").map(str::to_owned);
    let disabled = data.refusal.is_some();
    let reason = data.refusal.map(|text| view! { <Note>{text}</Note> });
    let save = (!disabled).then(|| view! { <Button kind=ButtonKind::Primary>"Save identities"</Button> });
    view! {
        <Shell frame>
            <PageHead
                title="Identities" crumbs
                lead="What chat servers know this person by, beside the sign-in name, chat address and mailbox of the directory."
            />
            {problem}
            <Card id="identities-card" title=format!("Identities of {name}")>
                <form class="fc-card__body fc-stack fc-stack--3" method="post" action=paths::user_identities(data.person)>
                    <TextArea
                        id="identities" label="Identities" rows=6 prose=false value=data.text error disabled optional=true
                        hint="One on each line: a Matrix id, a phone number with its country code, an address, or “jid” and an XMPP address."
                    />
                    {reason}
                    <div class="fc-cluster">
                        {save}
                        <LinkButton href=paths::user_details(data.person)>"Back to the person"</LinkButton>
                    </div>
                </form>
            </Card>
        </Shell>
    }
}
