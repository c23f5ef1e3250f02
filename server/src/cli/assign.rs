//! `forecourt assign`

use super::options::Storage;
use crate::config::Layer;
use crate::operation_csv::{HEADER, row};
use crate::start::{open, start_services};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_app::paths;
use forecourt_app::ui::people;
use forecourt_exchange::csv_out;
use forecourt_model::PolicyId;
use forecourt_service::exception::{ExceptionInput, end_words};
use forecourt_service::operation::{
    FateFilter, NewOperation, Operation, OperationView, People, State, Task, discard, get, lines, prepare,
    run_to_end, start, title,
};
use forecourt_service::{OpContext, ServiceError, Services};
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// How many lines are read at once for the file.
const PIECE: u32 = 2_000;

/// Assign a policy to many people directly, or take their direct assignments away.
#[derive(Debug, Args)]
pub(super) struct Assign {
    /// The policy that everybody on the list gets.
    #[arg(
        long,
        value_name = "NAME",
        required_unless_present_any = ["remove", "policy_column"],
        conflicts_with_all = ["remove", "policy_column"]
    )]
    policy: Option<String>,
    /// Give everybody the policy that the column ExternalAccessPolicy of the list has for them; blank or Global takes
    /// their direct assignment away.
    #[arg(long, conflicts_with_all = ["remove", "from"])]
    policy_column: bool,
    /// Take direct assignments away: groups or Global decide.
    #[arg(long)]
    remove: bool,
    /// Only people who have this policy directly.
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The people: sign-in names, addresses or object ids, one on each line, or CSV with a header. - reads from the
    /// standard input.
    #[arg(long, value_name = "FILE")]
    users: PathBuf,
    /// Why; kept in Activity.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The day that the assignments end on, as 2022-03-31, or the moment in UTC, as 2022-03-31T17:30. What was assigned
    /// before counts again then, by itself.
    #[arg(long, value_name = "DATE", conflicts_with = "remove")]
    ends: Option<String>,
    /// Who answers for the assignments until they end.
    #[arg(long, value_name = "NAME", conflicts_with = "remove")]
    owner: Option<String>,
    /// Show whom it reaches and what it does, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Also when it reaches a large share of the organization.
    #[arg(long)]
    yes: bool,
    /// The same key means the same operation: it is not done twice.
    #[arg(long, value_name = "KEY", default_value = "")]
    idempotency_key: String,
    /// Write every person with what became of them to this file.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

