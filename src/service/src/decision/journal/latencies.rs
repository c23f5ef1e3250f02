//! How long answers took, by chat server.

use std::time::Duration;

/// How long answers took, in steps of an eighth of a power of two of microseconds.
#[derive(Clone, Debug)]
pub(super) struct Latencies {
    counts: Vec<u64>,
    pub(super) version: String,
}

impl Default for Latencies {
    fn default() -> Self {
        Self {
            counts: vec![0; 256],
            version: String::new(),
        }
    }
}

/// How long answers took, and what asked for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectorFigures {
    /// Half of them took at most this long, in microseconds.
    pub p50_micros: u64,
    /// 99 of 100 took at most this long, in microseconds.
    pub p99_micros: u64,
    /// What the chat server says that it is.
    pub version: String,
}

impl Latencies {
    pub(super) fn add(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        let power = u64::from(micros.ilog2());
        let part = if power >= 3 {
            (micros >> (power - 3)) & 7
        } else {
            0
        };
        let index = usize::try_from(power * 8 + part).unwrap_or(usize::MAX).min(255);
        if let Some(count) = self.counts.get_mut(index) {
            *count += 1;
        }
    }

    fn at(&self, percent: u64) -> u64 {
        let total: u64 = self.counts.iter().sum();
        let wanted = (total * percent).div_ceil(100);
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted && *count > 0 {
                let (power, part) = ((index / 8) as u64, (index % 8) as u64);
                let step = if power >= 3 { (part + 1) << (power - 3) } else { 0 };
                return (1 << power) + step;
            }
        }
        0
    }

    pub(super) fn figures(&self) -> ConnectorFigures {
        ConnectorFigures {
            p50_micros: self.at(50),
            p99_micros: self.at(99),
            version: self.version.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Latencies;
    use std::time::Duration;

    #[test]
    fn percentiles_are_at_most_an_eighth_too_high() {
        let mut latencies = Latencies::default();
        for micros in 1..=1_000 {
            latencies.add(Duration::from_micros(micros));
        }
        let (half, most) = (latencies.at(50), latencies.at(99));
        assert!((500..=570).contains(&half), "{half}");
        assert!((990..=1_120).contains(&most), "{most}");
        assert_eq!(Latencies::default().at(99), 0);
    }
}
