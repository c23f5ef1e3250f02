//! Where things are.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

/// A path inside the workspace.
pub(crate) fn path(inside: &str) -> PathBuf {
    root().join(inside)
}

/// The release binary.
pub(crate) fn release_binary() -> PathBuf {
    path("target/release").join(format!("forecourt{}", std::env::consts::EXE_SUFFIX))
}

/// The binary for development.
pub(crate) fn dev_binary() -> PathBuf {
    path("target/debug").join(format!("forecourt{}", std::env::consts::EXE_SUFFIX))
}
