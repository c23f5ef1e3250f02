//! Time lines: a rollout on an axis. SVG with percentages across, so that the words keep their size.
use super::class::{class_list, when};
use leptos::prelude::*;

/// A place on the axis, in hundredths of a percent: 0 is the start, 10,000 the end.
pub type Place = u16;

/// Where `at` is between `start` and `end`, all in the same unit; outside, the nearer end.
pub fn place(start: i64, end: i64, at: i64) -> Place {
    let whole = (end - start).max(1);
    let part = (at - start).clamp(0, whole);
    Place::try_from(i128::from(part) * 10_000 / i128::from(whole)).unwrap_or(10_000)
}

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Where it is.
    pub at: Place,
    /// What stands below it; empty for a tick alone.
    pub label: String,
}

/// The planned window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// "Planned window, early to mid December".
    pub label: String,
}

/// Something that happened or will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelinePoint {
    /// Where it is.
    pub at: Place,
    /// "Started here 6 Dec, on by default".
    pub label: String,
    /// Still to come: an open dot.
    pub open: bool,
}

/// A rollout on a time axis.
#[component]
pub fn Timeline(
    /// Everything in sentences.
    #[prop(into)]
    label: String,
    /// The planned window.
    window: Window,
    /// The ticks of the axis.
    ticks: Vec<Tick>,
    /// Small dots with words below the axis: "Published 3 Nov".
    #[prop(optional)]
    published: Option<TimelinePoint>,
    /// The activation here.
    #[prop(optional)]
    activation: Option<TimelinePoint>,
    /// Today.
    today: TimelinePoint,
) -> impl IntoView {
    let window_width = window.to.saturating_sub(window.from);
    let ticks: Vec<_> = ticks
        .into_iter()
        .map(|tick| {
            let x = across(tick.at);
            let text = (!tick.label.is_empty())
                .then(|| view! { <text x=x.clone() y="96" text-anchor=anchor(tick.at)>{tick.label}</text> });
            view! { <line class="fc-timeline__tick" x1=x.clone() x2=x y1="72" y2="80" /> {text} }
        })
        .collect();
    let published = published.map(|point| {
        view! {
            <text x=across(point.at) y="96" text-anchor=anchor(point.at)>{point.label}</text>
            <circle class="fc-timeline__dot" cx=across(point.at) cy="72" r="5" />
        }
    });
    let activation = activation.map(|point| {
        let x = across(point.at);
        view! {
            <line class="fc-timeline__lead" x1=x.clone() x2=x.clone() y1="48" y2="108" />
            <circle class=class_list("fc-timeline__dot", [when(point.open, "fc-timeline__dot--open")]) cx=x.clone() cy="72" r="7" />
            <text
                class="fc-timeline__strong"
                x=x
                y="124"
                text-anchor=towards_room(point.at)
            >
                {point.label}
            </text>
        }
    });
    let x = across(today.at);
    view! {
        <svg class="fc-timeline" role="img" aria-label=label>
            <text class="fc-timeline__brandtext" x=across(window.to) y="12" text-anchor="end">{window.label}</text>
            <rect class="fc-timeline__window" x=across(window.from) y="20" width=across(window_width) height="28" rx="4" />
            <line class="fc-timeline__axis" x1="0" x2="100%" y1="72" y2="72" />
            {ticks}
            {published}
            {activation}
            <line class="fc-timeline__lead fc-timeline__lead--today" x1=x.clone() x2=x.clone() y1="20" y2="128" />
            <text
                class="fc-timeline__strong"
                x=x
                y="142"
                text-anchor=towards_room(today.at)
            >
                {today.label}
            </text>
        </svg>
    }
}

fn across(place: Place) -> String {
    format!("{}.{:02}%", place / 100, place % 100)
}

/// Words near an end of the axis grow into it.
const fn anchor(place: Place) -> &'static str {
    match place {
        0..1_000 => "start",
        1_000..=9_500 => "middle",
        _ => "end",
    }
}

/// Long words grow to the side where there is more room.
const fn towards_room(place: Place) -> &'static str {
    if place < 5_000 { "start" } else { "end" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_parts_of_the_axis() {
        assert_eq!(place(0, 48, 30), 6250);
        assert_eq!(place(0, 48, -3), 0);
        assert_eq!(place(0, 48, 99), 10_000);
        assert_eq!(place(5, 5, 5), 0);
        assert_eq!(across(6250), "62.50%");
    }
}
