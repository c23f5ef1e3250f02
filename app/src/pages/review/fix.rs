//! Putting one thing right: what it would do, then the button.

use crate::pages::impact::impact_words;
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Acknowledge, Button, ButtonKind, Card, CardBody, Column, Crumb, Diff, Gap, HiddenFields, LinkButton,
    MessageBar, MessageKind, Name, Note, PageHead, QuietLink, Row, Sub, Table, TextField, number, people,
};
use forecourt_service::hygiene::FixPlan;
use leptos::prelude::*;

/// What was typed into the form, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixForm {
    /// Why.
    pub reason: String,
    /// The sentence when the acknowledgement is missing.
    pub acknowledge_error: Option<String>,
    /// Whether so many people change that it has to be acknowledged.
    pub needs_acknowledgement: bool,
    /// Why nothing was done.
    pub problem: Option<String>,
    /// The same as it is typed elsewhere.
    pub shown_as: ShownAs,
}

/// The page.
pub fn fix_page(frame: Frame, plan: &FixPlan, form: FixForm) -> impl IntoView + use<> {
    let (finding, code) = (&plan.finding, plan.finding.fix.code());
    let crumbs = vec![Crumb::new(paths::review(), "Review")];
    let takes = plan.impact.takes_something();
    let kind = if takes {
        MessageKind::Warning
    } else {
        MessageKind::Info
    };
    let effect = format!("{}. Takes effect immediately.", impact_words(&plan.impact));
    let label = if plan.people > 0 {
        format!("{} of {}", finding.fix.label(), people(plan.people))
    } else {
        finding.fix.label().to_owned()
    };
    let label = label.replace("Move people of", "Move");
    let acknowledge = form.needs_acknowledgement.then(|| {
        let (error, affected) = (form.acknowledge_error.clone(), number(plan.impact.affected));
        view! { <Acknowledge error>{format!("I know that this changes {affected} people.")}</Acknowledge> }
    });
    let problem = form
        .problem
        .map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let fields = vec![("expected".to_owned(), plan.expected.to_string())];
    let button = if takes {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let (what, who) = (changes(plan), list(plan, &code));
    let title = finding.title.clone();
    let elsewhere = show_as(&form.shown_as);
    view! {
        <Shell frame>
            <PageHead title=crate::ui::visible(&title).into_owned() here="Put it right" crumbs />
            <form class="fc-stack" method="post" action=paths::review_fix(&code)>
                {problem}
                <HiddenFields fields />
                <MessageBar kind>{effect}</MessageBar>
                {what}
                {who}
                {elsewhere}
                <TextField id="reason" label="Reason" optional=true hint="Kept in Activity." value=form.reason />
                {acknowledge}
                <div class="fc-cluster">
                    <LinkButton href=paths::review()>"Cancel"</LinkButton>
                    <Button kind=button>{label}</Button>
                </div>
            </form>
        </Shell>
    }
}

fn changes(plan: &FixPlan) -> impl IntoView + use<> {
    let words = plan.finding.text.clone();
    let notes: Vec<_> = plan
        .notes
        .iter()
        .cloned()
        .map(|note| view! { <Note><Name text=note /></Note> })
        .collect();
    let shown = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let lines: Vec<_> = plan
        .fields
        .iter()
        .map(|field| {
            let (before, after) = (shown(&field.before), shown(&field.after));
            view! { <Diff name=field.name.clone() before after /> }
        })
        .collect();
    view! {
        <Card id="what" title="What was found">
            <CardBody gap=Gap::Two>
                <p><Name text=words /></p>
                {lines}
                {notes}
            </CardBody>
        </Card>
    }
}

fn list(plan: &FixPlan, code: &str) -> Option<impl IntoView + use<>> {
    (plan.people > 0).then(|| {
        let columns = vec![Column::name("Person"), Column::text("Account")];
        let rows = plan
            .first
            .iter()
            .map(|person| {
                let (name, id) = (person.shown_name().to_owned(), person.user_principal_name.clone());
                let account = if person.account_enabled {
                    "Enabled"
                } else {
                    "Disabled"
                };
                let name = view! {
                    <a class="fc-table__name" href=paths::user(person.id)><Name text=name /></a>
                    <Sub><Name text=id /></Sub>
                };
                Row::new().cell(name).cell(account)
            })
            .collect();
        let named = u64::try_from(plan.first.len()).unwrap_or_default();
        let desc = if named < plan.people {
            format!("{} of {}.", number(named), people(plan.people))
        } else {
            format!("{}.", people(plan.people))
        };
        let all = view! { <QuietLink href=paths::review_people(code)>"Download all"</QuietLink> };
        view! {
            <Card id="who" title="Whose assignment changes" desc aside=all>
                <Table caption="People whose direct assignment changes" columns rows />
            </Card>
        }
    })
}
