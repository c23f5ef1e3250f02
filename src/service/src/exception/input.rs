//! What somebody types about an exception.

use forecourt_model::FieldErrors;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, Time};

/// The most years that an exception may last.
pub const MAXIMUM_YEARS: i32 = 10;

/// The most characters of an owner's name.
const MAXIMUM_OWNER_LENGTH: usize = 100;

/// An exception as it is typed. Blank fields are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExceptionInput {
    /// Who answers for it; blank for whoever makes it.
    pub owner: String,
    /// The day that it ends on, as `2021-12-31`.
    pub date: String,
    /// The time of that day, as `17:30` in UTC; blank for the end of the day.
    pub time: String,
}

/// What was typed, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub owner: Option<String>,
    pub expires_at: Option<OffsetDateTime>,
}

impl ExceptionInput {
    /// What is typed for this owner and this end.
    pub fn of(owner: Option<&str>, expires_at: Option<OffsetDateTime>) -> Self {
        let written = |format| {
            expires_at
                .and_then(|end| end.format(format).ok())
                .unwrap_or_default()
        };
        Self {
            owner: owner.unwrap_or_default().to_owned(),
            date: written(format_description!("[year]-[month]-[day]")),
            time: written(format_description!("[hour]:[minute]:[second]")),
        }
    }

    /// Says what cannot be taken, before anything else is asked. `assigns`: whether there will be an assignment at all
    /// that can end.
    ///
    /// # Errors
    /// One error for each of the fields `owner`, `expires` and `expires_time` that cannot be taken.
    pub fn check(&self, now: OffsetDateTime, assigns: bool) -> Result<(), FieldErrors> {
        self.read(now, assigns).map(drop)
    }

    /// Who answers for it and when it ends, each if it was said. `assigns`: whether there will be an assignment at all
    /// that can end.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn wanted(
        &self,
        now: OffsetDateTime,
        assigns: bool,
    ) -> Result<(Option<String>, Option<OffsetDateTime>), FieldErrors> {
        let wanted = self.read(now, assigns)?;
        Ok((wanted.owner, wanted.expires_at))
    }

    /// Reads it. `assigns`: whether there will be an assignment at all that can end.
    pub(crate) fn read(&self, now: OffsetDateTime, assigns: bool) -> Result<Wanted, FieldErrors> {
        let mut errors = FieldErrors::default();
        let expires_at = read_end(&mut errors, &self.date, &self.time, now);
        let says_when = !self.date.trim().is_empty() || !self.time.trim().is_empty();
        if !assigns && says_when {
            errors = FieldErrors::one(
                "expires",
                "end-without-policy",
                "Without a policy there is nothing to end. Pick a policy, or leave the end empty.",
            );
        }
        let owner = self.owner.trim();
        let length = owner.chars().count();
        if length > MAXIMUM_OWNER_LENGTH {
            let message =
                format!("The owner has {length} characters. At most {MAXIMUM_OWNER_LENGTH} fit; shorten it.");
            errors.push("owner", "owner-too-long", message);
        } else if owner.chars().any(char::is_control) {
            errors.push(
                "owner",
                "owner-has-invisible-character",
                "The owner has a character that cannot be seen. Type the name again.",
            );
        }
        errors.or(Wanted {
            owner: (!owner.is_empty()).then(|| owner.to_owned()),
            expires_at,
        })
    }
}

/// The moment that a day and a time of it name in UTC; without a time, the last second of the day. `None` when nothing
/// was typed, and when it cannot be taken: then `errors` says why, for the field `expires` or `expires_time`.
pub fn read_end(
    errors: &mut FieldErrors,
    date: &str,
    time: &str,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let (date, time) = (date.trim(), time.trim());
    if date.is_empty() {
        if !time.is_empty() {
            let message = "A time alone does not say when. Add the day, or take the time out.";
            errors.push("expires", "end-without-day", message);
        }
        return None;
    }
    let Ok(day) = Date::parse(date, format_description!("[year]-[month]-[day]")) else {
        let typed: String = date.chars().take(40).collect();
        let message = format!("“{typed}” is not a day. Write it as 2021-12-31.");
        errors.push("expires", "end-not-a-day", message);
        return None;
    };
    let clock = if time.is_empty() {
        Time::from_hms(23, 59, 59).ok()
    } else {
        let short = Time::parse(time, format_description!("[hour]:[minute]"));
        short
            .or_else(|_| Time::parse(time, format_description!("[hour]:[minute]:[second]")))
            .ok()
    };
    let Some(clock) = clock else {
        let typed: String = time.chars().take(40).collect();
        let message = format!("“{typed}” is not a time of day. Write it as 17:30, or leave it empty.");
        errors.push("expires_time", "end-not-a-time", message);
        return None;
    };
    let end = day.with_time(clock).assume_utc();
    if end <= now {
        let message = "This moment has passed. Choose one that is still to come, or leave the end empty.";
        errors.push("expires", "end-in-the-past", message);
        return None;
    }
    if end > latest(now) {
        let message = format!("This is more than {MAXIMUM_YEARS} years ahead. Choose an earlier day.");
        errors.push("expires", "end-too-late", message);
        return None;
    }
    Some(end)
}

/// The same day so many years later, at its end.
fn latest(now: OffsetDateTime) -> OffsetDateTime {
    let year = now.year() + MAXIMUM_YEARS;
    // 29 February has no such day in most years.
    let date = now.date().replace_year(year).or_else(|_| {
        let before = now.date() - Duration::days(1);
        before.replace_year(year)
    });
    date.map_or(now, |date| {
        date.with_time(Time::MIDNIGHT).assume_utc() + Duration::days(1)
    })
}

#[cfg(test)]
mod tests {
    use super::read_end;
    use forecourt_model::FieldErrors;
    use time::OffsetDateTime;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2024-02-29 12:00 UTC);

    fn end(date: &str, time: &str) -> Result<Option<OffsetDateTime>, (String, String)> {
        let mut errors = FieldErrors::default();
        let read = read_end(&mut errors, date, time, NOW);
        match errors.0.into_iter().next() {
            None => Ok(read),
            Some(error) => {
                assert_eq!(read, None);
                Err((error.field, error.code))
            }
        }
    }

    #[test]
    fn a_day_without_a_time_ends_with_its_last_second() {
        assert_eq!(
            end(" 2024-03-01 ", ""),
            Ok(Some(datetime!(2024-03-01 23:59:59 UTC)))
        );
        assert_eq!(
            end("2024-02-29", "12:01"),
            Ok(Some(datetime!(2024-02-29 12:01 UTC)))
        );
        assert_eq!(end("", " "), Ok(None));
    }

    #[test]
    fn what_cannot_be_taken_names_its_field() {
        let refused = |date: &str, time: &str| end(date, time).unwrap_err();
        let told = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(refused("2024-02-29", "12:00"), told("expires", "end-in-the-past"));
        assert_eq!(refused("2024-02-28", ""), told("expires", "end-in-the-past"));
        assert_eq!(refused("tomorrow", ""), told("expires", "end-not-a-day"));
        assert_eq!(refused("2023-02-29", ""), told("expires", "end-not-a-day"));
        assert_eq!(
            refused("2024-03-01", "25:00"),
            told("expires_time", "end-not-a-time")
        );
        assert_eq!(refused("", "12:00"), told("expires", "end-without-day"));
        assert_eq!(refused("2034-03-01", ""), told("expires", "end-too-late"));
        assert!(end("2034-02-28", "").is_ok());
        assert_eq!(refused("99999-01-01", ""), told("expires", "end-not-a-day"));
    }
}
