//! The compliance report as JSON and CSV, the same from the page and from the command.

use forecourt_exchange::csv_out;
use forecourt_model::compliance::Said;
use forecourt_service::compliance::{EscapingPerson, Report};
use serde_json::json;
use time::format_description::well_known::Rfc3339;

/// How many people the JSON names. The CSV of people names all.
pub(crate) const NAMED: usize = 10_000;

/// The words for what a checker says.
pub(crate) fn said(said: Said) -> &'static str {
    match said {
        Said::Pass => "Pass",
        Said::Fail => "Fail",
        Said::NoCheck => "No check",
    }
}

/// The report with the people who get around a control.
pub(crate) fn json(report: &Report, people: &[EscapingPerson]) -> String {
    let named = people.get(..NAMED.min(people.len())).unwrap_or_default();
    let whole = json!({
        "report": report,
        "met": report.is_met(),
        "met_strictly": report.is_met_strictly(),
        "people": named,
        "people_left_out": people.len() - named.len(),
    });
    format!("{whole:#}")
}

/// A row for each control.
pub(crate) fn controls_csv(report: &Report) -> String {
    let header = [
        "Control",
        "Baseline",
        "Weight",
        "Requirement",
        "Verdict",
        "OpenOnGlobal",
        "Escaping",
        "WithReason",
        "ScubaGear",
        "Maester",
        "Prowler",
        "CisText",
        "Why",
    ];
    let rows = report.controls.iter().map(|control| {
        let mut row = vec![
            control.control.id().to_owned(),
            control.baseline.label().to_owned(),
            control.weight.to_owned(),
            control.title.to_owned(),
            control.verdict.label().to_owned(),
            control.open_on_global.to_string(),
            control.escaping.to_string(),
            control.with_reason.to_string(),
        ];
        row.extend(
            control
                .checkers
                .iter()
                .map(|checker| said(checker.says).to_owned()),
        );
        let why = control.checkers.iter().filter_map(|checker| {
            Some(format!(
                "{}: {}",
                checker.checker.label(),
                checker.why.as_deref()?
            ))
        });
        row.push(why.collect::<Vec<_>>().join(" "));
        row
    });
    csv_out::write(&header, rows)
}

/// A row for each person who gets around a control.
pub(crate) fn people_csv(people: &[EscapingPerson]) -> String {
    let header = [
        "UserPrincipalName",
        "DisplayName",
        "Identity",
        "ExternalAccessPolicy",
        "Source",
        "Controls",
        "Reason",
        "Owner",
        "Ends",
    ];
    let rows = people.iter().map(|person| {
        let controls: Vec<_> = person.controls.iter().map(|control| control.id()).collect();
        vec![
            person.user_principal_name.clone(),
            person.display_name.clone(),
            person.id.to_string(),
            person.policy.clone(),
            person.source.code().to_owned(),
            controls.join(" "),
            person.reason.clone().unwrap_or_default(),
            person.owner.clone().unwrap_or_default(),
            person
                .ends
                .and_then(|end| end.format(&Rfc3339).ok())
                .unwrap_or_default(),
        ]
    });
    csv_out::write(&header, rows)
}
