//! Embeds the site that `cargo xtask build` has made, so that the server is one file.
//!
//! Without a site (a plain `cargo check`, lints, tests on a clean clone) it embeds an empty one. Another
//! folder than `target/site` can be named in `FORECOURT_SITE`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

fn main() -> Result<()> {
    println!("cargo::rerun-if-env-changed=FORECOURT_SITE");
    println!("cargo::rerun-if-changed=build.rs");
    let site = site_folder()?;
    let manifest = site.join("manifest.json");
    let code = if manifest.is_file() {
        println!("cargo::rerun-if-changed={}", manifest.display());
        embed(&site, &manifest)?
    } else {
        // Cargo runs this script every time when a watched path is missing, so the empty folder is made.
        std::fs::create_dir_all(&site).with_context(|| format!("cannot create `{}`", site.display()))?;
        println!("cargo::rerun-if-changed={}", site.display());
        "pub(crate) static FILES: &[AssetFile] = &[];\n".to_owned()
    };
    let out = PathBuf::from(std::env::var_os("OUT_DIR").context("`OUT_DIR` is not set")?);
    std::fs::write(out.join("site.rs"), code)?;
    Ok(())
}

fn site_folder() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("FORECOURT_SITE") {
        return Ok(PathBuf::from(named));
    }
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").context("no package folder")?);
    let workspace = package
        .parent()
        .context("the server is not inside the workspace")?;
    Ok(workspace.join("target").join("site"))
}

/// Writes a table with the bytes of every file, as it is and compressed.
fn embed(site: &Path, manifest: &Path) -> Result<String> {
    let text = std::fs::read_to_string(manifest)?;
    let manifest: Value = serde_json::from_str(&text).context("the site's manifest is not JSON")?;
    let files = manifest
        .get("files")
        .and_then(Value::as_array)
        .context("the manifest lists no files")?;
    let mut code = "pub(crate) static FILES: &[AssetFile] = &[\n".to_owned();
    for file in files {
        let text = |key: &str| {
            file.get(key)
                .and_then(Value::as_str)
                .with_context(|| format!("a file has no `{key}`"))
        };
        let bytes = |key: &str| {
            let name = file
                .get(key)
                .and_then(|part| part.get("file"))
                .and_then(Value::as_str);
            name.map(|name| format!("include_bytes!({:?})", site.join(name).display().to_string()))
        };
        let optional =
            |key: &str| bytes(key).map_or_else(|| "None".to_owned(), |code| format!("Some({code})"));
        writeln!(
            code,
            "AssetFile {{ logical: {:?}, path: {:?}, content_type: {:?}, digest: {:?}, immutable: {:?}, \
             plain: {}, brotli: {}, gzip: {} }},",
            text("logical")?,
            text("path")?,
            text("content_type")?,
            text("etag")?,
            file.get("immutable").and_then(Value::as_bool).unwrap_or(false),
            bytes("plain").context("a file has no content")?,
            optional("brotli"),
            optional("gzip"),
        )?;
    }
    code.push_str("];\n");
    Ok(code)
}
