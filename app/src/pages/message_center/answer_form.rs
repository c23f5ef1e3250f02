//! What the organization answers.

use crate::pages::rollout_banner::situation_words;
use crate::paths;
use crate::ui::{
    Button, ButtonKind, Choice, Choices, Cluster, Code, HiddenFields, Icon, LinkButton, MessageBar,
    MessageKind, Moment, Note, TextField, count, people,
};
use forecourt_model::rollout::Answer;
use forecourt_service::rollout::{Outcome, RolloutView};
use leptos::prelude::*;

/// The answer as it stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerForm {
    /// What is chosen; what is stored when nothing is.
    pub chosen: Option<Answer>,
    /// Why.
    pub reason: String,
    /// What could not be taken.
    pub error: Option<String>,
}

pub(super) fn answer_form(
    view: &RolloutView,
    form: AnswerForm,
    refusal: Option<String>,
) -> impl IntoView + use<> {
    let stored = view.answer.as_ref().map(|given| given.answer);
    let chosen = form.chosen.or(stored);
    let disabled = refusal.is_some();
    let choices: Vec<_> = view
        .outcomes
        .iter()
        .map(|outcome| choice(view, outcome, chosen, disabled))
        .collect();
    let fields = vec![("revision".to_owned(), view.revision.to_string())];
    let words = match (view.activated, stored.is_some()) {
        (true, false) => "Save answer",
        (true, true) => "Change answer",
        (false, false) => "Stage answer",
        (false, true) => "Change staged answer",
    };
    let takes_effect = if view.activated {
        view! { "Takes effect immediately. Can be undone from Activity." }.into_any()
    } else {
        view! { "Applies at activation, " <Moment at=view.rollout.activation /> " UTC, and moves if that date moves. Nobody sees the default first." }.into_any()
    };
    let error = form
        .error
        .map(|error| view! { <MessageBar kind=MessageKind::Danger alert=true>{error}</MessageBar> });
    view! {
        <form
            class="fc-panel__section fc-stack fc-stack--4"
            id="answer"
            method="post"
            action=paths::message_answer(&view.message_id)
        >
            <HiddenFields fields />
            <div>
                <h3 class="fc-panel__subtitle">"What you decide"</h3>
                {stands(view)}
            </div>
            {error}
            <Choices legend="Your answer" counts="Changes for">{choices}</Choices>
            <Note icon=Icon::Group>
                "Only for some people? Keep it on here, and decide with "
                <a href=paths::policies()>"policies"</a> "."
            </Note>
            <TextField
                id="reason"
                label="Note for the record"
                optional=true
                value=form.reason
                disabled
                max_length=500_u32
                hint="Kept in Activity."
            />
            <Note icon=Icon::Clock>{takes_effect}</Note>
            {refusal.map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> })}
            <Cluster between=true>
                <LinkButton href=paths::organization_settings()>"Organization settings"</LinkButton>
                <Button kind=ButtonKind::Primary disabled>{words}</Button>
            </Cluster>
        </form>
    }
}

/// What is answered so far, and what is true.
fn stands(view: &RolloutView) -> AnyView {
    let situation = situation_words(view);
    let Some(given) = &view.answer else {
        let running = view.runs_on_default() && view.activated;
        let days = (view.now - view.rollout.activation).whole_days().max(0);
        let days = count(u64::try_from(days).unwrap_or_default(), "day", "days");
        return if running {
            view! { <Note icon=Icon::Clock>"No answer yet. Running on the default for " <strong>{days}</strong> "."</Note> }
                .into_any()
        } else {
            view! { <Note icon=Icon::Clock>"No answer yet. " {situation}</Note> }.into_any()
        };
    };
    let (by, at, label) = (given.by.clone(), given.at, given.answer.label());
    let staged = if view.activated {
        ""
    } else {
        " Applies at activation."
    };
    let off = given.answer == Answer::KeepOn && !view.switches.access;
    let off = off.then(|| {
        view! { " The answer turns nothing on: " <a href=paths::organization_settings()>"turn chat on in organization settings"</a> "." }
    });
    view! {
        <MessageBar kind=MessageKind::Success>
            <strong>{format!("Answered: {label}.")}</strong>
            {staged} " Saved by " <bdi>{by}</bdi> ", " <Moment at=at /> ". " {situation} {off}
        </MessageBar>
    }
    .into_any()
}

fn choice(
    view: &RolloutView,
    outcome: &Outcome,
    chosen: Option<Answer>,
    disabled: bool,
) -> impl IntoView + use<> {
    let answer = outcome.answer;
    let already_off = !view.switches.access;
    let desc = match answer {
        Answer::KeepOn if already_off => {
            view! { "Records that the default is wanted. Chat is off in organization settings and stays off until it is turned on there." }.into_any()
        }
        Answer::KeepOn if !view.switches.inbound => {
            view! { "Records that the default is wanted. " <Code>"AllowTeamsConsumerInbound"</Code> " is Off and stays so until it is turned on in organization settings." }.into_any()
        }
        Answer::KeepOn => view! { "Both sides can find each other and start chats, where policies allow it." }.into_any(),
        Answer::OnlyOurPeopleStart => {
            view! { "Personal accounts cannot find, write to or add your people first. " <Code>"AllowTeamsConsumerInbound"</Code> " Off." }.into_any()
        }
        Answer::TurnOff => {
            view! { "No chat with personal accounts, whatever a policy says. " <Code>"AllowTeamsConsumer"</Code> " Off." }.into_any()
        }
    };
    view! {
        <Choice
            name="answer"
            value=answer.code()
            title=answer.label()
            count=people(outcome.impact.affected)
            desc=desc
            checked=chosen == Some(answer)
            disabled
        />
    }
}
