//! Importing people from the command line.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use forecourt_testkit::TempDir;

use crate::median::median;
use crate::people::list;
use crate::product::Product;
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &["page/import_500"];

const ROUNDS: u32 = 5;

/// The whole command for 500 people, from starting the process to its end, in seconds.
///
/// # Errors
/// The product fails.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let folder = TempDir::new()?;
    let people = if let Some(file) = real_list() {
        file
    } else {
        let file = folder.path().join("people.csv");
        std::fs::write(&file, list(500))?;
        file
    };
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let product = Product::set_up()?;
        let start = Instant::now();
        product.import(&people)?;
        times.push(start.elapsed().as_secs_f64());
    }
    Ok(vec![Row::new("page/import_500", median(&times), "s", Some(0.3))])
}

/// A list with all the oddities of real ones: the one that `FORECOURT_BENCH_PEOPLE` names, or that lies beside the
/// workspace.
fn real_list() -> Option<PathBuf> {
    let named = std::env::var_os("FORECOURT_BENCH_PEOPLE").map(PathBuf::from);
    let beside = PathBuf::from("../shared/data/online-users.csv");
    named
        .or(Some(beside))
        .filter(|file| file.is_file())
        .and_then(|file| file.canonicalize().ok())
}
