//! The page for a new policy.

use super::form::{Editing, FORM, policy_form};
use super::policy_page::{crumbs, override_bar};
use crate::pages::show_as::{ShownAs, show_as, show_as_asked};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use leptos::prelude::*;

/// All that the page for a new policy shows.
#[derive(Clone, Debug)]
pub struct NewPolicyView {
    /// The form.
    pub editing: Editing,
    /// The name of the policy it is a copy of.
    pub from: Option<String>,
    /// Whether chat with personal accounts is active yet.
    pub active: bool,
    /// What could not be done, in a sentence.
    pub problem: Option<String>,
    /// Adding what stands in the form, as it is typed elsewhere; empty while it has no name.
    pub shown_as: ShownAs,
    /// Whether the button that shows it was pressed.
    pub is_asked: bool,
}

/// Where the page shows how the policy is added elsewhere.
const ELSEWHERE: &str = "elsewhere";

/// The page for a new policy. Nobody has it until it is assigned, so adding it needs no confirmation.
pub fn new_policy_page(frame: Frame, page: NewPolicyView) -> impl IntoView {
    let title = frame.title.clone();
    let problem = page.problem.map(|problem| {
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                {problem}
            </MessageBar>
        }
    });
    let locked = page.editing.locked.is_some();
    let reason = page
        .editing
        .locked
        .clone()
        .map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> });
    let lead = page.from.map(|name| {
        view! { "A copy of " <strong><bdi>{name}</bdi></strong> ". The copy goes its own way: later changes to one do not reach the other." }
    });
    let bar = (!locked).then(|| {
        view! {
            <SaveBar form=FORM discard=paths::policies() dirty=true save="Add policy">
                <Impact
                    kind=ImpactKind::NoEffect
                    title="0 people change"
                    text="Nobody has a new policy until it is assigned."
                />
            </SaveBar>
        }
    });
    let banner = override_bar(page.active);
    let elsewhere = if locked {
        ().into_any()
    } else {
        elsewhere_card(&page.shown_as, page.is_asked)
    };
    let form = policy_form(&page.editing, paths::new_policy(), elsewhere);
    view! {
        <Shell frame after=Slot::maybe(bar)>
            <PageHead title crumbs=crumbs() lead=Slot::maybe(lead) />
            {problem}
            {banner}
            {reason}
            {form}
        </Shell>
    }
}

/// How the policy is added without this page. The button sends the form, so it shows what stands in it now.
fn elsewhere_card(shown: &ShownAs, is_asked: bool) -> AnyView {
    let code = if is_asked {
        show_as_asked(shown).into_any()
    } else {
        show_as(shown).into_any()
    };
    let action = format!("{}#{ELSEWHERE}", paths::new_policy());
    view! {
        <Card id=ELSEWHERE title="Add it elsewhere" desc="The same policy as a cmdlet and as a request.">
            <CardBody gap=Gap::Four>
                {code}
                <div class="fc-cluster">
                    <Button name="do" value="show" action>"Show what is entered"</Button>
                </div>
            </CardBody>
        </Card>
    }
    .into_any()
}
