//! A child process that cannot outlive the one that started it.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::os_user::OsUser;

/// Waits at the end of its input, which comes when the owner drops the guard or dies in any way, even by
/// SIGKILL. Then it ends the program and removes the folder.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
folder=$1; shift
exec 3>&2 2>/dev/null
"$@" </dev/null 2>&3 3>&- &
program=$!
exec 3>&-
cat >/dev/null
kill -QUIT "$program"
wait "$program"
rm -rf "$folder"
"#;

/// A running program that is stopped when this is dropped or its process ends.
#[derive(Debug)]
pub(crate) struct Guard {
    shell: Child,
}

impl Guard {
    /// Starts `program` and returns as soon as it prints `ready` on its error output. `folder` is removed
    /// after its end.
    ///
    /// # Errors
    /// The program ends without being ready (with what it printed), or is not ready in time.
    pub(crate) fn start(
        program: &[&std::ffi::OsStr],
        folder: &Path,
        user: Option<OsUser>,
        ready: &'static str,
    ) -> Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "guard"]).arg(folder).args(program);
        command.env("LC_ALL", "C").current_dir(folder);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        // Ctrl-C is for the owner; this one notices that the owner is gone.
        command.process_group(0);
        if let Some(user) = user {
            user.run(&mut command);
        }
        let mut shell = command.spawn().context("cannot start a shell")?;
        let output = shell.stderr.take().context("the shell has no error output")?;
        let guard = Self { shell };
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut printed = String::new();
            let mut waiting = true;
            // Reading goes on until the end: a full pipe would stop the program.
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if waiting && line.contains(ready) {
                    waiting = false;
                    let _ = sender.send(Ok(()));
                } else if waiting {
                    printed.push_str(&line);
                    printed.push('\n');
                }
            }
            let _ = sender.send(Err(printed));
        });
        match receiver.recv_timeout(Duration::from_mins(1)) {
            Ok(Ok(())) => Ok(guard),
            Ok(Err(printed)) => bail!("it ended before it was ready:\n{printed}"),
            Err(_) => bail!("it was not ready after a minute"),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
