//! Packages of the operating system, where this process may install them.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use crate::process::{program, run, step, succeeds};

/// Finds a program on the `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Tries to install packages with `apt-get`, as root on a machine that is set up for tests (`CI` is set), and
/// says whether that worked. A person's machine is left as it is.
pub(crate) fn install(packages: &[&str]) -> bool {
    if std::env::var_os("CI").is_none() || !is_root() || on_path("apt-get").is_none() {
        return false;
    }
    let apt = || {
        let mut command = program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let installed = step(&format!("installing {}", packages.join(", ")), || {
        // An old list of packages names versions that are gone; a failure to renew it may still be harmless.
        let _renewed = succeeds(apt().args(["update", "-q"]));
        run(apt()
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(packages))
    });
    if let Err(error) = &installed {
        eprintln!("    {error:#}");
    }
    installed.is_ok()
}

/// Whether this process is root. `/proc/self` belongs to whoever runs it.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
