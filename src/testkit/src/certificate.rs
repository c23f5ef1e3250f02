//! Certificates for servers on this machine: `server.pem` with `server.key.pem`, for `localhost` and `127.0.0.1`, signed by
//! `authority.pem`, which no machine trusts.

use std::path::{Path, PathBuf};

/// The path of a certificate or key of this name.
pub fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("certificates")
        .join(name)
}
