//! A database with people, and the commands that work on it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use forecourt_testkit::TempDir;
use serde_json::Value;

use crate::django::environment::Environment;
use crate::django::finish::finish;
use crate::django::server::Running;

/// How long a command may take.
const LIMIT: Duration = Duration::from_mins(10);

/// Signs the sessions of a database that is thrown away.
const SECRET_KEY: &str = "a-key-for-a-database-that-nobody-but-the-benchmark-ever-sees";

/// A policy that everybody was given who had another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assigned {
    /// How many they were, each with a log row.
    pub(crate) people: u64,
    /// From the beginning of the transaction to its end, in seconds.
    pub(crate) seconds: f64,
}

/// Django admin with its database, which is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Django {
    environment: Environment,
    folder: TempDir,
    database: String,
    people: u64,
    fill_seconds: f64,
    policies: BTreeMap<String, u64>,
    cookies: String,
}

impl Django {
    /// Fills an empty database of PostgreSQL at `address`, or else one of SQLite that is made for it, with the people in a
    /// file, and adds an administrator who is signed in.
    ///
    /// # Errors
    /// The file has other columns, or Django fails.
    pub(super) async fn fill(environment: Environment, people: &Path, address: Option<&str>) -> Result<Self> {
        let people = people.canonicalize().context("there is no file of people")?;
        let folder = TempDir::new()?;
        let file = folder.path().join("people.sqlite3");
        let mut django = Self {
            environment,
            database: address.map_or_else(|| file.display().to_string(), str::to_owned),
            folder,
            people: 0,
            fill_seconds: 0.0,
            policies: BTreeMap::new(),
            cookies: String::new(),
        };
        let printed = django
            .command("fill", Some(&people.display().to_string()))
            .await?;
        let filled: Value = serde_json::from_str(&printed)?;
        django.people = number(&filled, "people")?;
        django.fill_seconds = seconds(&filled)?;
        let policies = filled.get("policies").and_then(Value::as_object);
        django.policies = policies
            .context("no policies were printed")?
            .iter()
            .filter_map(|(name, key)| Some((name.clone(), key.as_u64()?)))
            .collect();
        let session = django.command("session", None).await?;
        session.trim().clone_into(&mut django.cookies);
        Ok(django)
    }

    /// How many people there are.
    pub(crate) fn people(&self) -> u64 {
        self.people
    }

    /// What making and filling the database took, in seconds.
    pub(crate) fn fill_seconds(&self) -> f64 {
        self.fill_seconds
    }

    /// The key of a policy, as filters name it.
    ///
    /// # Errors
    /// Nobody has it.
    pub(crate) fn policy(&self, name: &str) -> Result<u64> {
        let key = self.policies.get(name).copied();
        key.with_context(|| format!("nobody has the policy `{name}`"))
    }

    /// Starts the server.
    ///
    /// # Errors
    /// It does not start.
    pub(crate) async fn serve(&self) -> Result<Running> {
        let mut gunicorn = self.python();
        gunicorn.args(["-m", "gunicorn", "--config", "gunicorn.conf.py"]);
        let log = self.folder.path().join("gunicorn.log");
        Running::start(&gunicorn, log, &self.cookies).await
    }

    /// Gives a policy to everybody who has another one, with a log row for each.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) async fn assign(&self, policy: &str) -> Result<Assigned> {
        let printed: Value = serde_json::from_str(&self.command("bulk_assign", Some(policy)).await?)?;
        Ok(Assigned {
            people: number(&printed, "people")?,
            seconds: seconds(&printed)?,
        })
    }

    async fn command(&self, name: &str, argument: Option<&str>) -> Result<String> {
        let mut python = self.python();
        python.args(["manage.py", name]).args(argument);
        finish(&python, LIMIT)
            .await
            .with_context(|| format!("Django's command `{name}`"))
    }

    fn python(&self) -> Command {
        let mut python = self.environment.python();
        python
            .env("DJANGO_SETTINGS_MODULE", "peer.settings")
            .env("DJANGO_DATABASE", &self.database)
            .env("DJANGO_SECRET_KEY", SECRET_KEY);
        python
    }
}

fn number(printed: &Value, key: &str) -> Result<u64> {
    let number = printed.get(key).and_then(Value::as_u64);
    number.with_context(|| format!("no `{key}` was printed"))
}

fn seconds(printed: &Value) -> Result<f64> {
    let seconds = printed.get("seconds").and_then(Value::as_f64);
    seconds.context("no `seconds` were printed")
}
