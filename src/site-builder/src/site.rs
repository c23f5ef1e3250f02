//! The site: its files, their names, and how they are written.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::asset::Asset;
use crate::compress::{Effort, brotli, gzip};
use crate::content_type::is_compressible;

/// All files of the site.
#[derive(Debug, Default)]
pub(crate) struct Site {
    assets: Vec<Asset>,
}

impl Site {
    /// Adds a file.
    pub(crate) fn add(&mut self, asset: Asset) {
        self.assets.push(asset);
    }

    /// Replaces the addresses of hashed files, as a style sheet (`url(/icon.svg)`) or a JSON file
    /// (`"/icon.svg"`) writes them, by the addresses at which they are served.
    pub(crate) fn with_hashed_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for asset in self.assets.iter().filter(|asset| asset.immutable) {
            for (before, after) in [("(", ")"), ("\"", "\""), ("'", "'")] {
                let written = format!("{before}/{}{after}", asset.logical);
                text = text.replace(&written, &format!("{before}{}{after}", asset.path));
            }
        }
        text
    }

    /// Replaces the folder `out` by the site: every file as it is, with `.br` and `.gz` beside it where that
    /// is smaller, and `manifest.json`, written last.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub(crate) fn write(&self, out: &Path, effort: Effort) -> Result<()> {
        if out.exists() {
            std::fs::remove_dir_all(out).with_context(|| format!("cannot replace `{}`", out.display()))?;
        }
        std::fs::create_dir_all(out).with_context(|| format!("cannot create `{}`", out.display()))?;
        let entries: Vec<Result<Value>> = std::thread::scope(|scope| {
            let workers: Vec<_> = self
                .assets
                .iter()
                .map(|asset| scope.spawn(move || write_asset(asset, out, effort)))
                .collect();
            workers
                .into_iter()
                .map(|worker| {
                    worker
                        .join()
                        .unwrap_or_else(|_| Err(anyhow::anyhow!("compression stopped")))
                })
                .collect()
        });
        let entries = entries.into_iter().collect::<Result<Vec<_>>>()?;
        let manifest = serde_json::to_string_pretty(&json!({ "files": entries }))?;
        std::fs::write(out.join("manifest.json"), manifest)?;
        Ok(())
    }
}

fn write_asset(asset: &Asset, out: &Path, effort: Effort) -> Result<Value> {
    let name = asset.file_name();
    std::fs::write(out.join(name), &asset.bytes)?;
    let compressed = |extension: &str, compress: fn(&[u8], Effort) -> Result<Vec<u8>>| -> Result<Value> {
        if !is_compressible(asset.content_type) {
            return Ok(Value::Null);
        }
        let bytes = compress(&asset.bytes, effort)?;
        if bytes.len() >= asset.bytes.len() {
            return Ok(Value::Null);
        }
        let name = format!("{name}.{extension}");
        std::fs::write(out.join(&name), &bytes)?;
        Ok(json!({ "file": name, "size": bytes.len() }))
    };
    Ok(json!({
        "logical": asset.logical,
        "path": asset.path,
        "content_type": asset.content_type,
        "etag": asset.digest,
        "immutable": asset.immutable,
        "plain": { "file": name, "size": asset.bytes.len() },
        "brotli": compressed("br", brotli)?,
        "gzip": compressed("gz", gzip)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_hashed_files_are_replaced_and_longer_ones_are_not() {
        let mut site = Site::default();
        site.add(Asset::hashed("icon.svg", b"<svg/>".to_vec()));
        let path = Asset::hashed("icon.svg", b"<svg/>".to_vec()).path;
        let text = "a{background:url(/icon.svg)}b{background:url(/old/icon.svg)}";
        assert_eq!(
            site.with_hashed_names(text),
            format!("a{{background:url({path})}}b{{background:url(/old/icon.svg)}}")
        );
        assert_eq!(
            site.with_hashed_names(r#"{"src":"/icon.svg"}"#),
            format!(r#"{{"src":"{path}"}}"#)
        );
    }
}
