//! Asking which policy, and whether what people lose is meant.

use super::address::{href, href_with_ticked};
use super::list::selected;
use crate::islands::Modal;
use crate::pages::exceptions::{ExceptionFields, exception_fields, hidden_exception_fields};
use crate::pages::impact::{Review, acknowledge as acknowledge_box, impact_review, impact_words};
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::{Dialog, MessageBar, MessageKind, SelectField, SelectOption, TextField};
use forecourt_model::PersonId;
use forecourt_model::access::Impact;
use forecourt_service::impact::AffectedPerson;
use forecourt_service::people::{Filter, Order};
use leptos::prelude::*;

/// What is asked.
#[derive(Clone, Debug)]
pub enum AssignStage {
    /// Which policy.
    Choose {
        /// Identifiers and names, with what each comes to.
        policies: Vec<(String, String)>,
        /// What was not accepted.
        error: Option<String>,
    },
    /// Whether what it does to people is meant.
    Confirm {
        /// What it does.
        impact: Box<Impact>,
        /// The first of the people whose answers change.
        affected: Vec<AffectedPerson>,
        /// The identifier of the policy; `none` takes direct assignments away.
        policy: String,
        /// The name of the policy that holds afterwards.
        policy_name: String,
        /// Whether it has to be acknowledged.
        acknowledge: bool,
        /// The numbers as they are shown, carried along so that others are noticed.
        seen: String,
        /// Why it was not done.
        problem: Option<ReviewProblem>,
        /// The same change as it is typed elsewhere.
        shown_as: ShownAs,
    },
}

/// Why an assignment that was confirmed was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewProblem {
    /// The acknowledgement is missing.
    NotAcknowledged,
    /// What it does has changed since the question was shown.
    Changed,
}

/// A question about the ticked people.
#[derive(Clone, Debug)]
pub struct AssignDialog {
    /// Who.
    pub people: Vec<PersonId>,
    /// Why, as it was typed.
    pub reason: String,
    /// What makes it an exception, as it was typed.
    pub exception: ExceptionFields,
    /// The policy that was picked, when the question comes back.
    pub picked: Option<String>,
    /// What is asked.
    pub stage: AssignStage,
}

pub(super) fn assign_dialog(
    dialog: AssignDialog,
    filter: &Filter,
    order: Order,
    cursor: Option<&str>,
) -> impl IntoView + use<> {
    let here = href(&paths::users(), filter, order, cursor);
    let cancel = href_with_ticked(&paths::users(), filter, order, cursor, &dialog.people);
    let mut fields: Vec<(String, String)> = dialog
        .people
        .iter()
        .map(|person| ("user".to_owned(), person.to_string()))
        .collect();
    let who = selected(dialog.people.len());
    match dialog.stage {
        AssignStage::Choose { policies, error } => {
            fields.push(("do".to_owned(), "assign".to_owned()));
            let first = policies.first().map(|(id, _)| id.clone()).unwrap_or_default();
            let value = dialog.picked.unwrap_or(first);
            let exception = exception_fields(&dialog.exception, false);
            let options = policies
                .into_iter()
                .map(|(id, name)| SelectOption::new(id, name))
                .collect();
            view! {
                <Modal>
                    <Dialog
                        id="assign" title=format!("Assign a policy to {who}") action=here fields cancel
                        confirm=format!("Assign to {who}")
                    >
                        <p>"A direct assignment decides alone: no other policy is mixed in."</p>
                        <SelectField id="policy" label="Policy" options value error />
                        <TextField
                            id="reason" label="Reason" optional=true hint="Kept in Activity." value=dialog.reason
                            autocomplete="off"
                        />
                        {exception}
                    </Dialog>
                </Modal>
            }
            .into_any()
        }
        AssignStage::Confirm {
            impact,
            affected,
            policy,
            policy_name,
            acknowledge,
            seen,
            problem,
            shown_as,
        } => {
            let shown_as = show_as(&shown_as).into_any();
            let action = if policy == "none" { "unassign" } else { "assign" };
            fields.push(("do".to_owned(), action.to_owned()));
            fields.push(("policy".to_owned(), policy));
            fields.push(("reason".to_owned(), dialog.reason));
            fields.push(("seen".to_owned(), seen));
            fields.extend(hidden_exception_fields(&dialog.exception));
            let title = format!("{}?", impact_words(&impact));
            let what = if action == "unassign" {
                view! { "Direct assignments of " {who.clone()} " are removed: what their groups or Global say counts." }
                    .into_any()
            } else {
                view! { "The policy of " {who.clone()} " becomes " <strong>{policy_name}</strong> "." }
                    .into_any()
            };
            let danger = impact.takes_something();
            let error = (problem == Some(ReviewProblem::NotAcknowledged))
                .then(|| "Tick this to say that you know how many people it changes.".to_owned());
            let changed = (problem == Some(ReviewProblem::Changed)).then(|| {
                view! {
                    <MessageBar kind=MessageKind::Warning alert=true>
                        "Not changed. What it does is different by now: somebody made another change in between. Look at the numbers again, then confirm."
                    </MessageBar>
                }
            });
            let acknowledge = acknowledge.then(|| acknowledge_box(&impact, error));
            let csv = paths::users_impact_csv();
            let review = impact_review(Review {
                impact: &impact,
                people: &affected,
                csv: &csv,
            });
            view! {
                <Modal>
                    <Dialog
                        id="assign" title action=here fields cancel danger wide=true
                        confirm=format!("Change {who}")
                        confirm_field=("confirmed".to_owned(), "true".to_owned())
                    >
                        {changed}
                        <p>{what} " Takes effect immediately, and can be undone in Activity."</p>
                        {review}
                        {shown_as}
                        {acknowledge}
                    </Dialog>
                </Modal>
            }
            .into_any()
        }
    }
}
