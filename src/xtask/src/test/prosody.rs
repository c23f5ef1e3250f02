//! The Prosody module, with two servers that federate.

use anyhow::Result;

use super::connector::Tools;
use super::counts::Counts;
use super::system::on_path;
use crate::build::{Mode, build};
use crate::process::step;

/// Runs the tests of the module against the release binary. Prosody is a service of the operating system, so nobody
/// gets it for the sake of a test: without it they are left out.
///
/// # Errors
/// What they need cannot be set up, or the binary cannot be built.
pub(crate) fn run() -> Result<Counts> {
    if on_path("prosody").is_none() {
        println!("the tests of the Prosody module are left out: there is no prosody on the PATH");
        return Ok(Counts::default());
    }
    let tools = step("what the tests of the Prosody module need", || {
        Tools::find("prosody")
    })?;
    let binary = build(Mode::Release)?;
    step("two Prosody servers", || tools.run(&binary))
}
