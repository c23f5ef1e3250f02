//! What a browser loads once.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::row::Row;

pub(crate) const NAMES: &[&str] = &["page/assets_brotli_total"];

/// All JavaScript, wasm and style sheets as they travel, in kB.
///
/// # Errors
/// `FORECOURT_SITE` names no built site.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let site = std::env::var_os("FORECOURT_SITE").context("`FORECOURT_SITE` names no site")?;
    let text =
        std::fs::read_to_string(Path::new(&site).join("manifest.json")).context("the site is not built")?;
    let bytes = total(&serde_json::from_str(&text)?).context("the site's manifest is incomplete")?;
    Ok(vec![Row::new(
        "page/assets_brotli_total",
        bytes / 1000.0,
        "kB",
        Some(100.0),
    )])
}

fn total(manifest: &Value) -> Option<f64> {
    let mut bytes = 0.0;
    for file in manifest.get("files")?.as_array()? {
        let name = Path::new(file.get("logical")?.as_str()?);
        if name
            .extension()
            .is_some_and(|extension| extension == "js" || extension == "wasm" || extension == "css")
        {
            let part = file
                .get("brotli")
                .filter(|part| part.is_object())
                .or_else(|| file.get("plain"))?;
            bytes += part.get("size")?.as_f64()?;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scripts_wasm_and_styles_count_as_they_travel() {
        let file = |logical: &str, brotli: Value| json!({"logical": logical, "plain": {"size": 100}, "brotli": brotli});
        let manifest = json!({"files": [
            file("main.css", json!({"size": 40})),
            file("loader.js", Value::Null),
            file("icon.svg", json!({"size": 7})),
        ]});
        assert_eq!(total(&manifest), Some(140.0));
    }
}
