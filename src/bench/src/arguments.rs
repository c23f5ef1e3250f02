//! The command line.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// What to measure and where to write it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    /// Rows whose name holds this text; empty for all.
    pub(crate) filter: String,
    /// Where to write the rows as JSON.
    pub(crate) json: Option<PathBuf>,
    /// Whether the rows at scale are measured without the peer beside them, which takes minutes.
    pub(crate) without_peers: bool,
}

impl Arguments {
    /// Reads the arguments.
    ///
    /// # Errors
    /// An unknown argument or one without its value.
    pub(crate) fn parse(words: &[String]) -> Result<Self> {
        let mut arguments = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("`{word}` needs a value"));
            match word.as_str() {
                "--filter" => value()?.clone_into(&mut arguments.filter),
                "--json" => arguments.json = Some(PathBuf::from(value()?)),
                "--without-peers" => arguments.without_peers = true,
                other => bail!("unknown argument `{other}`"),
            }
        }
        Ok(arguments)
    }

    /// Whether one of these rows is asked for.
    pub(crate) fn wants(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.contains(&self.filter))
    }
}
