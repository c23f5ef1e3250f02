//! The style sheets, bundled into one and minified.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::asset::Asset;
use crate::site::Site;

/// Adds the style sheet at `entry` with all that it imports, as `main.css`.
///
/// # Errors
/// A sheet that is missing or does not parse; the message names the file and the line.
pub(crate) fn add(site: &mut Site, entry: &Path) -> Result<()> {
    let text =
        bundle(entry).with_context(|| format!("cannot build the style sheet `{}`", entry.display()))?;
    let text = site.with_hashed_names(&text);
    site.add(Asset::hashed("main.css", text.into_bytes()));
    Ok(())
}

fn bundle(entry: &Path) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("{error}"))?;
    let targets = Targets::from(browsers());
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

/// The oldest browsers that are supported: those that know nesting, `color-mix` and `:has`.
fn browsers() -> Browsers {
    let version = |major: u32| Some(major << 16);
    Browsers {
        chrome: version(120),
        edge: version(120),
        firefox: version(121),
        safari: version(17),
        ios_saf: version(17),
        ..Browsers::default()
    }
}
