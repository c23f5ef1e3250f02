//! `forecourt Verb-Noun …`

use super::options::Storage;
use super::with_services::with_services;
use crate::cmdlet::{Terminal, run_script};
use anyhow::{Result, bail};
use forecourt_cmdlet::{Variables, from_arguments, parse, table};
use std::io::IsTerminal as _;

/// Runs one cmdlet whose words came from the shell of the operating system.
pub(super) async fn run(words: Vec<String>, storage: Storage) -> Result<()> {
    let (storage, words) = storage.take_from(words)?;
    let name = words.first().map(String::as_str).unwrap_or_default();
    if !name.contains('-') && table::cmdlet(name).is_none() {
        bail!(
            "there is no command {name}; forecourt --help lists the commands, and forecourt Get-Command the cmdlets"
        );
    }
    // In one pair of quotes a whole line can be given, with pipelines.
    let source = match words.as_slice() {
        [line] if line.contains(char::is_whitespace) => line.clone(),
        words => from_arguments(words),
    };
    // Before a database is made or opened for it.
    if let Err(problems) = parse(&source, &[]) {
        let each: Vec<_> = problems
            .0
            .iter()
            .map(|problem| problem.message.as_str())
            .collect();
        bail!("nothing was done. {}", each.join(" "));
    }
    let command = format!("forecourt {name}");
    with_services(storage, &command, async |services, context| {
        let mut door = Terminal {
            is_interactive: std::io::stdin().is_terminal(),
        };
        let mut variables = Variables::new();
        let outcome = run_script(services, context, &mut door, &source, &mut variables).await;
        // One line needs no place.
        outcome.map_err(|fault| {
            let text = fault.message;
            let bare = text
                .split_once(": ")
                .filter(|(place, _)| place.starts_with("Line 1, column "));
            anyhow::anyhow!(bare.map_or(text.clone(), |(_, rest)| rest.to_owned()))
        })
    })
    .await
}
