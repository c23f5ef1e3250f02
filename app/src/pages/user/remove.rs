//! Asking whether a person is to be removed.

use crate::pages::impact::{impact_panel, impact_words};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Crumb, DefList, Gap, HiddenFields, LinkButton, MessageBar,
    MessageKind, Note, PageHead, Slot, TextField, number, visible,
};
use forecourt_service::people::Removal;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct RemoveUserPage {
    /// What it does.
    pub removal: Removal,
    /// Why, as it was typed.
    pub reason: String,
    /// Why the one who looks cannot do it; `None` when they can.
    pub read_only: Option<String>,
    /// What was not done, and why.
    pub problem: Option<String>,
}

fn counted(count: usize, one: &str, several: &str) -> Option<String> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{} {several}", number(more))),
    }
}

/// The page.
pub fn remove_user_page(frame: Frame, page: RemoveUserPage) -> impl IntoView + use<> {
    let person = &page.removal.person;
    let name = visible(person.shown_name()).into_owned();
    let crumbs = vec![
        Crumb::new(paths::users(), "Users"),
        Crumb::new(paths::user_details(person.id), name.clone()),
    ];
    let problem = page
        .problem
        .map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let mut pairs: Vec<(String, Slot)> = vec![(
        "Sign-in name".to_owned(),
        visible(&person.user_principal_name).into_owned().into(),
    )];
    if let Some(policy) = &page.removal.direct_policy {
        pairs.push(("Direct assignment".to_owned(), policy.clone().into()));
    }
    if let Some(groups) = counted(page.removal.groups, "group", "groups") {
        pairs.push(("Member of".to_owned(), groups.into()));
    }
    if let Some(identities) = counted(page.removal.identities, "identity", "identities") {
        pairs.push(("For chat servers".to_owned(), identities.into()));
    }
    let words = format!(
        "{}. Nobody else gains or loses anything.",
        impact_words(&page.removal.impact)
    );
    let panel = impact_panel(&page.removal.impact);
    let fields = vec![("revision".to_owned(), person.revision.to_string())];
    let action = paths::remove_user(person.id);
    let disabled = page.read_only.is_some();
    let title = format!("Remove {name} from the directory?");
    let cancel = paths::user_details(person.id);
    view! {
        <Shell frame>
            <PageHead title crumbs lead="What hangs on them goes with them. What happened to them stays in Activity." />
            {problem}
            <Card id="remove" title="What is removed" divided=true>
                <CardBody gap=Gap::Four>
                    <DefList pairs />
                    <p><strong>{words}</strong></p>
                    {panel}
                    <p>"Takes effect immediately. Undo in Activity puts them back with all of it. An import that lists them adds them again, without it."</p>
                    <form class="fc-stack" method="post" action=action>
                        <HiddenFields fields />
                        <TextField
                            id="reason" label="Reason" optional=true hint="Kept in Activity." value=page.reason disabled
                            autocomplete="off" max_length=500_u32
                        />
                        {page.read_only.clone().map(|reason| view! { <Note>{reason}</Note> })}
                        <div class="fc-cluster">
                            <LinkButton href=cancel>"Cancel"</LinkButton>
                            <Button kind=ButtonKind::Danger reason=page.read_only>"Remove from the directory"</Button>
                        </div>
                    </form>
                </CardBody>
            </Card>
        </Shell>
    }
}
