//! The numbers of a change, and drawn.

use super::reasons::impact_reasons;
use super::words::source_words;
use crate::ui::{Bar, Bars, Column, Compare, Gap, Row, Slot, Stack, Table, number, share};
use forecourt_model::access::{Counts, Impact};
use leptos::prelude::*;

/// The numbers of a change: both questions now and after saving, and drawn, how many of those who lose (or gain)
/// have their policy from where.
pub fn impact_panel(impact: &Impact) -> impl IntoView + use<> {
    let columns = ["People", "Now", "After saving"].map(str::to_owned).to_vec();
    let row = |name: &str, now: u64, after: u64| {
        (
            name.to_owned(),
            vec![Slot::from(number(now)), Slot::from(number(after))],
        )
    };
    let rows = vec![
        row("Can start chats", impact.chat.before(), impact.chat.after()),
        row(
            "Can be found and contacted",
            impact.inbound.before(),
            impact.inbound.after(),
        ),
        row(
            "Neither",
            impact.people - impact.chat.before().min(impact.people),
            impact.people - impact.chat.after().min(impact.people),
        ),
    ];
    let (bars, reasons) = (impact_bars(impact), impact_reasons(impact));
    view! {
        <Stack gap=Gap::Four>
            <Compare caption="People, now and after saving" columns rows after=true />
            {bars}
            {reasons}
        </Stack>
    }
}

/// Who loses and who gains, for both questions, by where their policy comes from; nothing when nobody does.
pub(super) fn impact_sources(impact: &Impact) -> Option<AnyView> {
    if impact.affected == 0 {
        return None;
    }
    let mut columns = vec![Column::name("Their policy comes from")];
    let heads = [
        "Lose chat",
        "Gain chat",
        "No longer contacted",
        "Contacted from now on",
    ];
    columns.extend(heads.map(Column::number));
    let row = |name: &'static str, chat: Counts, inbound: Counts| {
        [chat.lose, chat.gain, inbound.lose, inbound.gain]
            .into_iter()
            .fold(Row::new().cell(name), |row, people| row.cell(number(people)))
    };
    let mut rows: Vec<_> = impact
        .by_source
        .iter()
        .map(|entry| row(source_words(entry.source), entry.chat, entry.inbound))
        .collect();
    rows.push(row("Everybody", impact.chat, impact.inbound));
    let view =
        view! { <Table caption="Who loses and who gains, by where their policy comes from" columns rows /> };
    Some(view.into_any())
}

/// Who loses or gains, by where their policy comes from: one bar a source, as long as its share of that source.
fn impact_bars(impact: &Impact) -> Option<AnyView> {
    if impact.affected == 0 {
        return None;
    }
    let takes = impact.takes_something();
    let bars = impact
        .by_source
        .iter()
        .map(|entry| {
            let counts = [entry.chat, entry.inbound];
            let part = counts
                .map(|counts| if takes { counts.lose } else { counts.gain })
                .into_iter()
                .max()
                .unwrap_or_default();
            let whole = entry.chat.before() + entry.chat.gain + entry.chat.without;
            Bar {
                label: source_words(entry.source).to_owned(),
                value: number(part),
                note: Some(format!("of {}, {}", number(whole), share(part, whole))),
                part,
                whole,
            }
        })
        .collect::<Vec<_>>();
    let caption = if takes {
        "Who loses something, by where their policy comes from"
    } else {
        "Who gains something, by where their policy comes from"
    };
    let view = view! {
        <div class="fc-stack fc-stack--2">
            <p class="fc-muted fc-small">{caption}</p>
            <Bars bars />
        </div>
    };
    Some(view.into_any())
}
