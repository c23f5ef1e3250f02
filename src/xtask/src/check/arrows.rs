//! Which crate may use which: the layers of the workspace, read from the manifests.

use std::path::Path;

use anyhow::{Context as _, Result};
use toml::{Table, Value};

use crate::files;

/// The crates of the product and the others of the workspace that each may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("forecourt-model", &[]),
    ("forecourt-exchange", &["forecourt-model"]),
    ("forecourt-cmdlet", &["forecourt-model", "forecourt-exchange"]),
    ("forecourt-store", &["forecourt-model"]),
    (
        "forecourt-service",
        &["forecourt-model", "forecourt-exchange", "forecourt-store"],
    ),
    ("forecourt-app", &["forecourt-model", "forecourt-service"]),
    ("forecourt-frontend", &["forecourt-app"]),
    (
        "forecourt",
        &[
            "forecourt-model",
            "forecourt-exchange",
            "forecourt-cmdlet",
            "forecourt-store",
            "forecourt-service",
            "forecourt-app",
        ],
    ),
    ("forecourt-testkit", &[]),
    ("forecourt-xtask", &["forecourt-testkit"]),
    ("forecourt-site-builder", &[]),
    (
        "forecourt-bench",
        &["forecourt-testkit", "forecourt-cmdlet", "forecourt-model"],
    ),
    ("forecourt-oracle", &["forecourt-model"]),
];

/// Crates from outside that only some of ours may name.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx", &["forecourt-store"]),
    ("leptos", &["forecourt-app", "forecourt-frontend", "forecourt"]),
    // The measuring program compares with a bare handler.
    ("axum", &["forecourt", "forecourt-bench"]),
    // Another engine for the same rules, with a calendar of its own that `deny.toml` lets pass for it.
    ("cedar-policy", &["forecourt-bench", "forecourt-oracle"]),
];

/// Dependencies that no layer allows, one sentence for each.
///
/// # Errors
/// A manifest that cannot be read.
pub(crate) fn broken(root: &Path) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for folder in ["app", "server", "src"] {
        for file in files::under(&root.join(folder))? {
            if file.file_name().is_some_and(|name| name == "Cargo.toml") {
                let text = std::fs::read_to_string(&file)?;
                let found = judge(&text).with_context(|| format!("cannot judge `{}`", file.display()))?;
                complaints.extend(found);
            }
        }
    }
    Ok(complaints)
}

fn judge(manifest: &str) -> Result<Vec<String>> {
    let manifest: Table = manifest.parse()?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(Value::as_str);
    let name = name.context("the manifest names no package")?;
    let Some((_, allowed)) = ARROWS.iter().find(|(package, _)| *package == name) else {
        return Ok(vec![format!(
            "{name} is in no layer: add it to the table in `{}`",
            file!()
        )]);
    };
    let mut complaints = Vec::new();
    for (kind, dependency) in dependencies(&manifest) {
        let testing = kind == "dev-dependencies" && dependency == "forecourt-testkit";
        let ours = dependency == "forecourt" || dependency.starts_with("forecourt-");
        if ours && !testing && !allowed.contains(&dependency.as_str()) {
            complaints.push(format!("{name} must not depend on {dependency} ({kind})"));
        }
        let reserved = RESERVED.iter().find(|(package, _)| *package == dependency);
        if reserved.is_some_and(|(_, users)| !users.contains(&name)) {
            complaints.push(format!("{name} must not name {dependency} ({kind})"));
        }
    }
    Ok(complaints)
}

/// Kind and package name of every dependency, also of those for one platform and of renamed ones.
fn dependencies(manifest: &Table) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let targets = manifest
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(Table::values);
    for table in std::iter::once(manifest).chain(targets.filter_map(Value::as_table)) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (key, value) in table.get(kind).and_then(Value::as_table).into_iter().flatten() {
                let package = value.get("package").and_then(Value::as_str).unwrap_or(key);
                found.push((kind, package.to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_of_this_workspace_point_down() {
        assert_eq!(broken(&crate::workspace::root()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn arrows_that_point_up_are_found_wherever_they_hide() {
        let manifest = r#"
            [package]
            name = "forecourt-model"
            [dependencies]
            serde = "1"
            database = { package = "sqlx", version = "0.9" }
            [dev-dependencies]
            forecourt-testkit = { path = "../testkit" }
            forecourt-store = { path = "../store" }
            [target.'cfg(unix)'.dependencies]
            forecourt-app.workspace = true
        "#;
        let complaints = judge(manifest).unwrap();
        assert_eq!(
            complaints,
            [
                "forecourt-model must not name sqlx (dependencies)",
                "forecourt-model must not depend on forecourt-store (dev-dependencies)",
                "forecourt-model must not depend on forecourt-app (dependencies)",
            ]
        );
    }

    #[test]
    fn a_new_crate_needs_a_place() {
        assert_eq!(judge("[package]\nname = \"forecourt-extra\"\n").unwrap().len(), 1);
    }
}
