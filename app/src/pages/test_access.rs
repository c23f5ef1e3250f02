//! `/test-access`: what a chat server would be told, without one.

use crate::pages::decisions::action_words;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Card, Checkbox, Cluster, Code, Column, Columns, ColumnsKind, Empty,
    Gap, Icon, LinkButton, MessageBar, MessageKind, Name, Note, OptionGroup, PageHead, Prose, Radio, Row,
    SelectField, SelectOption, Slot, Stack, Sub, Table, TextArea, TextField, moment_words, people,
};
use forecourt_model::FieldErrors;
use forecourt_model::decision::{DecisionAction, Outcome, Side};
use forecourt_service::decision::{NOT_KEPT, Rehearsal, RehearsalRow, Trial, TriedOut};
use forecourt_service::explain::Explanation;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct TestAccessView {
    /// The question, as it was typed.
    pub trial: Trial,
    /// The moment of the past that is asked about, as it was typed.
    pub at: String,
    /// The answers, when they were asked for.
    pub tried: Option<TriedOut>,
    /// The answers with the whole chain, one for each person who was asked about and a personal account.
    pub explanations: Vec<Explanation>,
    /// The canned scenes, when they were asked for.
    pub rehearsal: Vec<RehearsalRow>,
    /// Whether settings are tried that can be asked about.
    pub has_draft: bool,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why there is no answer.
    pub problem: Option<String>,
}

fn fields(trial: &Trial, at: &str) -> Vec<(&'static str, String)> {
    vec![
        ("people", trial.people.clone()),
        ("outside", trial.outside.clone()),
        ("begun_by", side_code(trial.begun_by).to_owned()),
        ("action", trial.action.code().to_owned()),
        (
            "draft",
            if trial.by_draft {
                "on".to_owned()
            } else {
                String::new()
            },
        ),
        ("at", at.to_owned()),
    ]
}

/// The name of a side in addresses.
pub fn side_code(side: Side) -> &'static str {
    match side {
        Side::Inside => "inside",
        Side::Outside => "outside",
    }
}

fn link(path: &str, view: &TestAccessView) -> String {
    let fields = fields(&view.trial, &view.at);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    paths::with_query(path, &fields)
}

fn badge(outcome: &Outcome) -> impl IntoView + use<> {
    let (kind, words) = if outcome.is_allowed() {
        (BadgeKind::On, "Allowed")
    } else {
        (BadgeKind::Off, "Refused")
    };
    view! { <Badge kind>{words}</Badge> }
}

fn form(view: &TestAccessView) -> impl IntoView + use<> {
    let errors = view.errors.clone();
    let error = move |field: &str| errors.message(field).map(str::to_owned);
    let trial = view.trial.clone();
    let options = DecisionAction::ALL
        .into_iter()
        .map(|action| SelectOption::new(action.code(), action_words(action)))
        .collect();
    let draft = view.has_draft.then(|| {
        view! { <Checkbox name="draft" checked=trial.by_draft>"With the settings that are tried in report-only mode"</Checkbox> }
    });
    let at = view.at.clone();
    view! {
        <Card id="question" title="Question">
            <form class="fc-card__body fc-stack fc-stack--3" action=paths::test_access()>
                <TextArea
                    id="people" label="People of the organization" rows=3 prose=false value=trial.people
                    error=error("people") hint="Sign-in names, one on each line."
                />
                <TextField
                    id="outside" label="Outside address" value=trial.outside error=error("outside") prose=false
                    autocomplete="off" hint="A Matrix id, an XMPP or e-mail address or a phone number."
                />
                <OptionGroup legend="Who begins">
                    <Radio name="begun_by" value="outside" checked=trial.begun_by == Side::Outside>"The outside person"</Radio>
                    <Radio name="begun_by" value="inside" checked=trial.begun_by == Side::Inside>"The people of the organization"</Radio>
                </OptionGroup>
                <SelectField id="action" label="What they do" options value=trial.action.code() />
                <TextField
                    id="at" label="At a moment of the past" optional=true value=at error=error("at") prose=false
                    autocomplete="off" placeholder="2026-11-25T08:00:00Z"
                    hint="In UTC. Answered with the settings, policies and lists of then."
                />
                {draft}
                <Button kind=ButtonKind::Primary block=true>"Test"</Button>
                <Button name="rehearse" value="on" block=true>"Play every scene with these people"</Button>
            </form>
        </Card>
    }
}

