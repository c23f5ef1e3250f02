//! Measures the release binary and prints a table. `cargo xtask bench` builds what it needs and calls it.
//!
//! Every figure is the median of several rounds; where there is a peer, its rounds alternate with ours in the same
//! run, so that a machine that slows down slows both.

mod arguments;
mod cerbos;
mod client;
mod django;
mod load;
mod median;
mod one_core;
mod peer;
mod people;
mod population;
mod prepared;
mod process_figures;
mod product;
mod row;
mod rows;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;

/// The server's, so that what is decided here takes the time that it takes there. The peers in this program have it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, body] = words.as_slice()
        && word == peer::ARGUMENT
    {
        return peer::serve(body).await;
    }
    let arguments = Arguments::parse(&words)?;
    let measured = rows::measure(&arguments).await?;
    row::print(&measured);
    if let Some(file) = &arguments.json {
        row::write(&measured, file)?;
    }
    Ok(())
}
