//! What a connector says of itself with each question, in the header `User-Agent`:
//! `forecourt-synapse/0.1.0 (fail-mode closed)`.

/// The most bytes that are kept of it.
const MAXIMUM: usize = 100;

/// What a connector does while Forecourt does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailMode {
    /// It refuses.
    Closed,
    /// It lets through.
    Open,
}

/// What a connector says of itself, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduction<'t> {
    /// Its name and version; empty when it says nothing.
    pub product: &'t str,
    /// What it does while nobody answers, if it says so.
    pub fail_mode: Option<FailMode>,
}

/// The part of a `User-Agent` that is kept: the first product, and the remark behind it when that is the fail mode.
pub fn introduction(sent: &str) -> &str {
    let sent = sent.trim_ascii();
    let product = sent.split_ascii_whitespace().next().unwrap_or_default();
    let whole = match sent.get(product.len()..).map(|rest| (rest, Mark::of(rest))) {
        Some((rest, Some(mark))) => {
            let blanks = rest.len() - rest.trim_ascii_start().len();
            sent.get(..product.len() + blanks + mark.text().len())
        }
        _ => Some(product),
    };
    whole
        .filter(|whole| whole.len() <= MAXIMUM)
        .or_else(|| product.get(..MAXIMUM.min(product.len())))
        .unwrap_or_default()
}

struct Mark(FailMode);

impl Mark {
    fn of(rest: &str) -> Option<Self> {
        let rest = rest.trim_ascii_start();
        [FailMode::Closed, FailMode::Open]
            .map(Self)
            .into_iter()
            .find(|mark| rest.starts_with(mark.text()))
    }

    fn text(&self) -> &'static str {
        match self.0 {
            FailMode::Closed => "(fail-mode closed)",
            FailMode::Open => "(fail-mode open)",
        }
    }
}

impl<'t> Introduction<'t> {
    /// Takes apart what [`introduction`] has kept.
    pub fn of(kept: &'t str) -> Self {
        let product = kept.split_ascii_whitespace().next().unwrap_or_default();
        let rest = kept.get(product.len()..).unwrap_or_default();
        Self {
            product,
            fail_mode: Mark::of(rest).map(|mark| mark.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FailMode, Introduction, introduction};

    #[test]
    fn product_and_fail_mode_are_kept_and_nothing_else() {
        for (sent, kept, product, fail_mode) in [
            ("", "", "", None),
            ("curl/8.1 (x86) libcurl", "curl/8.1", "curl/8.1", None),
            (
                "a/1 (fail-mode closed) b/2",
                "a/1 (fail-mode closed)",
                "a/1",
                Some(FailMode::Closed),
            ),
            (
                " a/1 (fail-mode open)",
                "a/1 (fail-mode open)",
                "a/1",
                Some(FailMode::Open),
            ),
            ("a/1 (fail-mode ajar)", "a/1", "a/1", None),
            ("(fail-mode open)", "(fail-mode", "(fail-mode", None),
        ] {
            assert_eq!(introduction(sent), kept, "{sent}");
            assert_eq!(
                Introduction::of(kept),
                Introduction { product, fail_mode },
                "{sent}"
            );
        }
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(introduction(&"x".repeat(500)).len(), 100);
        let long = format!("{} (fail-mode open)", "x".repeat(95));
        assert_eq!(introduction(&long).len(), 95);
        assert_eq!(introduction(&"é".repeat(80)), "é".repeat(50));
    }
}
