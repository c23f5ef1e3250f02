//! Servers that are compared get one and the same core each.

use std::path::Path;
use std::process::Command;

/// The program on the first core, by `taskset` of util-linux. Where there is none it gets all of them.
pub(crate) fn on_one_core(program: &Path) -> Command {
    let probe = Command::new("taskset").arg("--version").output();
    if probe.is_ok_and(|output| output.status.success()) {
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", "0"]).arg(program);
        return command;
    }
    Command::new(program)
}