fn answers(view: &TestAccessView) -> AnyView {
    let Some(tried) = &view.tried else {
        return ().into_any();
    };
    let columns = vec![
        Column::name("Person"),
        Column::text("Answer"),
        Column::long("Why"),
        Column::text("Policy"),
        Column::text("Taken for"),
    ];
    let rows: Vec<_> = tried
        .rows
        .iter()
        .map(|row| {
            let (name, sign_in, policy) = (row.name.clone(), row.sign_in_name.clone(), row.policy.clone());
            let reason = row.outcome.reason;
            let with = row
                .people_with_policy
                .map(|count| format!("{} have it", people(count)));
            let with = with.map(|words| view! { <Sub>{words}</Sub> });
            let class = row.outside_class.map_or("", |class| class.code());
            Row::new()
                .cell(view! {
                    <a class="fc-table__name" href=paths::user(row.person)><Name text=name /></a>
                    <Sub><Name text=sign_in /></Sub>
                })
                .cell(badge(&row.outcome))
                .cell(view! { {reason.sentence(&row.policy)} <Sub><Code>{reason.code()}</Code></Sub> })
                .cell(view! { <Name text=policy /> {with} })
                .cell(class)
        })
        .collect();
    let revision = tried
        .rows
        .first()
        .map(|row| row.revision.to_string())
        .unwrap_or_default();
    let json = link(&paths::test_access_json(), view);
    let here = link(&paths::test_access(), view);
    let (desc, note) = match tried.past {
        None => (format!("Now, at revision {revision}."), None),
        Some(moment) => (
            format!("At {}, as of revision {revision}.", moment_words(moment)),
            Some(view! { <Note icon=Icon::Clock>{NOT_KEPT}</Note> }),
        ),
    };
    let aside = view! {
        <Cluster>
            <LinkButton href=json icon=Icon::Terminal>"JSON"</LinkButton>
            <LinkButton href=here>"Link to this"</LinkButton>
        </Cluster>
    };
    view! {
        <Card id="answers" title="Answers" desc aside foot=Slot::maybe(note)>
            <Table caption="Answers by person" columns rows />
        </Card>
    }
    .into_any()
}

fn chain(found: &Explanation) -> AnyView {
    let columns = vec![
        Column::name("Setting"),
        Column::text("Stored"),
        Column::text("Comes to"),
        Column::text(""),
    ];
    let on = |value: bool| if value { "On" } else { "Off" };
    let rows: Vec<_> = found
        .consulted
        .iter()
        .map(|one| {
            let decides = one
                .decided
                .then(|| view! { <Badge kind=BadgeKind::Warning>"Decides"</Badge> });
            let setting = one.setting.name();
            Row::new()
                .cell(view! { <Code>{setting}</Code> })
                .cell(on(one.stored))
                .cell(on(one.effective))
                .cell(decides)
        })
        .collect();
    let flips: Vec<_> = found
        .would_change
        .iter()
        .map(|remedy| {
            let mut parts: Vec<_> = remedy
                .settings
                .iter()
                .map(|key| format!("{key} {}", if remedy.value { "on" } else { "off" }))
                .collect();
            if remedy.activation {
                parts.push("the feature active".to_owned());
            }
            view! { <li>{parts.join(" and ")}</li> }
        })
        .collect();
    let flips = (!flips.is_empty()).then(|| {
        view! { <Prose><p>"Each of these would change the answer:"</p><ul>{flips}</ul></Prose> }
    });
    let (name, sentence) = (found.person_name.clone(), found.sentence.clone());
    let (href, revision) = (
        paths::user(found.person),
        format!("As of revision {}.", found.revision),
    );
    let caption = format!("What was asked for {}", found.person_name);
    let aside = view! { <LinkButton href>"Open the person"</LinkButton> };
    view! {
        <Card id=format!("chain-{}", found.person) title=name desc=revision aside>
            <div class="fc-card__body fc-stack fc-stack--2">
                <p><Name text=sentence /></p>
                {flips}
            </div>
            <Table caption columns rows />
        </Card>
    }
    .into_any()
}

fn rehearsal(view: &TestAccessView) -> AnyView {
    if view.rehearsal.is_empty() {
        return ().into_any();
    }
    let mut columns = vec![Column::name("Person")];
    columns.extend(Rehearsal::ALL.iter().map(|scene| Column::text(scene.label())));
    let rows: Vec<_> = view
        .rehearsal
        .iter()
        .map(|row| {
            let name = row.name.clone();
            let first = Row::new().cell(view! {
                <a class="fc-table__name" href=paths::user(row.person)><Name text=name /></a>
            });
            row.outcomes
                .iter()
                .fold(first, |held, outcome| held.cell(badge(outcome)))
        })
        .collect();
    view! {
        <Card id="rehearsal" title="Who is reached in each scene">
            <Table caption="Scenes by person" columns rows />
        </Card>
    }
    .into_any()
}

/// The page.
pub fn test_access_page(frame: Frame, view: &TestAccessView) -> impl IntoView + use<> {
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let form = form(view);
    let (answers, rehearsal) = (answers(view), rehearsal(view));
    let chains: Vec<_> = view.explanations.iter().map(chain).collect();
    let nothing = (view.tried.is_none() && view.explanations.is_empty() && view.rehearsal.is_empty()).then(|| {
        view! {
            <Card id="nothing" title="Answers" title_hidden=true>
                <Empty title="Ask who is reached" text="Name people and an address outside. Nothing is changed or written down." />
            </Card>
        }
    });
    view! {
        <Shell frame>
            <PageHead title="Test access" lead="What a chat server would be told, with what decides and what would change it." />
            {problem}
            <Columns kind=ColumnsKind::WideAside>
                <Stack>
                    {answers}
                    {rehearsal}
                    {chains}
                    {nothing}
                </Stack>
                <Stack gap=Gap::Four>{form}</Stack>
            </Columns>
        </Shell>
    }
}
