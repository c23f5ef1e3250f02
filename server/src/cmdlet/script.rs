//! Running a whole script.

use super::bridge::Bridge;
use super::door::Door;
use forecourt_cmdlet::{Fault, Variables, parse, run};
use forecourt_service::{OpContext, Services};

/// Understands all of `source`, then runs it in the name of `context`. Variables keep what they are given.
///
/// # Errors
/// What is not understood, with all places, and nothing was run; or where and why the script ended early.
pub async fn run_script<D: Door>(
    services: &Services,
    context: &OpContext,
    door: &mut D,
    source: &str,
    variables: &mut Variables,
) -> Result<(), Fault> {
    let script = {
        let known: Vec<_> = variables.keys().map(String::as_str).collect();
        parse(source, &known).map_err(|problems| Fault::new("not-understood", problems.to_string()))?
    };
    let mut bridge = Bridge::new(services, context.clone(), door);
    run(&script, &mut bridge, variables)
        .await
        .map_err(|stopped| Fault::new(stopped.fault.code, stopped.to_string()))
}