impl Assign {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let list = read_list(&self.users)?;
        let services = start_services(open(&config).await?).await?;
        let outcome = self.assign(&services, list).await;
        services.database().close().await;
        outcome
    }

    async fn assign(&self, services: &Services, list: Vec<u8>) -> Result<()> {
        let context = OpContext::command("forecourt assign", services.clock().now());
        let policy = self
            .policy
            .as_deref()
            .map(|name| named(services, name))
            .transpose()?;
        let from = self
            .from
            .as_deref()
            .map(|name| named(services, name))
            .transpose()?;
        // A dry run must not use the key up.
        let key = if self.dry_run {
            ""
        } else {
            self.idempotency_key.as_str()
        };
        let new = NewOperation {
            people: if self.policy_column {
                People::PolicyList(list)
            } else {
                People::List(list)
            },
            task: Task { policy, from },
            reason: self.reason.clone(),
            exception: self.exception(),
            idempotency_key: key.to_owned(),
        };
        let id = prepare(services, &context, new).await?;
        let view = get(services, &context, id).await?;
        if view.operation.state == State::Draft {
            print_preview(&view);
            if self.dry_run {
                self.write_csv(services, &context, id).await?;
                discard(services, &context, id).await?;
                println!("Nothing was changed.");
                return Ok(());
            }
            self.begin(services, &context, &view).await?;
        }
        let done = run_to_end(services, &context, id, &progress).await?;
        self.write_csv(services, &context, id).await?;
        println!(
            "{}: {} changed, {} unchanged, {} failed.",
            title(&done),
            done.succeeded,
            done.unchanged,
            done.failed
        );
        println!("Every person with what became of them: {}", paths::operation(id));
        match done {
            Operation {
                problem: Some(problem),
                ..
            } => bail!("{problem}"),
            done if done.state == State::Cancelled => bail!("somebody cancelled the operation"),
            done if done.failed > 0 => bail!("{} could not be changed", done.failed),
            _ => Ok(()),
        }
    }

    fn exception(&self) -> ExceptionInput {
        let ends = self.ends.as_deref().unwrap_or_default().trim();
        let (date, time) = ends.split_once(['T', ' ']).unwrap_or((ends, ""));
        ExceptionInput {
            owner: self.owner.clone().unwrap_or_default(),
            date: date.to_owned(),
            time: time.trim_end_matches('Z').to_owned(),
        }
    }

    /// Starts what was shown; without an agreement to its reach it is thrown away.
    async fn begin(&self, services: &Services, context: &OpContext, view: &OperationView) -> Result<()> {
        let id = view.operation.id;
        match start(services, context, id, self.yes).await {
            Ok(_) => Ok(()),
            Err(error) => {
                discard(services, context, id).await?;
                if matches!(error, ServiceError::Invalid(_)) && view.acknowledge {
                    bail!(
                        "nothing was changed: this reaches a large part of the organization; say --yes if it is meant"
                    );
                }
                Err(error.into())
            }
        }
    }

    async fn write_csv(&self, services: &Services, context: &OpContext, id: Uuid) -> Result<()> {
        let Some(path) = &self.csv else {
            return Ok(());
        };
        let failed = || format!("cannot write {}", path.display());
        let mut file = std::fs::File::create(path).with_context(failed)?;
        let mut after = Some(0);
        while let Some(position) = after {
            let page = lines(services, context, id, FateFilter::All, position, PIECE).await?;
            let rows = page.lines.iter().map(|line| row(&page.operation, line));
            let text = if position == 0 {
                csv_out::write(&HEADER, rows)
            } else {
                csv_out::more(rows)
            };
            file.write_all(text.as_bytes()).with_context(failed)?;
            after = page.next;
        }
        Ok(())
    }
}

fn read_list(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut list = Vec::new();
        std::io::stdin()
            .read_to_end(&mut list)
            .context("cannot read the standard input")?;
        return Ok(list);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn named(services: &Services, name: &str) -> Result<PolicyId> {
    let snapshot = services.snapshot()?;
    let folded = forecourt_model::folding::fold_case(name.trim());
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.folded() == folded);
    match found {
        Some(policy) => Ok(policy.id),
        None => bail!("there is no policy named {name}"),
    }
}

fn print_preview(view: &OperationView) {
    let counts = &view.counts;
    println!("{}", title(&view.operation));
    println!(
        "Matched: {}. Would change: {}. Unchanged: {} have it already, {} do not have the policy to move from.",
        counts.matched(),
        counts.change,
        counts.already,
        counts.not_from
    );
    println!(
        "Left out: {} not found, {} duplicate, {} ambiguous, {} unreadable, {} with an unknown policy.",
        counts.not_found, counts.duplicate, counts.ambiguous, counts.unreadable, counts.policy_unknown
    );
    let with_people = view.policies.iter().filter(|stretch| stretch.people > 0);
    for stretch in with_people.filter(|_| view.operation.is_by_line()) {
        let name = match stretch.policy {
            Some(_) => stretch.policy_name.as_str(),
            None => "No direct assignment",
        };
        println!(
            "{name}: {}.",
            people(u64::try_from(stretch.people).unwrap_or_default())
        );
    }
    if let Some(owner) = &view.operation.owner {
        let ends = view.operation.expires_at.map_or_else(
            || "They do not end by themselves.".to_owned(),
            |end| format!("They end by themselves: {}.", end_words(end)),
        );
        println!(
            "Owner of the assignments: {owner}. {ends} Whoever has the policy already keeps what they have."
        );
    }
    if let Some(impact) = &view.impact {
        println!(
            "Chat: {} lose it, {} gain it. Being found and contacted: {} lose it, {} gain it.",
            impact.chat.lose, impact.chat.gain, impact.inbound.lose, impact.inbound.gain
        );
    }
}

/// A line that grows on a terminal; nothing in a log.
fn progress(operation: &Operation) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let done = operation.succeeded + operation.unchanged + operation.failed;
        let end = if operation.state.is_over() { "\n" } else { "" };
        let _ = write!(terminal, "\rPeople: {done} of {}{end}", operation.people);
        let _ = terminal.flush();
    }
}
