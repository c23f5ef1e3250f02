//! `forecourt compliance`

use super::options::Storage;
use super::with_services::with_services;
use crate::compliance_out;
use anyhow::Result;
use clap::Args;
use forecourt_service::compliance::{Report, escaping, report};
use std::fmt::Write as _;
use std::process::ExitCode;

/// What the process ends with when a control is not met.
const NOT_MET: u8 = 2;

/// Say which controls of the CISA and CIS baselines are met, who gets around them, and what checkers say. Ends with 0
/// when all are met, with 2 when one is not, with 1 when something went wrong.
#[derive(Debug, Args)]
pub(super) struct Compliance {
    /// Answer in JSON, with the people.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Answer in CSV: a row for each control.
    #[arg(long)]
    csv: bool,
    /// With --csv: a row for each person who gets around a control.
    #[arg(long, requires = "csv")]
    people: bool,
    /// Also end with 2 when somebody gets around a control without an exception that has a reason.
    #[arg(long)]
    strict: bool,
}

impl Compliance {
    pub(super) async fn run(self, storage: Storage) -> Result<ExitCode> {
        with_services(storage, "forecourt compliance", async |services, context| {
            let report = report(services, context).await?;
            if self.json {
                let people = escaping(services, context).await?;
                println!("{}", compliance_out::json(&report, &people));
            } else if self.csv && self.people {
                print!(
                    "{}",
                    compliance_out::people_csv(&escaping(services, context).await?)
                );
            } else if self.csv {
                print!("{}", compliance_out::controls_csv(&report));
            } else {
                print!("{}", words(&report));
            }
            let met = if self.strict {
                report.is_met_strictly()
            } else {
                report.is_met()
            };
            Ok(if met {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(NOT_MET)
            })
        })
        .await
    }
}

/// The report for a terminal.
fn words(report: &Report) -> String {
    let mut text = format!("{}, revision {}\n", report.organization, report.revision);
    for control in &report.controls {
        let _ = writeln!(
            text,
            "\n{:<15} {:<21} {} ({}, {})",
            control.control.id(),
            control.verdict.label(),
            control.title,
            control.baseline.label(),
            control.weight
        );
        if control.open_on_global > 0 {
            let _ = writeln!(
                text,
                "{:<15} {} people on Global can.",
                "", control.open_on_global
            );
        }
        for some in &control.by_policy {
            let _ = writeln!(
                text,
                "{:<15} {} get around it by {} ({}).",
                "",
                some.people,
                some.policy,
                some.source.code()
            );
        }
        if control.escaping > 0 {
            let _ = writeln!(text, "{:<15} {} of them with a reason.", "", control.with_reason);
        }
        for checker in &control.checkers {
            let _ = writeln!(
                text,
                "{:<15} {:<10} {:<9} {}",
                "",
                checker.checker.label(),
                compliance_out::said(checker.says),
                checker.why.as_deref().unwrap_or_default()
            );
        }
    }
    text
}
