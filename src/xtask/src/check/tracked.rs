//! What no tracked file may hold: addresses of package registries and paths of somebody's machine.

use std::path::Path;

use anyhow::Result;

use crate::process::{output, program};

/// Written in parts, so that this file does not hold them.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["registry.", "npmjs.org"], "names a package registry"),
    (&["registry.", "yarnpkg.com"], "names a package registry"),
    (&["static.", "crates.io"], "names a package registry"),
    (&["index.", "crates.io"], "names a package registry"),
    (&["files.", "pythonhosted.org"], "names a package registry"),
    (&["\"", "resolved\": \"http"], "names a package registry"),
    (&["/", "work/"], "holds a path of one machine"),
    (&["/", "root/"], "holds a path of one machine"),
];

/// The only registry that `Cargo.lock` may name, by Cargo's own identifier for it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Files with such text, one sentence for each line.
///
/// # Errors
/// `git` fails or a file cannot be read.
pub(crate) fn complaints(root: &Path) -> Result<Vec<String>> {
    let listed = output(program("git").current_dir(root).args(["ls-files", "-z"]))?;
    let here = root.to_string_lossy();
    let mut complaints = Vec::new();
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        // Pictures and fonts are not text; a file that is deleted but not yet committed is gone.
        let Ok(text) = std::fs::read_to_string(root.join(name)) else {
            continue;
        };
        complaints.extend(judge(name, &text));
        if text.contains(&*here) {
            complaints.push(format!("{name} holds the path of this folder"));
        }
    }
    Ok(complaints)
}

fn judge(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        for (parts, why) in FORBIDDEN {
            if holds(line, &parts.concat()) {
                complaints.push(format!("{place} {why}"));
            }
        }
        let source = line.strip_prefix("source = \"").filter(|_| name == "Cargo.lock");
        if source.is_some_and(|source| source.trim_end_matches('"') != REGISTRY) {
            complaints.push(format!("{place} takes a crate from elsewhere than crates.io"));
        }
    }
    complaints
}

/// Whether the line holds the text; a path must start there, so that `src/home/page.rs` is none.
fn holds(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        !text.starts_with('/')
            || before.is_none_or(|before| matches!(before, ' ' | '"' | '\'' | '`' | '=' | '(' | '\t'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tracked_file_holds_them() {
        assert_eq!(
            complaints(&crate::workspace::root()).unwrap(),
            Vec::<String>::new()
        );
    }

    #[test]
    fn they_are_found() {
        let path = ["cd ", "/", "work/x"].concat();
        assert_eq!(
            judge("a.md", &format!("fine\n{path}\n")),
            ["a.md:2 holds a path of one machine"]
        );
        assert_eq!(
            judge("a.rs", "use crate::pages/home/list; // app/src/home/page.rs"),
            Vec::<String>::new()
        );
        let lock = format!("source = \"{REGISTRY}\"\nsource = \"git+https://example.org/x\"\n");
        assert_eq!(judge("Cargo.lock", &lock).len(), 1);
    }
}
