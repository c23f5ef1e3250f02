//! Evidence: every setting consulted for a person, in order.
use super::class::{class_list, when};
use super::{Counter, Slot};
use leptos::prelude::*;

/// What a row says about the two questions.
pub enum Outcomes {
    /// One cell each: start chats, be found and contacted.
    Each(AnyView, AnyView),
    /// One sentence about both.
    Both(AnyView),
}

/// Which question a row decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Whether chats can be started.
    Start,
    /// Whether the person can be found and contacted.
    Contact,
    /// Both questions.
    Both,
}

/// One setting consulted.
pub struct EvidenceRow {
    /// The setting, or the assignment.
    pub setting: AnyView,
    /// Its value.
    pub value: AnyView,
    /// What it says.
    pub outcomes: Outcomes,
    /// What it decides, if anything.
    pub decides: Option<Decided>,
    /// It made no difference.
    pub unused: bool,
}

/// Settings consulted together.
pub struct EvidenceStep {
    /// What they are: "Organization settings".
    pub title: AnyView,
    /// Why they come here: "apply to everyone and come first".
    pub why: String,
    /// The settings, in the order they are consulted.
    pub rows: Vec<EvidenceRow>,
}

const START: &str = "Start chats";
const CONTACT: &str = "Be found and contacted";

/// Every setting consulted, in order, with what it says about each question.
#[component]
pub fn Evidence(
    /// "Every setting consulted for Maya Okafor, in order".
    #[prop(into)]
    caption: String,
    /// The steps.
    steps: Vec<EvidenceStep>,
    /// At the end, in a foot of the table's card.
    #[prop(optional, into)]
    foot: Slot,
) -> impl IntoView {
    let bodies: Vec<_> = steps
        .into_iter()
        .zip(1_u32..)
        .map(|(step, number)| body(step, number))
        .collect();
    view! {
        <div class="fc-tablewrap">
            <table class="fc-evidence" role="table">
                <caption class="fc-visually-hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Setting consulted"</th>
                        <th role="columnheader" scope="col">"Value"</th>
                        <th role="columnheader" scope="col">{START}</th>
                        <th role="columnheader" scope="col">{CONTACT}</th>
                    </tr>
                </thead>
                {bodies}
            </table>
        </div>
        {foot.into_option()}
    }
}

fn body(step: EvidenceStep, number: u32) -> impl IntoView {
    let count = step.rows.len();
    let rows: Vec<_> = step
        .rows
        .into_iter()
        .enumerate()
        .map(|(at, evidence)| row(evidence, at + 1 == count))
        .collect();
    view! {
        <tbody role="rowgroup">
            <tr class="fc-evidence__step" role="row">
                <th colspan="4" scope="colgroup" role="rowheader">
                    <Counter number=number.to_string() />
                    {step.title}
                    " "
                    <span class="fc-evidence__why">{step.why}</span>
                </th>
            </tr>
            {rows}
        </tbody>
    }
}

fn outcome_class(decides: bool) -> String {
    class_list(
        "fc-evidence__outcome",
        [when(decides, "fc-evidence__outcome--decides")],
    )
}

fn row(evidence: EvidenceRow, last: bool) -> impl IntoView {
    let class = class_list(
        "fc-evidence__row",
        [
            when(evidence.decides.is_some(), "fc-evidence__row--decides"),
            when(evidence.unused, "fc-evidence__row--unused"),
            when(last, "fc-evidence__last"),
        ],
    );
    let starts = matches!(evidence.decides, Some(Decided::Start | Decided::Both));
    let contacts = matches!(evidence.decides, Some(Decided::Contact | Decided::Both));
    let outcomes = match evidence.outcomes {
        Outcomes::Each(start, contact) => view! {
            <td class=outcome_class(starts) role="cell" data-label=START>{start}</td>
            <td class=outcome_class(contacts) role="cell" data-label=CONTACT>{contact}</td>
        }
        .into_any(),
        Outcomes::Both(result) => {
            let class = outcome_class(starts || contacts);
            view! { <td class=class role="cell" data-label="Result" colspan="2">{result}</td> }.into_any()
        }
    };
    view! {
        <tr class=class role="row">
            <th scope="row" role="rowheader">{evidence.setting}</th>
            <td class="fc-evidence__value" role="cell" data-label="Value">{evidence.value}</td>
            {outcomes}
        </tr>
    }
}
