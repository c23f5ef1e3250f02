//! `/outside`: what outside addresses are, what refused people read, and what chat servers know people by.

mod identities;
mod refusal;
mod servers;
mod what;

pub use identities::{PersonIdentities, person_identities_page};

use crate::shell::{Frame, Shell};
use crate::ui::{Columns, ColumnsKind, Gap, MessageBar, MessageKind, PageHead, Stack};
use forecourt_model::decision::IdentifierKind;
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::decision::{Described, OutsideInput, RefusalInput};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct OutsideView {
    /// The address that is asked about.
    pub address: String,
    /// What it is.
    pub described: Option<Described>,
    /// Why that cannot be said.
    pub address_error: Option<String>,
    /// The lists and rules, as they are stored or were typed.
    pub input: OutsideInput,
    /// What they were made from.
    pub revision: Revision,
    /// What refused people read, as it is stored or was typed.
    pub refusal: RefusalInput,
    /// What that was made from.
    pub refusal_revision: Revision,
    /// The lines of an import, as they were typed.
    pub lines: String,
    /// How many identities there are of each kind.
    pub counts: Vec<(IdentifierKind, u64)>,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// Why who looks cannot change settings.
    pub settings_refusal: Option<String>,
    /// Why who looks cannot change identities.
    pub people_refusal: Option<String>,
}

/// The page.
pub fn outside_page(frame: Frame, view: &OutsideView) -> impl IntoView + use<> {
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let (what, servers) = (what::card(view), servers::card(view));
    let (refusal, identities) = (refusal::card(view), identities::card(view));
    view! {
        <Shell frame>
            <PageHead
                title="External identities"
                lead="Chat servers ask Forecourt before they let people in and out. Here is what it takes an address for, and what people read when it says no."
            />
            {problem}
            <Columns kind=ColumnsKind::WideAside>
                <Stack>{servers}</Stack>
                <Stack gap=Gap::Four>
                    {what}
                    {refusal}
                    {identities}
                </Stack>
            </Columns>
        </Shell>
    }
}
