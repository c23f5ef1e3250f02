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
        }
    }

    /// The same with a peer's figure.
    pub(crate) fn beside(self, peer: &'static str, value: f64) -> Self {
        Self {
            peer: Some((peer, value)),
            ..self
        }
    }

    /// Whether there is a figure and it keeps its target.
    fn ok(&self) -> bool {
        self.value.is_finite() && self.target.is_none_or(|target| self.value <= target)
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
            .map(|((name, value), ratio)| format!("{name} {value:.3} (x {ratio:.2})"));
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
    }

    #[test]
    fn all_keys_are_written() {
        let row = Row::new("page/x", 3.0, "ms", None).beside("axum", 2.0);
        let expected = json!({"name": "page/x", "value": 3.0, "unit": "ms", "target": null, "peer": "axum",
            "peer_value": 2.0, "ratio": 1.5, "ok": true});
        assert_eq!(row.json(), expected);
    }
}
