//! Moments: shown in the zone of the reader, with the UTC instant beside.
use leptos::prelude::*;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// How much of a moment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MomentStyle {
    /// `8 Dec 2021, 14:02`.
    #[default]
    DateTime,
    /// `8 Dec 2021`.
    Date,
    /// `14:02:11`.
    Time,
}

/// `8 Dec 2021`.
pub fn date_words(date: Date) -> String {
    format!("{} {} {}", date.day(), month_words(date.month()), date.year())
}

/// `8 Dec 2021, 14:02`, in the offset that the moment carries.
pub fn moment_words(at: OffsetDateTime) -> String {
    format!("{}, {:02}:{:02}", date_words(at.date()), at.hour(), at.minute())
}

/// `1 to 8 Dec 2021`; years and months that are the same are said once.
pub fn range_words(from: Date, to: Date) -> String {
    if from == to {
        date_words(to)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {}", from.day(), date_words(to))
    } else if from.year() == to.year() {
        format!(
            "{} {} to {}",
            from.day(),
            month_words(from.month()),
            date_words(to)
        )
    } else {
        format!("{} to {}", date_words(from), date_words(to))
    }
}

const fn month_words(month: Month) -> &'static str {
    match month {
        Month::January => "Jan",
        Month::February => "Feb",
        Month::March => "Mar",
        Month::April => "Apr",
        Month::May => "May",
        Month::June => "Jun",
        Month::July => "Jul",
        Month::August => "Aug",
        Month::September => "Sep",
        Month::October => "Oct",
        Month::November => "Nov",
        Month::December => "Dec",
    }
}

/// The instant in UTC: for machines (`2021-12-08T13:02:11Z`) and for people (`2021-12-08 13:02:11 UTC`).
fn utc(at: OffsetDateTime) -> (String, String) {
    let at = at.to_offset(UtcOffset::UTC);
    let date = format!("{:04}-{:02}-{:02}", at.year(), u8::from(at.month()), at.day());
    let clock = format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    (format!("{date}T{clock}Z"), format!("{date} {clock} UTC"))
}

/// A moment, shown in the offset that it carries: the caller brings it into the zone of the reader.
#[component]
pub fn Moment(
    /// When.
    at: OffsetDateTime,
    /// How much is shown.
    #[prop(optional)]
    style: MomentStyle,
) -> impl IntoView {
    let (machine, title) = utc(at);
    let words = match style {
        MomentStyle::DateTime => moment_words(at),
        MomentStyle::Date => date_words(at.date()),
        MomentStyle::Time => format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
    };
    view! { <time datetime=machine title=title>{words}</time> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    fn at() -> OffsetDateTime {
        // 2021-12-08 13:02:11 UTC, in Oslo
        OffsetDateTime::from_unix_timestamp(1_638_968_531)
            .unwrap()
            .to_offset(UtcOffset::from_hms(1, 0, 0).unwrap())
    }

    #[test]
    fn a_moment_is_local_in_words_and_utc_beside() {
        assert_eq!(
            fragment(|| view! { <Moment at=at() /> }),
            r#"<time datetime="2021-12-08T13:02:11Z" title="2021-12-08 13:02:11 UTC">8 Dec 2021, 14:02</time>"#
        );
        assert!(
            fragment(|| view! { <Moment at=at() style=MomentStyle::Time /> }).ends_with(">14:02:11</time>")
        );
    }

    #[test]
    fn ranges_say_once_what_is_the_same() {
        let day = |year, month, day| Date::from_calendar_date(year, month, day).unwrap();
        assert_eq!(
            range_words(day(2021, Month::December, 1), day(2021, Month::December, 8)),
            "1 to 8 Dec 2021"
        );
        assert_eq!(
            range_words(day(2021, Month::November, 25), day(2021, Month::December, 8)),
            "25 Nov to 8 Dec 2021"
        );
        assert_eq!(
            range_words(day(2021, Month::December, 25), day(2022, Month::January, 8)),
            "25 Dec 2021 to 8 Jan 2022"
        );
        assert_eq!(
            range_words(day(2021, Month::May, 1), day(2021, Month::May, 1)),
            "1 May 2021"
        );
    }
}
