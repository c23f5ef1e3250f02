//! When it was planned, when it was moved, when it starts here.

use crate::paths;
use crate::ui::{
    Avatar, Diff, History, HistoryItem, Icon, Moment, Note, PanelSection, Tick, Timeline, TimelinePoint,
    Window, date_words, moment_words, place, range_words,
};
use forecourt_model::rollout::{Answer, Rollout};
use forecourt_service::rollout::{Move, RolloutView};
use leptos::prelude::*;
use time::{Date, OffsetDateTime};

const DAY: i64 = 86_400;

pub(super) fn when_section(view: &RolloutView) -> impl IntoView + use<> {
    let moves = &view.moves;
    let history = if moves.is_empty() {
        view! { <Note icon=Icon::History>"The dates have not moved since the message was published."</Note> }
            .into_any()
    } else {
        let items: Vec<_> = moves.iter().map(move_item).collect();
        view! { <History>{items}</History> }.into_any()
    };
    let window = view.rollout.window;
    let day = view.rollout.activation.date();
    let outside = (day < window.start || day > window.end)
        .then(|| view! { <Note icon=Icon::Info>"The start here is outside the planned window."</Note> });
    let timeline = timeline(view);
    view! {
        <PanelSection title="When">
            {timeline}
            {outside}
            {history}
        </PanelSection>
    }
}

fn move_item(step: &Move) -> impl IntoView + use<> {
    let title = view! { <strong><bdi>{step.by.clone()}</bdi></strong> " moved the dates" };
    let undone = step.undone.then_some(" · taken back later");
    let reason = step
        .reason
        .clone()
        .map(|reason| view! { " · " <bdi>{reason}</bdi> });
    let meta = view! { <Moment at=step.at /> " · " <a href=paths::change(step.revision)>{format!("change {}", step.revision)}</a> {reason} {undone} };
    let window = |dates: &Rollout| Some(range_words(dates.window.start, dates.window.end));
    let start = |dates: &Rollout| Some(format!("{} UTC", moment_words(dates.activation)));
    let lines: Vec<_> = [
        ("Planned window", window(&step.before), window(&step.after)),
        ("Starts here", start(&step.before), start(&step.after)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(name, before, after)| view! { <Diff name before after /> })
    .collect();
    view! { <HistoryItem avatar=view! { <Avatar name=step.by.clone() /> } title meta>{lines}</HistoryItem> }
}

/// `8 Dec`, or with the year when it is not that of the planned window, which the window says.
fn day_words(day: Date, window: Date) -> String {
    let words = date_words(day);
    let year = format!(" {}", window.year());
    words.strip_suffix(&year).map_or(words.clone(), str::to_owned)
}

fn timeline(view: &RolloutView) -> impl IntoView + use<> {
    let (rollout, now) = (&view.rollout, view.now);
    let noon = |day: Date| day.midnight().assume_utc().unix_timestamp();
    let published = view
        .published
        .map_or(noon(rollout.window.start), OffsetDateTime::unix_timestamp);
    let (from, to) = (noon(rollout.window.start), noon(rollout.window.end));
    let (activation, today) = (rollout.activation.unix_timestamp(), now.unix_timestamp());
    let first = published.min(from).min(activation) - 2 * DAY;
    let last_date = (to + DAY).max(activation);
    // Long after the last date today stands at the end of the axis: to scale, everything else would be one dot.
    let last = last_date + ((last_date - first) / 8).max(2 * DAY);
    let at = |moment: i64| place(first, last, moment);
    let words = |day: Date| day_words(day, rollout.window.start);
    let tick = |moment: i64, day: Date| Tick {
        at: at(moment),
        label: words(day),
    };
    let mut ticks = vec![tick(from, rollout.window.start)];
    let wide = at(to).saturating_sub(at(from)) >= 1_500;
    if wide {
        ticks.push(tick(to, rollout.window.end));
    }
    let window = range_words(rollout.window.start, rollout.window.end);
    let published_point = view.published.map(|moment| {
        let room = at(from).saturating_sub(at(published)) >= 2_500;
        let label = if room {
            format!("Published {}", words(moment.date()))
        } else {
            String::new()
        };
        TimelinePoint {
            at: at(published),
            label,
            open: false,
        }
    });
    let started = if view.activated {
        "Started here"
    } else {
        "Starts here"
    };
    let day = rollout.activation.date();
    let activation_words = format!("{started} {}, {}", words(day), how(view));
    let sentence = sentence(view, &window, &activation_words);
    view! {
        <Timeline
            label=sentence
            window=Window { from: at(from), to: at(to + DAY), label: format!("Planned window, {window}") }
            ticks
            published=published_point.unwrap_or(TimelinePoint { at: at(published), label: String::new(), open: false })
            activation=TimelinePoint { at: at(activation), label: activation_words, open: !view.activated }
            today=TimelinePoint { at: at(today), label: format!("Today, {}", words(now.date())), open: false }
        />
    }
}

/// In which state it starts or started here.
fn how(view: &RolloutView) -> &'static str {
    let staged = view
        .answer
        .as_ref()
        .is_some_and(|given| given.at < view.rollout.activation);
    match (
        view.activated,
        staged,
        view.switches.access,
        view.switches.inbound,
    ) {
        (true, true, _, _) => "as staged",
        (true, false, _, _) | (false, _, true, true) => "on by default",
        (false, _, true, false) => "only our people start",
        (false, _, false, _) => "staged off",
    }
}

fn sentence(view: &RolloutView, window: &str, activation: &str) -> String {
    let mut sentences = Vec::new();
    sentences.extend(
        view.published
            .map(|at| format!("Published {}.", date_words(at.date()))),
    );
    sentences.push(format!("Planned window {window}."));
    let moves = view.moves.len();
    if moves > 0 {
        sentences.push(format!(
            "The dates have moved {moves} {}.",
            if moves == 1 { "time" } else { "times" }
        ));
    }
    sentences.push(format!("{activation}."));
    match &view.answer {
        Some(given) => {
            let words = match given.answer {
                Answer::KeepOn => "keep on",
                Answer::OnlyOurPeopleStart => "only our people can start",
                Answer::TurnOff => "turn off for everyone",
            };
            sentences.push(format!("Answered {}: {words}.", date_words(given.at.date())));
        }
        None => sentences.push("Not answered.".to_owned()),
    }
    sentences.push(format!("Today is {}.", date_words(view.now.date())));
    sentences.join(" ")
}
