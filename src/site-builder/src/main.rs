//! Turns the wasm, the style sheets and the public files into the site that the server embeds.
//!
//! It is a package of its own, so that `cargo xtask` compiles in seconds and only a build pays for the
//! wasm-bindgen generator and the style sheet compiler. `cargo xtask build` calls it.
//!
//! ```text
//! forecourt-site-builder --wasm F --loader F --styles F --public DIR --out DIR [--fast]
//! ```

mod arguments;
mod asset;
mod compress;
mod content_type;
mod public;
mod scripts;
mod site;
mod styles;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let mut site = site::Site::default();
    step("public files", || public::add(&mut site, &arguments.public))?;
    step("style sheet", || styles::add(&mut site, &arguments.styles))?;
    step("wasm and its glue", || {
        scripts::add(&mut site, &arguments.wasm, &arguments.loader)
    })?;
    step("compression", || site.write(&arguments.out, arguments.effort))?;
    Ok(())
}

/// Runs one part and says how long it took.
fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    work()?;
    println!("    {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
