//! From which share of everybody on a change has to be acknowledged.

use crate::refusal::FieldErrors;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A share of everybody, in whole percent from 0 to 100. 0: whatever reaches anybody is acknowledged; 100: only what
/// reaches everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct AcknowledgePercent(u8);

impl AcknowledgePercent {
    /// The field that it is typed into.
    pub const FIELD: &'static str = "AcknowledgePercent";

    /// Reads what somebody typed: a whole number, perhaps with a percent sign.
    ///
    /// # Errors
    /// A sentence for [`Self::FIELD`].
    pub fn parse(text: &str) -> Result<Self, FieldErrors> {
        let number = text.trim();
        let number = number.strip_suffix('%').unwrap_or(number).trim_end();
        let refused = |code, message: String| FieldErrors::one(Self::FIELD, code, message);
        if number.is_empty() {
            let message = "Type a whole number from 0 to 100. 10 is what Forecourt begins with.";
            return Err(refused("percent-missing", message.to_owned()));
        }
        let read = number
            .parse::<u64>()
            .ok()
            .and_then(|number| Self::try_from(number).ok());
        read.ok_or_else(|| {
            let shown: String = number.chars().take(20).collect();
            let message = format!("“{shown}” is not a share: type a whole number from 0 to 100.");
            refused("percent-out-of-range", message)
        })
    }

    /// The number of percent.
    pub fn get(self) -> u64 {
        u64::from(self.0)
    }
}

impl Default for AcknowledgePercent {
    fn default() -> Self {
        Self(10)
    }
}

impl TryFrom<u64> for AcknowledgePercent {
    type Error = &'static str;

    fn try_from(percent: u64) -> Result<Self, Self::Error> {
        let percent = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
        percent.map(Self).ok_or("a share is from 0 to 100 percent")
    }
}

impl From<AcknowledgePercent> for u64 {
    fn from(percent: AcknowledgePercent) -> Self {
        percent.get()
    }
}

impl fmt::Display for AcknowledgePercent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::AcknowledgePercent;

    #[test]
    fn a_share_is_a_whole_number_of_percent() {
        for (typed, percent) in [("0", 0), (" 25 ", 25), ("100%", 100), ("7 %", 7), ("010", 10)] {
            assert_eq!(
                AcknowledgePercent::parse(typed).unwrap().get(),
                percent,
                "{typed}"
            );
        }
        for typed in [
            "",
            " ",
            "%",
            "-1",
            "101",
            "12.5",
            "1e1",
            "ten",
            "99999999999999999999",
            "٣",
        ] {
            let refused = AcknowledgePercent::parse(typed).unwrap_err();
            let sentence = refused.message(AcknowledgePercent::FIELD).unwrap();
            assert!(sentence.contains("from 0 to 100"), "{typed}: {sentence}");
        }
    }
}
