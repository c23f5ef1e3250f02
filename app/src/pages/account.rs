//! One's own account: password, sessions, looks.

mod browser;
mod password;
mod preferences;
mod sessions;

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, Card, CardBody, Columns, ColumnsKind, DefList, MessageBar, MessageKind, PageHead, Slot,
};
use forecourt_model::FieldErrors;
use forecourt_service::account::Preferences;
use forecourt_service::session::{Session, SignedIn};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// Who looks at it.
    pub signed_in: SignedIn,
    /// Their sessions, the one used last first, each with the value that names it.
    pub sessions: Vec<(String, Session)>,
    /// What they chose, or what was entered.
    pub preferences: Preferences,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
}

/// The page.
pub fn account_page(frame: Frame, view: AccountView) -> impl IntoView {
    let sign_out = view! {
        <form action=paths::sign_out() method="post">
            <Button>"Sign out"</Button>
        </form>
    };
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let pairs: Vec<(String, Slot)> = vec![
        ("Name".to_owned(), view.signed_in.name.clone().into()),
        ("E-mail address".to_owned(), view.signed_in.email.clone().into()),
        ("Role".to_owned(), view.signed_in.role.label().into()),
    ];
    let role = view.signed_in.role.description();
    view! {
        <Shell frame>
            <PageHead title="Account" lead="Your password, where you are signed in, and how Forecourt looks." actions=sign_out />
                {problem} <Card id="about" title="About you" desc=role>
                    <CardBody>
                        <DefList pairs />
                    </CardBody>
                </Card> {sessions::card(&view)} <Columns kind=ColumnsKind::Half>
                {password::card(&view)} {preferences::card(&view)}
            </Columns>
        </Shell>
    }
}
