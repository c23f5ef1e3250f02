//! Taking a change back: what it would do, then the button.

use super::changes::{action_words, differences};
use super::impact_words::impact_words;
use super::list::sentence_case;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Acknowledge, Button, ButtonKind, Card, CardBody, Crumb, Gap, LinkButton, MessageBar, MessageKind,
    PageHead, TextField,
};
use forecourt_service::undo::UndoPlan;
use leptos::prelude::*;

/// What was typed into the form, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoForm {
    /// Why it is taken back.
    pub reason: String,
    /// The sentence when the acknowledgement is missing.
    pub acknowledge_error: Option<String>,
    /// Whether so many people change that it has to be acknowledged.
    pub needs_acknowledgement: bool,
}

/// The page.
pub fn undo_page(frame: Frame, plan: &UndoPlan, form: UndoForm) -> impl IntoView + use<> {
    let revision = plan.entry.change.revision;
    let crumbs = vec![
        Crumb::new(paths::activity(), "Activity"),
        Crumb::new(paths::change(revision), format!("Change {revision}")),
    ];
    let words = impact_words(&plan.impact);
    let effect = if words.is_empty() {
        "Nobody gains or loses anything.".to_owned()
    } else {
        format!("{}.", words.join("; "))
    };
    let kind = if plan.impact.takes_something() {
        MessageKind::Warning
    } else {
        MessageKind::Info
    };
    let affected = crate::ui::number(plan.impact.affected);
    let acknowledge = form.needs_acknowledgement.then(|| {
        let error = form.acknowledge_error.clone();
        view! { <Acknowledge error=error>{format!("I know that this changes {affected} people.")}</Acknowledge> }
    });
    let fields = differences(&plan.fields, true);
    let desc = format!(
        "{} by {}.",
        sentence_case(&action_words(&plan.entry)),
        plan.entry.change.actor_name
    );
    let button = if plan.impact.takes_something() {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    view! {
        <Shell frame>
            <PageHead title=format!("Undo change {revision}") here="Undo" crumbs />
            <form class="fc-stack" method="post" action=paths::undo(revision)>
                <MessageBar kind>{effect}" Takes effect immediately."</MessageBar>
                <Card id="fields" title="What is put back" desc>
                    <CardBody gap=Gap::Two>{fields}</CardBody>
                </Card>
                <TextField id="reason" name="reason" label="Reason" optional=true value=form.reason />
                {acknowledge}
                <div class="fc-cluster">
                    <LinkButton href=paths::change(revision)>"Cancel"</LinkButton>
                    <Button kind=button>{format!("Undo change {revision}")}</Button>
                </div>
            </form>
        </Shell>
    }
}
