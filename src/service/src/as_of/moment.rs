//! Moments of the past, as somebody writes them.

use crate::error::ServiceError;
use forecourt_model::Revision;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// The moment that is looked back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A moment: with every change that had been made until then.
    Moment(OffsetDateTime),
    /// Once this change had been made, and none after it.
    After(Revision),
}

/// Reads a moment: `2021-12-08T14:20`, with a space instead of the `T`, with seconds, and with an offset. Without one
/// it is UTC.
///
/// # Errors
/// [`ServiceError::Invalid`] for the field `at`.
pub fn parse_moment(text: &str) -> Result<OffsetDateTime, ServiceError> {
    let text = text.trim();
    let unreadable = || {
        let message = format!(
            "“{text}” is not a moment. Write a day and a time in UTC, as in 2021-12-08T14:20, or with an offset, as in \
             2021-12-08T15:20:00+01:00."
        );
        ServiceError::field("at", "moment-unreadable", message)
    };
    // A calendar has four digits for a year; more cannot be kept.
    if text.len() > 40 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(unreadable());
    }
    let joined = text.replacen(' ', "T", 1);
    let plain = [
        PrimitiveDateTime::parse(
            &joined,
            format_description!("[year]-[month]-[day]T[hour]:[minute]"),
        ),
        PrimitiveDateTime::parse(
            &joined,
            format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]"),
        ),
        PrimitiveDateTime::parse(
            &joined,
            format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond]"),
        ),
    ];
    if let Some(found) = plain.into_iter().find_map(Result::ok) {
        return Ok(found.assume_utc());
    }
    let with_offset = OffsetDateTime::parse(&joined, &Rfc3339).or_else(|_| {
        let minutes = format_description!(
            "[year]-[month]-[day]T[hour]:[minute][offset_hour sign:mandatory]:[offset_minute]"
        );
        OffsetDateTime::parse(&joined.replace('Z', "+00:00"), minutes)
    });
    with_offset
        .map(|moment| moment.to_offset(UtcOffset::UTC))
        .map_err(|_| unreadable())
}

/// A moment in words, in UTC: `8 December 2021, 14:20 UTC`.
pub fn utc_words(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    format!(
        "{} {} {}, {:02}:{:02} UTC",
        utc.day(),
        utc.month(),
        utc.year(),
        utc.hour(),
        utc.minute()
    )
}

#[cfg(test)]
mod tests {
    use super::{parse_moment, utc_words};
    use time::macros::datetime;

    #[test]
    fn moments_are_read_as_people_and_browsers_write_them() {
        let expected = datetime!(2021-12-08 14:20 UTC);
        for text in [
            "2021-12-08T14:20",
            " 2021-12-08 14:20 ",
            "2021-12-08T14:20:00",
            "2021-12-08T14:20:00.000",
            "2021-12-08T14:20Z",
            "2021-12-08T15:20+01:00",
            "2021-12-08T15:20:00+01:00",
        ] {
            assert_eq!(parse_moment(text).unwrap(), expected, "{text}");
        }
        assert_eq!(utc_words(expected), "8 December 2021, 14:20 UTC");
    }

    #[test]
    fn what_is_no_moment_says_how_to_write_one() {
        for text in [
            "",
            "yesterday",
            "2021-13-08T14:20",
            "2021-12-08",
            "2021-12-08T25:00",
            "-1",
            "+2021-12-08T14:20",
        ] {
            let error = parse_moment(text).unwrap_err();
            assert!(
                error.sentence().contains("is not a moment"),
                "{text}: {}",
                error.sentence()
            );
        }
    }
}
