//! What a browser is told that a file is.

use std::path::Path;

/// The content type of a file by its name.
pub(crate) fn content_type(name: &str) -> &'static str {
    if is_speculation_rules(name) {
        return "application/speculationrules+json";
    }
    match Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether compression is worth trying. The others are compressed formats already.
pub(crate) fn is_compressible(content_type: &str) -> bool {
    !matches!(
        content_type,
        "image/png" | "image/webp" | "font/woff2" | "application/octet-stream"
    )
}

/// Whether the file tells the browser which pages to fetch ahead. Its type is not plain JSON.
pub(crate) fn is_speculation_rules(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "json")
        && name.starts_with("speculation")
}
