//! Values from one source, with where each came from.

use super::key::Key;
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag(&'static str),
    /// A variable.
    Variable(String),
    /// A key of a configuration file.
    File(String, PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(formatter, "{flag}"),
            Self::Variable(name) => write!(formatter, "the variable {name}"),
            Self::File(key, path) => write!(formatter, "`{key}` in {}", path.display()),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, PartialEq, Eq)]
pub struct Setting {
    /// The value as it was written.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Values from one source, or from several put over each other.
#[derive(Clone, Default)]
pub struct Layer(BTreeMap<Key, Setting>);

impl Layer {
    /// Sets a value.
    pub fn set(&mut self, key: Key, value: String, origin: Origin) {
        self.0.insert(key, Setting { value, origin });
    }

    /// Sets a value that a flag gives, if it was given.
    #[must_use]
    pub fn flag(mut self, key: Key, flag: &'static str, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.set(key, value, Origin::Flag(flag));
        }
        self
    }

    /// The value for `key`.
    pub fn get(&self, key: Key) -> Option<&Setting> {
        self.0.get(&key)
    }

    /// These values, and those of `below` that are missing here.
    #[must_use]
    pub fn over(mut self, below: Self) -> Self {
        for (key, setting) in below.0 {
            self.0.entry(key).or_insert(setting);
        }
        self
    }
}

/// The values of the process's variables. An empty variable counts as not set.
pub(super) fn variables(variable: &dyn Fn(&str) -> Option<String>) -> Result<Layer> {
    let mut layer = Layer::default();
    let look_up = |name: &str| variable(name).filter(|value| !value.is_empty());
    for key in Key::ALL {
        let name = key.variable();
        let direct = look_up(&name);
        let file_name = format!("{name}_FILE");
        let from_file = key.is_secret().then(|| look_up(&file_name)).flatten();
        match (direct, from_file) {
            (Some(_), Some(_)) => bail!("both {name} and {file_name} are set; set one of them"),
            (Some(value), None) => layer.set(key, value, Origin::Variable(name)),
            (None, Some(path)) => {
                let origin = Origin::Variable(file_name);
                let value = secret_in(Path::new(&path), &origin)?;
                layer.set(key, value, origin);
            }
            (None, None) => {}
        }
    }
    Ok(layer)
}

/// The secret that a file holds: its text without the line break at the end.
pub(super) fn secret_in(path: &Path, origin: &Origin) -> Result<String> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the file {} that {origin} names cannot be read", path.display()))?;
    let value = text.trim_end_matches(['\r', '\n']);
    if value.is_empty() {
        bail!("the file {} that {origin} names is empty", path.display());
    }
    Ok(value.to_owned())
}
