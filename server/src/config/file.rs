//! The configuration file.

use super::key::Key;
use super::layer::{Layer, Origin, secret_in};
use super::nearest::nearest;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Reads a configuration file.
pub(super) fn read(path: &Path) -> Result<Layer> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the configuration file {} cannot be read", path.display()))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        // Not what is written there: it may be the database's address with its password.
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or_else(String::new, |before| {
            format!("line {} of ", before.matches('\n').count() + 1)
        });
        anyhow::anyhow!(
            "{line}the configuration file {} is not TOML: {}; a text needs quotation marks around it",
            path.display(),
            error.message()
        )
    })?;
    let mut layer = Layer::default();
    for (name, value) in &table {
        let key = Key::ALL.into_iter().find(|key| key.name() == name);
        let secret_file = name.strip_suffix("_file").and_then(|name| {
            Key::ALL
                .into_iter()
                .find(|key| key.is_secret() && key.name() == name)
        });
        let origin = Origin::File(name.clone(), path.to_owned());
        match (key, secret_file) {
            (Some(key), _) => layer.set(key, text_of(value, &origin)?, origin),
            (None, Some(key)) if table.contains_key(key.name()) => bail!(
                "{} has both `{}` and `{name}`; keep one of them",
                path.display(),
                key.name()
            ),
            (None, Some(key)) => {
                let text = text_of(value, &origin)?;
                layer.set(key, secret_in(&beside(path, &text), &origin)?, origin);
            }
            (None, None) => bail!("{}", unknown(name, path)),
        }
    }
    Ok(layer)
}

/// A file that a configuration file names, seen from where that lies.
fn beside(config: &Path, named: &str) -> PathBuf {
    config
        .parent()
        .map_or_else(|| PathBuf::from(named), |folder| folder.join(named))
}

fn text_of(value: &Value, origin: &Origin) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Boolean(value) => Ok(value.to_string()),
        Value::Integer(number) => Ok(number.to_string()),
        _ => bail!("{origin} cannot be taken; write text in quotation marks, a number, or true or false"),
    }
}

fn unknown(name: &str, path: &Path) -> String {
    let mut names: Vec<String> = Key::ALL.iter().map(|key| key.name().to_owned()).collect();
    names.extend(
        Key::ALL
            .iter()
            .filter(|key| key.is_secret())
            .map(|key| format!("{}_file", key.name())),
    );
    let place = path.display();
    match nearest(name, &names) {
        Some(close) => format!("{place} has the unknown key `{name}`; did you mean `{close}`?"),
        None => format!(
            "{place} has the unknown key `{name}`; the keys are {}",
            names.join(", ")
        ),
    }
}
