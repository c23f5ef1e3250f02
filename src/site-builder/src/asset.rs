//! One file of the site and the address it gets.

use sha2::{Digest as _, Sha256};

use crate::content_type::content_type;

/// Hexadecimal digits of the content's SHA-256 in a file name: 64 bits, far beyond chance collisions.
const DIGITS: usize = 16;

/// A file of the site, before compression.
#[derive(Debug)]
pub(crate) struct Asset {
    /// The name under which the program asks for it, such as `main.css` or `icons/app.svg`.
    pub(crate) logical: String,
    /// The address at which it is served.
    pub(crate) path: String,
    /// The start of the content's SHA-256.
    pub(crate) digest: String,
    /// Whether the address changes with the content, so that it can be kept forever.
    pub(crate) immutable: bool,
    /// What the browser is told it is.
    pub(crate) content_type: &'static str,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

impl Asset {
    /// A file under `/assets/` whose name carries the hash of its content.
    pub(crate) fn hashed(logical: &str, bytes: Vec<u8>) -> Self {
        let digest = digest(&bytes);
        let flat = logical.replace('/', "-");
        let path = match flat.rsplit_once('.') {
            Some((stem, extension)) => format!("/assets/{stem}.{digest}.{extension}"),
            None => format!("/assets/{flat}.{digest}"),
        };
        let content_type = content_type(logical);
        Self {
            logical: logical.to_owned(),
            path,
            digest,
            immutable: true,
            content_type,
            bytes,
        }
    }

    /// A file whose name is agreed with the outside, such as `/robots.txt`.
    pub(crate) fn stable(logical: &str, bytes: Vec<u8>) -> Self {
        let digest = digest(&bytes);
        let content_type = content_type(logical);
        Self {
            logical: logical.to_owned(),
            path: format!("/{logical}"),
            digest,
            immutable: false,
            content_type,
            bytes,
        }
    }

    /// The file name inside the site's folder.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

fn digest(bytes: &[u8]) -> String {
    let mut digest = format!("{:x}", Sha256::digest(bytes));
    digest.truncate(DIGITS);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_changes_with_the_content_only() {
        let one = Asset::hashed("fonts/text.woff2", b"one".to_vec());
        let two = Asset::hashed("fonts/text.woff2", b"two".to_vec());
        assert_eq!(one.path, Asset::hashed("fonts/text.woff2", b"one".to_vec()).path);
        assert_ne!(one.path, two.path);
        assert_eq!(one.path, "/assets/fonts-text.7692c3ad3540bb80.woff2");
    }

    #[test]
    fn a_stable_name_stays() {
        let robots = Asset::stable("robots.txt", b"User-agent: *".to_vec());
        assert_eq!(robots.path, "/robots.txt");
        assert_eq!(robots.file_name(), "robots.txt");
        assert!(!robots.immutable);
    }
}
