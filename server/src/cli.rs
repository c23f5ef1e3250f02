//! The command line. Each command is a file: its flags and what it does.

mod admin;
mod assign;
mod backup;
mod cmdlet;
mod compliance;
mod connector;
mod demo;
mod doctor;
mod explain;
mod export;
mod import;
mod init;
mod options;
mod password_file;
mod plan;
mod restore;
mod run;
mod serve;
mod shell;
mod with_services;

use clap::{Parser, Subcommand};
use forecourt_service::ServiceError;
use options::Storage;
use std::process::ExitCode;

/// The external access of your organization: who may chat with whom, and why.
#[derive(Debug, Parser)]
#[command(name = "forecourt", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Every flag can also be a variable (FORECOURT_DATA_DIR, FORECOURT_DATABASE_URL, …) or a line of the \
                  configuration file. Start with `forecourt serve`. Cmdlets are commands, too: `forecourt Get-Help \
                  Set-CsTenantFederationConfiguration`, and `forecourt Get-Command` lists them."
)]
struct Arguments {
    #[command(flatten)]
    storage: Storage,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Set up the organization and its first administrator without a browser.
    Init(init::Init),
    /// Manage administrators.
    Admin(admin::Admin),
    /// Say whether somebody may do something, and why.
    Explain(explain::Explain),
    /// Import organization settings, policies and people from files.
    Import(import::Import),
    /// Write the whole external access of the organization to a file.
    Export(export::Export),
    /// Show what applying such a file would change.
    Plan(plan::Plan),
    /// Make the organization as such a file says.
    Apply(plan::Apply),
    /// Say which controls of the CISA and CIS baselines are met.
    Compliance(compliance::Compliance),
    /// Assign a policy to many people directly.
    Assign(assign::Assign),
    /// Fill a sample organization, to look around in.
    Demo(demo::Demo),
    /// Check configuration, database, clock and port, and say what is wrong.
    Doctor(doctor::Doctor),
    /// Write a copy of the database while the server may go on working.
    Backup(backup::Backup),
    /// Put a copy of the database back.
    Restore(restore::Restore),
    /// Run a script of cmdlets.
    Run(run::Run),
    /// Type cmdlets, with history and completion.
    Shell(shell::Shell),
    /// A cmdlet with its parameters, as in PowerShell: `forecourt Get-CsExternalAccessPolicy`.
    #[command(external_subcommand)]
    Cmdlet(Vec<String>),
    /// Play a chat server.
    Connector(connector::Connector),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to the standard output and is no failure. What is one ends like every other fault: the other
            // codes mean something to whoever runs a command in a pipeline.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let outcome = runtime().and_then(|runtime| {
        runtime.block_on(async {
            let storage = arguments.storage;
            match arguments.command {
                Command::Plan(command) => return command.run(storage).await,
                Command::Compliance(command) => return command.run(storage).await,
                Command::Export(command) => command.run(storage).await,
                Command::Apply(command) => command.run(storage).await,
                Command::Serve(command) => command.run(storage).await,
                Command::Init(command) => command.run(storage).await,
                Command::Admin(command) => command.run(storage).await,
                Command::Explain(command) => command.run(storage).await,
                Command::Import(command) => command.run(storage).await,
                Command::Assign(command) => command.run(storage).await,
                Command::Demo(command) => command.run(storage).await,
                Command::Doctor(command) => command.run(storage).await,
                Command::Backup(command) => command.run(storage).await,
                Command::Restore(command) => command.run(storage).await,
                Command::Run(command) => command.run(storage).await,
                Command::Shell(command) => command.run(storage).await,
                Command::Cmdlet(words) => cmdlet::run(words, storage).await,
                Command::Connector(command) => command.run().await,
            }
            .map(|()| ExitCode::SUCCESS)
        })
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("forecourt: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// Few threads: the work is waiting and short computing, and what takes long goes on apart. On a single core one,
/// for two would only wake each other, at every question of a chat server.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(4))
        .enable_all()
        .build()?)
}

/// An error and its causes in one line, without saying anything twice.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = match error.downcast_ref::<ServiceError>() {
        Some(ServiceError::Invalid(errors)) => errors
            .0
            .iter()
            .map(|error| error.message.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        Some(ServiceError::Store(_)) | None => error.to_string(),
        Some(other) => other.sentence(),
    };
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
