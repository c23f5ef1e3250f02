//! `forecourt doctor`

mod checks;

use super::options::{Reach, Storage};
use anyhow::{Result, bail};
use checks::{Finding, Mark};
use clap::Args;

/// Check configuration, database, clock and port, and say what is wrong. Changes nothing.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    reach: Reach,
}

impl Doctor {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(self.reach.layer())?;
        let mut findings = vec![checks::configuration(&config), checks::data_dir(&config)];
        findings.extend(checks::database(&config).await);
        findings.push(checks::port(&config).await);
        for Finding { subject, mark, text } in &findings {
            let mark = match mark {
                Mark::Well => "ok",
                Mark::Note => "note",
                Mark::Fault => "fault",
            };
            println!("{mark:<6} {subject:<14} {text}");
        }
        let is_fault = |finding: &&Finding| finding.mark == Mark::Fault;
        let faults = findings.iter().filter(is_fault).count();
        match faults {
            0 => Ok(()),
            1 => bail!("1 fault was found"),
            _ => bail!("{faults} faults were found"),
        }
    }
}
