//! Moments as PowerShell prints them and writes them to JSON.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, Time};

/// Reads `11/5/2021 9:00:03 AM` (month first), `/Date(1636102803000)/`, or `2021-11-05T09:00:03Z` with any offset.
/// Without an offset the moment is in UTC. `None` for what other languages print: day and month cannot be told apart.
pub(super) fn moment(text: &str) -> Option<OffsetDateTime> {
    printed(text)
        .or_else(|| milliseconds(text))
        .or_else(|| OffsetDateTime::parse(text, &Rfc3339).ok())
        .or_else(|| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339).ok())
}

/// Month first, twelve hours. Newer versions put a narrow no-break space before the half of the day.
fn printed(text: &str) -> Option<OffsetDateTime> {
    let mut parts = text.split_whitespace();
    let (date, clock, half) = (parts.next()?, parts.next()?, parts.next()?);
    let [month, day, year] = numbers(date, '/')?;
    let [hour, minute, second] = numbers(clock, ':')?;
    let afternoon = match half {
        "AM" => 0,
        "PM" => 12,
        _ => return None,
    };
    if !(1..=12).contains(&hour) || parts.next().is_some() {
        return None;
    }
    let small = |number: u16| u8::try_from(number).ok();
    let month = Month::try_from(small(month)?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, small(day)?).ok()?;
    let time = Time::from_hms(small(hour % 12 + afternoon)?, small(minute)?, small(second)?).ok()?;
    Some(date.with_time(time).assume_utc())
}

fn numbers(text: &str, separator: char) -> Option<[u16; 3]> {
    let numbers: Option<Vec<u16>> = text.split(separator).map(|part| part.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// Windows PowerShell's JSON: milliseconds since 1970, perhaps with the offset of whoever wrote it, which changes
/// nothing.
fn milliseconds(text: &str) -> Option<OffsetDateTime> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inner
        .char_indices()
        .skip(1)
        .find(|(_, character)| matches!(character, '+' | '-'))
        .map_or(inner.len(), |(index, _)| index);
    let milliseconds: i128 = inner.get(..end)?.parse().ok()?;
    OffsetDateTime::from_unix_timestamp_nanos(milliseconds.checked_mul(1_000_000)?).ok()
}

#[cfg(test)]
mod tests {
    use super::moment;
    use time::macros::datetime;

    #[test]
    fn every_form_of_a_moment_is_read() {
        let wanted = datetime!(2021-11-05 21:00:03 UTC);
        for text in [
            "11/5/2021 9:00:03 PM",
            "11/05/2021 09:00:03 PM",
            "11/5/2021 9:00:03\u{202f}PM",
            "/Date(1636146003000)/",
            "/Date(1636146003000+0100)/",
            "2021-11-05T21:00:03Z",
            "2021-11-05T22:00:03.0000000+01:00",
            "2021-11-05T21:00:03",
        ] {
            assert_eq!(moment(text), Some(wanted), "{text}");
        }
        assert_eq!(
            moment("1/2/2024 12:00:00 AM"),
            Some(datetime!(2024-01-02 0:00 UTC))
        );
        assert_eq!(
            moment("1/2/2024 12:00:00 PM"),
            Some(datetime!(2024-01-02 12:00 UTC))
        );
    }

    #[test]
    fn what_could_be_another_moment_is_none() {
        for text in [
            "5.11.2021 21:00:03",
            "11/5/2021 21:00:03",
            "5/11/2021 9:00:03 pm",
            "13/5/2021 9:00:03 AM",
            "2/30/2021 9:00:03 AM",
            "11/5/2021 0:00:03 AM",
            "11/5/2021 9:00:03 AM x",
            "/Date()/",
            "/Date(99999999999999999999999999999999999999999)/",
            "",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
