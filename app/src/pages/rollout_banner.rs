//! The notice of the rollout, on the pages that it concerns: the default, the dates, where this organization stands
//! and what it answered, each for itself.

use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Facts, HiddenFields, Icon, IconButton, LinkButton, MessageKind,
    Moment, MomentStyle, Note, Notice, Slot, date_words, range_words,
};
use forecourt_model::rollout::{Answer, RolloutState};
use forecourt_service::rollout::RolloutView;
use leptos::prelude::*;

/// The badge for where this organization stands.
pub fn state_badge(state: RolloutState) -> impl IntoView + use<> {
    let kind = match state {
        RolloutState::RollingOut => BadgeKind::Brand,
        RolloutState::Scheduled | RolloutState::Launched => BadgeKind::Neutral,
    };
    view! { <Badge kind>{state.label()}</Badge> }
}

/// The badge for what this organization answered.
pub fn answer_badge(answer: Option<Answer>, activated: bool) -> impl IntoView + use<> {
    match answer {
        None => view! { <Badge kind=BadgeKind::Warning>"Not reviewed yet"</Badge> },
        Some(answer) if activated => {
            view! { <Badge kind=BadgeKind::Success>{format!("Answer: {}", answer.label())}</Badge> }
        }
        Some(answer) => {
            view! { <Badge kind=BadgeKind::Success>{format!("Staged: {}", answer.label())}</Badge> }
        }
    }
}

/// What is true for people here, in a sentence.
pub(super) fn situation_words(view: &RolloutView) -> &'static str {
    match (view.activated, view.switches.access, view.switches.inbound) {
        (true, true, true) => {
            "Your people and people with Teams personal accounts can find each other and chat."
        }
        (true, true, false) => {
            "Your people can start chats with people with Teams personal accounts, who cannot find or contact them first."
        }
        (true, false, _) => "Chat with Teams personal accounts is off for the organization.",
        (false, true, true) => {
            "Nobody can chat with Teams personal accounts yet. It starts switched on, both ways."
        }
        (false, true, false) => {
            "Nobody can chat with Teams personal accounts yet. It is staged so that only your people can start."
        }
        (false, false, _) => "Nobody can chat with Teams personal accounts yet. It is staged to stay off.",
    }
}

/// The banner. `may_answer` is the reason when the role cannot; `return_to` is the page it stands on.
pub fn rollout_banner(
    view: &RolloutView,
    may_answer: Result<(), String>,
    return_to: &str,
) -> impl IntoView + use<> {
    let badges = view! {
        {state_badge(view.state)}
        {answer_badge(view.answer.as_ref().map(|given| given.answer), view.activated)}
    };
    let verb = if view.activated { "is" } else { "comes" };
    let (kind, icon) = match view.answer {
        None => (MessageKind::Warning, Icon::Megaphone),
        Some(_) => (MessageKind::Success, Icon::CheckCircle),
    };
    let end = hide_form(view, return_to);
    let actions = match view.answer {
        None => open_actions(view, &may_answer, return_to).into_any(),
        Some(_) => answered_actions(view).into_any(),
    };
    let title = format!("{} {verb} on by default", view.title);
    let (situation, facts) = (situation(view), facts(view));
    let refusal = may_answer.err().filter(|_| view.answer.is_none());
    view! {
        <Notice
            id="rollout-notice"
            title
            badges=badges
            kind
            icon
            end=end
        >
            <p>{situation}</p>
            {facts}
            {actions}
            {refusal.map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> })}
        </Notice>
    }
}

fn situation(view: &RolloutView) -> impl IntoView + use<> {
    let activation = view.rollout.activation;
    let when = view! { <Moment at=activation style=MomentStyle::Date /> };
    let sentence = situation_words(view);
    let given = view.answer.as_ref().map(|given| {
        let (by, at, words) = (given.by.clone(), given.at, given.answer.label());
        view! { " Answered by "<bdi>{by}</bdi>" on "<Moment at=at />": "<strong>{words}</strong>"." }
    });
    let start = match (view.activated, view.runs_on_default()) {
        (true, true) => {
            view! { " It started here on " {when} " and runs on the default until you answer." }.into_any()
        }
        (true, false) => view! { " The feature started here on " {when} "." }.into_any(),
        (false, _) => view! { " It starts here on " {when} "." }.into_any(),
    };
    let off = view
        .answer
        .as_ref()
        .is_some_and(|given| given.answer == Answer::KeepOn)
        && !view.switches.access;
    let off = off.then(|| {
        view! { " The answer alone turns nothing on: " <a href=paths::organization_settings()>"organization settings"</a> " do." }
    });
    view! { {sentence}{start}{given}{off} }
}

fn facts(view: &RolloutView) -> impl IntoView + use<> {
    let id = view.message_id.clone();
    let window = range_words(view.rollout.window.start, view.rollout.window.end);
    let answer = view
        .answer
        .as_ref()
        .map_or("not reviewed yet", |given| given.answer.label());
    let mut facts = vec![Slot::from(view! { <a href=paths::message(&id)>{id.clone()}</a> })];
    facts.extend(
        view.roadmap
            .iter()
            .map(|roadmap| Slot::from(format!("Roadmap {roadmap}"))),
    );
    facts.push(format!("Planned window: {window}").into());
    if let Some(moved) = view.moves.first() {
        facts.push(format!("Dates moved on {}", date_words(moved.at.date())).into());
    }
    facts.push(format!("This organization: {}", view.state.label()).into());
    facts.push(format!("Answer: {answer}").into());
    view! { <Facts facts /> }
}

fn open_actions(
    view: &RolloutView,
    may_answer: &Result<(), String>,
    return_to: &str,
) -> impl IntoView + use<> {
    let id = &view.message_id;
    let fields = vec![
        ("revision".to_owned(), view.revision.to_string()),
        ("return_to".to_owned(), return_to.to_owned()),
    ];
    let reason = may_answer.as_ref().err().cloned();
    let (keep, off) = (Answer::KeepOn, Answer::TurnOff);
    view! {
        <form class="fc-messagebar__actions" method="post" action=paths::message_answer(id)>
            <HiddenFields fields />
            <LinkButton href=paths::message(id) kind=ButtonKind::Primary>"Review and assess"</LinkButton>
            <Button name="answer" value=keep.code() reason=reason.clone()>{keep.label()}</Button>
            <Button name="answer" value=off.code() reason=reason>{off.label()}</Button>
        </form>
    }
}

fn answered_actions(view: &RolloutView) -> impl IntoView + use<> {
    let href = paths::message(&view.message_id);
    view! {
        <div class="fc-messagebar__actions">
            <LinkButton href>"Review or change the answer"</LinkButton>
        </div>
    }
}

fn hide_form(view: &RolloutView, return_to: &str) -> impl IntoView + use<> {
    let label = if view.answer.is_some() {
        "Hide for me"
    } else {
        "Hide for me until tomorrow"
    };
    let fields = vec![("return_to".to_owned(), return_to.to_owned())];
    view! {
        <form method="post" action=paths::message_hide(&view.message_id)>
            <HiddenFields fields />
            <IconButton icon=Icon::Dismiss label />
        </form>
    }
}
