//! The wasm, the glue that wasm-bindgen generates for it, and the loader that starts both.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::asset::Asset;
use crate::site::Site;

/// Names that `src/frontend/loader.js` writes and that are replaced by the hashed ones.
const GLUE: &str = "forecourt_frontend.js";
const WASM: &str = "forecourt_frontend_bg.wasm";

/// Adds `loader.js`, the glue and the wasm.
///
/// # Errors
/// A wasm file that does not come from the same version of wasm-bindgen, or a loader that names neither file.
pub(crate) fn add(site: &mut Site, wasm: &Path, loader: &Path) -> Result<()> {
    let mut generated = Bindgen::new()
        .input_path(wasm)
        .out_name("forecourt_frontend")
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate_output()
        .with_context(|| format!("cannot generate the glue of `{}`", wasm.display()))?;
    let mut glue = generated.js().to_owned();
    for (written, text) in modules_of_crates(&generated) {
        let module = Asset::hashed(&written, text.into_bytes());
        glue = glue.replace(&format!("./{written}"), &format!("./{}", module.file_name()));
        site.add(module);
    }
    let glue = Asset::hashed(GLUE, glue.into_bytes());
    let wasm = Asset::hashed(WASM, generated.wasm_mut().emit_wasm());

    let mut text = std::fs::read_to_string(loader)
        .with_context(|| format!("cannot read the loader `{}`", loader.display()))?;
    for asset in [&glue, &wasm] {
        let written = format!("./{}", asset.logical);
        if !text.contains(&written) {
            bail!("the loader does not name `{written}`");
        }
        text = text.replace(&written, &format!("./{}", asset.file_name()));
    }
    site.add(Asset::hashed("loader.js", text.into_bytes()));
    site.add(glue);
    site.add(wasm);
    Ok(())
}

/// The JavaScript that crates bring along, with the names by which the glue imports it, in a stable order.
fn modules_of_crates(generated: &Output) -> Vec<(String, String)> {
    let mut modules: Vec<(String, String)> = Vec::new();
    for (owner, texts) in generated.snippets() {
        for (index, text) in texts.iter().enumerate() {
            modules.push((format!("snippets/{owner}/inline{index}.js"), text.clone()));
        }
    }
    for (path, text) in generated.local_modules() {
        modules.push((format!("snippets/{path}"), text.clone()));
    }
    modules.sort();
    modules
}
