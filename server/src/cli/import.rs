//! `forecourt import`

use super::options::Storage;
use crate::config::Layer;
use crate::http::impact_csv;
use crate::start::{open, start_services};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_app::pages::impact::{unaffected_words, wakes_words};
use forecourt_app::ui::people as people_words;
use forecourt_exchange::csv_out;
use forecourt_service::impact::{Plan, affected};
use forecourt_service::import::{
    Applied, Comparison, Files, GroupFate, PersonFate, Sources, apply, plan, preview,
};
use forecourt_service::{OpContext, Services};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Import organization settings, policies, people and groups from files.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Organization settings: JSON or Format-List of Get-CsTenantFederationConfiguration.
    #[arg(long, value_name = "FILE")]
    tenant: Option<PathBuf>,
    /// Policies: JSON or Format-List of Get-CsExternalAccessPolicy.
    #[arg(long, value_name = "FILE")]
    policies: Option<PathBuf>,
    /// People: CSV of Get-CsOnlineUser. A column PhoneNumber (or LineUri) gives them phone numbers.
    #[arg(long, value_name = "FILE")]
    users: Option<PathBuf>,
    /// Groups: CSV with GroupId, DisplayName, GroupType, Mail.
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
    /// Members: CSV with GroupId, MemberId, MemberType, MemberUserPrincipalName. A group that the file names gets the
    /// members of the file.
    #[arg(long, value_name = "FILE")]
    group_members: Option<PathBuf>,
    /// Policies of groups: the table, Format-List, JSON or CSV of Get-CsGroupPolicyAssignment.
    #[arg(long, value_name = "FILE")]
    group_assignments: Option<PathBuf>,
    /// Settings, policies and policies of groups in one file, as other tools write them: ProviderSettingsExport.json of
    /// ScubaGear, standards of CIPP (JSON), a configuration of Microsoft365DSC.
    #[arg(long, value_name = "FILE")]
    configuration: Option<PathBuf>,
    /// An answer to a question that the preview asks, for example tenant.AllowedDomains=allow_all.
    #[arg(long = "answer", value_name = "QUESTION=ANSWER")]
    answers: Vec<String>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// With --dry-run: write who would gain and lose what, as CSV. The file must not exist yet.
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    impact_csv: Option<PathBuf>,
}

impl Import {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let sources = self.sources()?;
        let services = start_services(open(&config).await?).await?;
        let outcome = self.import(&services, &sources).await;
        services.database().close().await;
        outcome
    }

    fn sources(&self) -> Result<Sources> {
        let read = |path: &Option<PathBuf>| path.as_deref().map(read_file).transpose();
        let (tenant, policies, users) = (read(&self.tenant)?, read(&self.policies)?, read(&self.users)?);
        let groups = (
            read(&self.groups)?,
            read(&self.group_members)?,
            read(&self.group_assignments)?,
        );
        let configuration = read(&self.configuration)?;
        let mut sources = Sources::take(Files {
            tenant: tenant.as_deref(),
            policies: policies.as_deref(),
            users: users.as_deref(),
            groups: groups.0.as_deref(),
            group_members: groups.1.as_deref(),
            group_assignments: groups.2.as_deref(),
            configuration: configuration.as_deref(),
        })?;
        for answer in &self.answers {
            let Some((question, answer)) = answer.split_once('=') else {
                bail!("--answer takes QUESTION=ANSWER, for example tenant.AllowedDomains=allow_all");
            };
            sources
                .answers
                .insert(question.trim().to_owned(), answer.trim().to_owned());
        }
        Ok(sources)
    }

    async fn import(&self, services: &Services, sources: &Sources) -> Result<()> {
        let context = OpContext::command("forecourt import", services.clock().now());
        let comparison = preview(services, &context, sources).await?;
        print(&comparison);
        if self.dry_run {
            if let Some(path) = &self.impact_csv {
                let plan = plan(services, &comparison)?;
                let people = write_affected(services, &context, &plan, path).await?;
                println!("{people} written to {}.", path.display());
            }
            println!("Nothing was changed.");
            return Ok(());
        }
        if !comparison.is_ready() {
            bail!("nothing was imported: answer the questions above with --answer QUESTION=ANSWER");
        }
        let Applied { revision, .. } = apply(services, &context, sources, None, &progress).await?;
        match revision {
            Some(revision) => println!("Imported as change {revision}. In effect now."),
            None => println!("Everything is as the files say already. Nothing was changed."),
        }
        Ok(())
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes everybody whose answers change, piece by piece, and returns how many they are in words.
async fn write_affected(
    services: &Services,
    context: &OpContext,
    plan: &Plan,
    path: &Path,
) -> Result<String> {
    let failed = || format!("cannot write {}", path.display());
    let file = std::fs::File::create_new(path).with_context(failed)?;
    let mut file = std::io::BufWriter::new(file);
    let head = csv_out::write(&impact_csv::HEADER, std::iter::empty());
    file.write_all(head.as_bytes()).with_context(failed)?;
    let (mut place, mut written) = (None, 0);
    loop {
        let (people, next) = affected(services, context, plan, place, impact_csv::PIECE).await?;
        let rows = csv_out::more(people.iter().map(impact_csv::row));
        file.write_all(rows.as_bytes()).with_context(failed)?;
        written += u64::try_from(people.len()).unwrap_or_default();
        place = next;
        if place.is_none() {
            break;
        }
    }
    file.flush().with_context(failed)?;
    Ok(people_words(written))
}

/// A line that grows on a terminal; nothing in a log.
fn progress(done: usize, total: usize) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() && total > 0 && (done == total || done.is_multiple_of(500)) {
        let end = if done == total { "\n" } else { "" };
        let _ = write!(terminal, "\rPeople: {done} of {total}{end}");
        let _ = terminal.flush();
    }
}

