//! What was measured, as a table for people and as JSON for programs.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// One figure.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it is, such as `page/users_p50`.
    pub(crate) name: &'static str,
    /// The median.
    pub(crate) value: f64,
    /// `ms`, `s`, `kB` (1,000 bytes), `MB` (1,000,000 bytes), `us` or `1/s`.
    pub(crate) unit: &'static str,
    /// What it may be at most.
    pub(crate) target: Option<f64>,
    /// Something else, measured in the same way.
    pub(crate) peer: Option<(&'static str, f64)>,
    /// What the peer may be at least, as a multiple of the value.
    pub(crate) factor: Option<f64>,
}

impl Row {
    /// A figure without a peer.
    pub(crate) fn new(name: &'static str, value: f64, unit: &'static str, target: Option<f64>) -> Self {
        Self {
            name,
            value,
            unit,
            target,
            peer: None,
            factor: None,
        }
    }

    /// The same with a peer's figure.
    pub(crate) fn beside(self, peer: &'static str, value: f64) -> Self {
        Self {
            peer: Some((peer, value)),
            ..self
        }
    }

    /// The same, and the peer's figure has to be so many times as large.
    pub(crate) fn times_better(self, factor: f64) -> Self {
        Self {
            factor: Some(factor),
            ..self
        }
    }

    /// Whether there is a figure and it keeps its target, and its distance to the peer.
    fn ok(&self) -> bool {
        let far = |factor: f64| self.peer.is_none_or(|(_, value)| value >= factor * self.value);
        self.value.is_finite()
            && self.target.is_none_or(|target| self.value <= target)
            && self.factor.is_none_or(far)
    }

    /// The value as a multiple of the peer's.
    fn ratio(&self) -> Option<f64> {
        self.peer.map(|(_, value)| self.value / value)
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "target": self.target,
            "peer": self.peer.map(|(name, _)| name),
            "peer_value": self.peer.map(|(_, value)| value),
            "ratio": self.ratio(),
            "factor": self.factor,
            "ok": self.ok(),
        })
    }
}

/// Prints the table.
pub(crate) fn print(rows: &[Row]) {
    println!(
        "{:<32} {:>12} {:<5} {:>10}  {:<6} peer",
        "name", "value", "unit", "target", "ok"
    );
    for row in rows {
        let target = row
            .target
            .map(|target| format!("{target:.1}"))
            .unwrap_or_default();
        let ok = if row.ok() { "yes" } else { "MISSED" };
        let peer = row
            .peer
            .zip(row.ratio())
            .map(|((name, value), ratio)| match row.factor {
                None => format!("{name} {value:.3} (x {ratio:.2})"),
                Some(factor) => format!("{name} {value:.3} ({:.1} x, at least {factor} x)", 1.0 / ratio),
            });
        println!(
            "{:<32} {:>12.3} {:<5} {:>10}  {:<6} {}",
            row.name,
            row.value,
            row.unit,
            target,
            ok,
            peer.unwrap_or_default()
        );
    }
}

/// Writes the rows as a JSON array.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write(rows: &[Row], file: &Path) -> Result<()> {
    let rows: Vec<Value> = rows.iter().map(Row::json).collect();
    let text = serde_json::to_string_pretty(&rows)?;
    std::fs::write(file, text + "\n").with_context(|| format!("cannot write `{}`", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_upper_bound() {
        assert!(Row::new("a", 2.0, "ms", Some(2.0)).ok());
        assert!(!Row::new("a", 2.1, "ms", Some(2.0)).ok());
        assert!(Row::new("a", 9e9, "1/s", None).ok());
        assert!(!Row::new("a", f64::NAN, "ms", None).ok());
        assert!(
            Row::new("a", 2.0, "ms", None)
                .beside("b", 40.0)
                .times_better(20.0)
                .ok()
        );
        assert!(
            !Row::new("a", 2.0, "ms", None)
                .beside("b", 39.0)
                .times_better(20.0)
                .ok()
        );
    }

    #[test]
    fn all_keys_are_written() {
        let row = Row::new("page/x", 3.0, "ms", None).beside("axum", 2.0);
        let expected = json!({"name": "page/x", "value": 3.0, "unit": "ms", "target": null, "peer": "axum",
            "peer_value": 2.0, "ratio": 1.5, "factor": null, "ok": true});
        assert_eq!(row.json(), expected);
    }
}
