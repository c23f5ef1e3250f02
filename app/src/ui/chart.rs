//! Small charts. They stand beside the same numbers, or say them in a sentence.
//!
//! SVG without a `viewBox` takes percentages across, so bars stretch with their card and need no inline style.
use super::class::class_list;
use super::number;
use leptos::prelude::*;

/// The colour of a part of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartTone {
    /// The first.
    #[default]
    One,
    /// The second.
    Two,
    /// The rest.
    Three,
    /// Refused, in lines.
    Four,
}

impl ChartTone {
    const fn fill(self) -> &'static str {
        match self {
            Self::One | Self::Four => "fc-fill-1",
            Self::Two => "fc-fill-2",
            Self::Three => "fc-fill-3",
        }
    }
}

/// `part` of `whole` in percent with one digit, as SVG takes it; 0 of nothing.
pub fn percent(part: u64, whole: u64) -> String {
    let thousandths = (part.min(whole) * 1000 + whole / 2)
        .checked_div(whole)
        .unwrap_or(0);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The colour of a part, in a legend.
#[component]
pub fn Swatch(
    /// Which part.
    tone: ChartTone,
) -> impl IntoView {
    let tone = match tone {
        ChartTone::One => "",
        ChartTone::Two => "fc-swatch--2",
        ChartTone::Three => "fc-swatch--3",
        ChartTone::Four => "fc-swatch--4",
    };
    view! { <span class=class_list("fc-swatch", [tone])></span> }
}

/// The parts of a chart in words.
#[component]
pub fn Legend(
    /// The parts.
    items: Vec<(ChartTone, String)>,
) -> impl IntoView {
    let items: Vec<_> = items
        .into_iter()
        .map(|(tone, words)| view! { <span class="fc-legend__item"><Swatch tone />{words}</span> })
        .collect();
    view! { <div class="fc-legend">{items}</div> }
}

/// A row of [`Bars`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// The number, written.
    pub value: String,
    /// After the number: "92%", "of 77".
    pub note: Option<String>,
    /// How much of `whole`.
    pub part: u64,
    /// The length of the whole bar.
    pub whole: u64,
}

/// Bars below each other, with their numbers.
#[component]
pub fn Bars(
    /// The rows.
    bars: Vec<Bar>,
) -> impl IntoView {
    let rows: Vec<_> = bars
        .into_iter()
        .map(|bar| {
            view! {
                <div class="fc-bars__row">
                    <span>{bar.label}</span>
                    <span class="fc-bars__value">
                        {bar.value} {bar.note.map(|note| view! { " "<span class="fc-bars__note">{note}</span> })}
                    </span>
                    <svg class="fc-bars__bar" aria-hidden="true">
                        <rect class="fc-fill-track" width="100%" height="100%" />
                        <rect class="fc-fill-1" width=percent(bar.part, bar.whole) height="100%" rx="4" />
                    </svg>
                </div>
            }
        })
        .collect();
    view! { <div class="fc-bars">{rows}</div> }
}

/// One bar in parts, in the order and colours one, two, three.
#[component]
pub fn StackBar(
    /// The parts as a sentence: "1,178 people both ways, 26 only our people start, 58 neither".
    #[prop(into)]
    label: String,
    /// How many each.
    parts: [u64; 3],
) -> impl IntoView {
    // A gap of a quarter of a percent tells neighbours apart without their colours.
    const GAP: u64 = 250;
    let whole: u64 = parts.iter().sum::<u64>().max(1);
    let mut from = 0;
    let rects: Vec<_> = parts
        .into_iter()
        .zip([ChartTone::One, ChartTone::Two, ChartTone::Three])
        .filter(|&(part, _)| part > 0)
        .map(|(part, tone)| {
            let width = part * 100_000 / whole;
            let seen = if from + width >= 99_000 { width } else { width.saturating_sub(GAP).max(GAP) };
            let rect = view! { <rect class=tone.fill() x=thousandths(from) width=thousandths(seen) height="100%" /> };
            from += width;
            rect
        })
        .collect();
    view! { <svg class="fc-stackbar" role="img" aria-label=label>{rects}</svg> }
}

fn thousandths(of_percent: u64) -> String {
    format!("{}.{:03}%", of_percent / 1000, of_percent % 1000)
}

/// A line over time; the first of two lines is filled.
#[component]
pub fn LineChart(
    /// The numbers as a sentence.
    #[prop(into)]
    label: String,
    /// A number a day, oldest first.
    first: Vec<u64>,
    /// The same for the second line; empty for one line.
    #[prop(optional)]
    second: Vec<u64>,
    /// The first day, in words.
    from: String,
    /// The last day.
    to: String,
) -> impl IntoView {
    let most = first.iter().chain(&second).copied().max().unwrap_or(0);
    let top = most.max(1);
    let line = line_path(&first, top);
    let right = width(first.len());
    let area = format!("{line} L{right},{HEIGHT} L0,{HEIGHT}Z");
    let other = (!second.is_empty()).then(|| view! { <path class="fc-line-4" d=line_path(&second, top) /> });
    let grid: Vec<_> = ["20", "40", "60"]
        .into_iter()
        .map(|y| view! { <line class="fc-line-grid" x1="0" x2=right.to_string() y1=y y2=y /> })
        .collect();
    view! {
        <div class="fc-linechart">
            <span aria-hidden="true">{format!("{} a day", number(most))}</span>
            <svg class="fc-chart" viewBox=format!("0 0 {right} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                {grid}
                <path class="fc-fill-area" d=area />
                <path class="fc-line-1" d=line />
                {other}
            </svg>
            <div class="fc-cluster fc-cluster--between" aria-hidden="true"><span>{from}</span><span>{to}</span></div>
        </div>
    }
}

/// The height of a line chart, in its own units; a day is 10 wide.
const HEIGHT: u64 = 60;

fn width(days: usize) -> usize {
    days.saturating_sub(1).max(1) * 10
}

/// The path of a line whose highest point, `top`, is just under the upper edge.
fn line_path(numbers: &[u64], top: u64) -> String {
    let points: Vec<_> = numbers
        .iter()
        .enumerate()
        .map(|(day, &number)| {
            let tenths = HEIGHT * 10 - number * (HEIGHT * 10 - 60) / top;
            let command = if day == 0 { 'M' } else { 'L' };
            format!("{command}{},{}.{}", day * 10, tenths / 10, tenths % 10)
        })
        .collect();
    points.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn percentages_have_one_digit() {
        assert_eq!(percent(1166, 1262), "92.4%");
        assert_eq!(percent(0, 0), "0.0%");
        assert_eq!(percent(5, 4), "100.0%");
    }

    #[test]
    fn a_line_goes_from_the_ground_to_the_top() {
        assert_eq!(line_path(&[0, 50, 100], 100), "M0,60.0 L10,33.0 L20,6.0");
        assert_eq!(line_path(&[], 1), "");
    }

    #[test]
    fn a_chart_says_its_numbers() {
        let html =
            fragment(|| view! { <StackBar label="1 both ways, 0 one way, 3 neither" parts=[1, 0, 3] /> });
        assert!(
            html.contains(r#"role="img" aria-label="1 both ways, 0 one way, 3 neither""#),
            "{html}"
        );
        assert_eq!(html.matches("<rect").count(), 2, "{html}");
        assert!(html.contains(r#"x="25.000%" width="75.000%""#), "{html}");
    }
}
