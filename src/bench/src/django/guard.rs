//! Programs that cannot outlive this process, even when it is killed.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

/// Runs the program and ends with its code. At the end of the shell's input, which comes when its owner is done or
/// dies in any way, the program is ended.
const SCRIPT: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3; kill -TERM "$program"; } >/dev/null 2>&1 &
watcher=$!
exec 3<&- >/dev/null 2>&1
wait "$program"
code=$?
kill -KILL "$watcher"
exit "$code"
"#;

/// A shell that runs the program with its arguments, folder and variables. It has to be given an input that stays
/// open as long as the program shall run: keep the `stdin` of the child, and drop it to end the program.
pub(super) fn guarded(program: &Command) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", SCRIPT, "guard"]);
    shell.arg(program.get_program()).args(program.get_args());
    if let Some(folder) = program.get_current_dir() {
        shell.current_dir(folder);
    }
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.stdin(Stdio::piped()).stdout(Stdio::piped());
    // Ctrl-C is for the owner; the shell notices that the owner is gone.
    shell.process_group(0);
    shell
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_program_ends_with_its_owner() {
        let mut program = Command::new("tail");
        program.args(["-f", "/dev/null"]);
        let mut shell = guarded(&program).spawn().unwrap();
        drop(shell.stdin.take());
        // The output ends when nobody is left who could write to it.
        let mut output = String::new();
        shell.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        assert!(!shell.wait().unwrap().success());
    }

    #[test]
    fn the_program_is_run_as_it_was_described() {
        let mut program = Command::new("/bin/sh");
        program.args(["-c", "pwd; echo \"$A\"; exit 3"]);
        program.current_dir("/").env("A", "x y");
        let mut shell = guarded(&program).spawn().unwrap();
        let input = shell.stdin.take();
        let output = shell.wait_with_output().unwrap();
        drop(input);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "/\nx y\n");
        assert_eq!(output.status.code(), Some(3));
    }
}
