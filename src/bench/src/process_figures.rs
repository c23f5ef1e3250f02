//! Memory and processor time of another process, from `/proc`.

use anyhow::{Context as _, Result};

/// Clock ticks in a second in `/proc`: fixed at 100 for programs on Linux (`proc(5)`, `sysconf(_SC_CLK_TCK)`).
const TICKS: f64 = 100.0;

/// Memory in use, in bytes.
///
/// # Errors
/// There is no such process, or no `/proc`.
pub(crate) fn resident(process: u32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))
        .context("cannot read the memory in use")?;
    let kilobytes = kilobytes(&text, "VmRSS:").context("the memory in use is not given")?;
    Ok(kilobytes * 1024.0)
}

/// Memory that is the process's own, in bytes: without the pages of files that it has mapped, such as the database's,
/// which the system takes back whenever it needs them.
///
/// # Errors
/// There is no such process, or no `/proc`.
pub(crate) fn own(process: u32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))
        .context("cannot read the memory in use")?;
    let kilobytes = kilobytes(&text, "RssAnon:").context("the memory in use is not given")?;
    Ok(kilobytes * 1024.0)
}

/// Processor time since the start, in seconds.
///
/// # Errors
/// There is no such process, or no `/proc`.
pub(crate) fn processor_seconds(process: u32) -> Result<f64> {
    let text =
        std::fs::read_to_string(format!("/proc/{process}/stat")).context("cannot read the processor time")?;
    Ok(ticks(&text).context("the processor time is not given")? / TICKS)
}

/// Processor time of this thread so far, in seconds: what a core was really given to it, whatever else the machine
/// does meanwhile.
///
/// # Errors
/// There is no `/proc`.
pub(crate) fn own_seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")
        .context("cannot read the processor time of a thread")?;
    let nanos = text
        .split(' ')
        .next()
        .and_then(|number| number.parse::<f64>().ok());
    Ok(nanos.context("the processor time of a thread is not given")? / 1e9)
}

fn kilobytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// User and system ticks, fields 14 and 15. The name before them is in parentheses and may hold anything.
fn ticks(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ').skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_of_proc_are_read() {
        let status =
            "Name:\tforecourt\nVmPeak:\t  9 kB\nVmRSS:\t   12345 kB\nRssAnon:\t  678 kB\nThreads:\t3\n";
        assert_eq!(kilobytes(status, "VmRSS:"), Some(12345.0));
        assert_eq!(kilobytes(status, "RssAnon:"), Some(678.0));
        assert_eq!(kilobytes(status, "VmSwap:"), None);
        let stat = "42 (a) b) S 1 42 42 0 -1 4194304 500 0 0 0 250 50 0 0 20 0 3 0 1 2 3";
        assert_eq!(ticks(stat), Some(300.0));
        assert_eq!(ticks("nothing"), None);
    }
}
