//! The virtual environment, with the versions that `peers/django/requirements.txt` names.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::django::finish::finish;

/// How long making the environment may take, and how long installing into it.
const LIMIT: Duration = Duration::from_mins(3);

/// A Python that has Django and gunicorn.
#[derive(Debug)]
pub(super) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The one below the target folder, made when it is not there or of other versions.
    ///
    /// # Errors
    /// There is no `python3`, it makes no environments, or pip cannot install.
    pub(super) async fn prepare() -> Result<Self> {
        let program = std::env::current_exe()?;
        let target = program
            .ancestors()
            .nth(2)
            .context("this program lies in no target folder")?;
        let environment = Self {
            folder: target.join("bench/django"),
        };
        let requirements = project().join("requirements.txt");
        let wanted = std::fs::read_to_string(&requirements)?;
        let stamp = environment.folder.join("installed");
        let installed = std::fs::read_to_string(&stamp).unwrap_or_default();
        if installed != wanted || environment.try_out().await.is_err() {
            environment.make(&requirements).await?;
            environment
                .try_out()
                .await
                .context("what pip installed does not start")?;
            std::fs::write(stamp, wanted)?;
        }
        Ok(environment)
    }

    async fn make(&self, requirements: &Path) -> Result<()> {
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&self.folder);
        finish(&venv, LIMIT)
            .await
            .context("`python3` makes no virtual environment")?;
        let mut pip = self.python();
        pip.args(["-m", "pip", "install", "-qq", "--no-input", "--retries", "1"]);
        pip.args([
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
            "--requirement",
        ]);
        finish(pip.arg(requirements), LIMIT)
            .await
            .context("pip cannot install Django, gunicorn and psycopg")?;
        Ok(())
    }

    async fn try_out(&self) -> Result<()> {
        let mut python = self.python();
        finish(python.args(["-c", "import django, gunicorn, psycopg"]), LIMIT).await?;
        Ok(())
    }

    /// The interpreter, run in the folder of the project.
    pub(super) fn python(&self) -> Command {
        let mut python = Command::new(self.folder.join("bin/python"));
        python
            .current_dir(project())
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME")
            .env("PYTHONUTF8", "1")
            // What Python compiles does not belong beside the sources.
            .env("PYTHONPYCACHEPREFIX", self.folder.join("compiled"));
        python
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/django")
}