fn print(comparison: &Comparison) {
    for field in &comparison.setting_fields {
        let value = |value: &Option<String>| value.clone().unwrap_or_default();
        println!(
            "{}: {} -> {}",
            field.name,
            value(&field.before),
            value(&field.after)
        );
    }
    for change in &comparison.policies {
        let what = if change.before.is_some() {
            "changed"
        } else {
            "added"
        };
        println!("Policy {}: {what}", change.after.name);
    }
    if !comparison.people.is_empty() || !comparison.problems.is_empty() {
        println!(
            "People: {} added, {} changed, {} as they are, {} direct assignments changed, {} with other phone numbers, \
             {} rows left out",
            comparison.people_with(PersonFate::Added),
            comparison.people_with(PersonFate::Changed),
            comparison.people_with(PersonFate::Same),
            comparison.reassigned(),
            comparison.renumbered(),
            comparison.rows_left_out()
        );
    }
    print_groups(comparison);
    for problem in &comparison.problems {
        println!("Line {}: {}", problem.line, problem.message);
    }
    for note in &comparison.notes {
        println!("Note: {note}");
    }
    if let Some(impact) = comparison.impact.as_ref().filter(|impact| impact.affected > 0) {
        println!(
            "Chat: {} lose it, {} gain it. Being found and contacted: {} lose it, {} gain it.",
            impact.chat.lose, impact.chat.gain, impact.inbound.lose, impact.inbound.gain
        );
        if let Some(words) = wakes_words(impact) {
            println!("{words}");
        }
        for entry in &impact.unaffected {
            println!("{}", unaffected_words(*entry));
        }
    }
    for error in &comparison.errors.0 {
        println!("Problem with {}: {}", error.field, error.message);
    }
    for question in comparison
        .questions
        .iter()
        .filter(|question| question.answer.is_none())
    {
        println!("Question {}: {}", question.id, question.ambiguity.question);
        for choice in &question.ambiguity.choices {
            println!("  --answer {}={}   {}", question.id, choice.code, choice.label);
        }
    }
}

fn print_groups(comparison: &Comparison) {
    let groups = &comparison.groups;
    if !groups.is_empty() {
        let count = |wanted: fn(&GroupFate) -> bool| groups.iter().filter(|group| wanted(group)).count();
        println!(
            "Groups: {} added, {} changed, {} as they are",
            count(|group| group.added),
            count(|group| group.changed),
            count(|group| !group.added && !group.changed)
        );
    }
    if !comparison.memberships.is_empty() {
        println!(
            "Members: {} join, {} leave, in {} groups",
            comparison.joining(),
            comparison.leaving(),
            comparison.memberships.len()
        );
    }
    if let Some(ranking) = &comparison.ranking {
        println!("Policies of groups: {} groups have one afterwards", ranking.len());
    }
}
