//! `forecourt shell`

use super::options::Storage;
use super::with_services::on_config;
use crate::cmdlet::{Terminal, people_names, policy_names, run_script};
use crate::config::Layer;
use anyhow::Result;
use clap::Args;
use forecourt_cmdlet::{Completion, Names, Variables, complete};
use forecourt_service::{OpContext, Services};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Config, Context, Editor, Helper};
use std::io::IsTerminal as _;

/// How many lines the history keeps.
const HISTORY: usize = 1_000;

/// Type cmdlets, with history and completion.
#[derive(Debug, Args)]
pub(super) struct Shell {
    /// Keep no history of what is typed.
    #[arg(long)]
    no_history: bool,
}

impl Shell {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let history = config.data_dir.join("shell_history");
        on_config(&config, "forecourt shell", async |services, context| {
            let settings = Config::builder()
                .max_history_size(HISTORY)?
                .auto_add_history(true)
                .build();
            let mut editor: Editor<Assistant, FileHistory> = Editor::with_config(settings)?;
            editor.set_helper(Some(Assistant {
                services: services.clone(),
                context: context.clone(),
            }));
            let keeps = !self.no_history && history.parent().is_some_and(std::path::Path::is_dir);
            if keeps {
                // There is none at first.
                let _ = editor.load_history(&history);
            }
            let is_interactive = std::io::stdin().is_terminal();
            if is_interactive {
                println!(
                    "Cmdlets of Forecourt. Get-Command lists them, Get-Help NAME describes one, exit leaves."
                );
            }
            let mut variables = Variables::new();
            loop {
                let line = tokio::task::block_in_place(|| editor.readline("PS forecourt> "));
                let line = match line {
                    Ok(line) => line,
                    Err(ReadlineError::Interrupted) => continue,
                    Err(ReadlineError::Eof) => break,
                    Err(error) => return Err(error.into()),
                };
                match line.trim() {
                    "" => continue,
                    "exit" | "quit" => break,
                    _ => {}
                }
                let context = OpContext::command("forecourt shell", services.clock().now());
                let mut door = Terminal { is_interactive };
                // A line that fails ends itself, not the session.
                if let Err(fault) = run_script(services, &context, &mut door, &line, &mut variables).await {
                    eprintln!("{}", fault.message);
                }
            }
            if keeps {
                editor.save_history(&history)?;
            }
            Ok(())
        })
        .await
    }
}

/// What helps whoever types.
struct Assistant {
    services: Services,
    context: OpContext,
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let typed = line.get(..position).unwrap_or(line);
        let Completion { start, words, names } = complete(typed);
        let word = typed
            .get(start..)
            .unwrap_or_default()
            .trim_start_matches(['\'', '"']);
        let known = match names {
            None => Vec::new(),
            Some(Names::Policies) => policy_names(&self.services, &self.context, word),
            Some(Names::People) => {
                let names = people_names(&self.services, &self.context, word);
                tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(names))
            }
        };
        let known = known.into_iter().map(|name| {
            let replacement = forecourt_exchange::powershell::quote(&name);
            Pair {
                display: name,
                replacement,
            }
        });
        let words = words.into_iter().map(|word| Pair {
            display: word.clone(),
            replacement: word,
        });
        Ok((start, words.chain(known).collect()))
    }
}

impl Validator for Assistant {
    /// Enter goes on to the next line while a bracket is open, and after `|` and a backtick.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let line = context.input();
        let count = |sign: char| line.matches(sign).count();
        let open =
            count('{') > count('}') || count('(') > count(')') || line.trim_end().ends_with(['|', '`']);
        Ok(if open {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Hinter for Assistant {
    type Hint = String;
}
impl Highlighter for Assistant {}
impl Helper for Assistant {}
