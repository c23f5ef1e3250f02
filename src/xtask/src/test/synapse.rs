//! The Synapse module, with two servers that federate.

use anyhow::Result;

use super::connector::Tools;
use super::counts::Counts;
use crate::build::{Mode, build};
use crate::process::step;

/// Runs the tests of the module against the release binary.
///
/// # Errors
/// What they need cannot be set up, or the binary cannot be built.
pub(crate) fn run() -> Result<Counts> {
    let tools = step("what the tests of the Synapse module need", || {
        Tools::find("synapse")
    })?;
    let binary = build(Mode::Release)?;
    step("two Synapse servers", || tools.run(&binary))
}
