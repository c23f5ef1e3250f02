//! The command line.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::compress::Effort;

/// Where everything is and where it goes.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// The compiled frontend, straight from the compiler.
    pub(crate) wasm: PathBuf,
    /// The module that starts the islands.
    pub(crate) loader: PathBuf,
    /// The style sheet that imports the others.
    pub(crate) styles: PathBuf,
    /// The folder of files that are served as they are.
    pub(crate) public: PathBuf,
    /// The folder that is replaced by the site.
    pub(crate) out: PathBuf,
    /// How hard to compress.
    pub(crate) effort: Effort,
}

impl Arguments {
    /// Reads the arguments, all of which but `--fast` are required.
    ///
    /// # Errors
    /// An unknown argument, one without its value, or one that is missing.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let (mut wasm, mut loader, mut styles, mut public, mut out) = (None, None, None, None, None);
        let mut effort = Effort::Most;
        while let Some(word) = words.next() {
            let place = match word.as_str() {
                "--wasm" => &mut wasm,
                "--loader" => &mut loader,
                "--styles" => &mut styles,
                "--public" => &mut public,
                "--out" => &mut out,
                "--fast" => {
                    effort = Effort::Little;
                    continue;
                }
                other => bail!("unknown argument `{other}`"),
            };
            *place = Some(PathBuf::from(
                words.next().with_context(|| format!("`{word}` needs a value"))?,
            ));
        }
        Ok(Self {
            wasm: wasm.context("`--wasm` is missing")?,
            loader: loader.context("`--loader` is missing")?,
            styles: styles.context("`--styles` is missing")?,
            public: public.context("`--public` is missing")?,
            out: out.context("`--out` is missing")?,
            effort,
        })
    }
}
