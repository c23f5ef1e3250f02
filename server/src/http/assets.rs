//! The site inside the binary: scripts, style sheet, icons, compressed ahead and kept by browsers forever.

use std::sync::OnceLock;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, StatusCode};

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// A file of the site.
#[derive(Debug)]
pub(crate) struct AssetFile {
    /// The name under which the program asks for it, such as `main.css`.
    pub(crate) logical: &'static str,
    /// Where it is served; the name carries the content's hash unless it is agreed with the outside.
    pub(crate) path: &'static str,
    /// Its content type.
    pub(crate) content_type: &'static str,
    /// The start of the content's SHA-256.
    pub(crate) digest: &'static str,
    /// Whether another content would have another address.
    pub(crate) immutable: bool,
    /// The content.
    pub(crate) plain: &'static [u8],
    /// The content in brotli, where that is smaller.
    pub(crate) brotli: Option<&'static [u8]>,
    /// The content in gzip, where that is smaller.
    pub(crate) gzip: Option<&'static [u8]>,
}

/// The addresses that a page's head names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub stylesheet: &'static str,
    /// The module that starts the islands. It imports `glue`, which fetches the wasm.
    pub script: Option<&'static str>,
    /// The module between the browser and the wasm, for `modulepreload`.
    pub glue: Option<&'static str>,
    /// The icon of the browser's tab.
    pub icon: &'static str,
}

/// The addresses that a page's head names. Without a built site they are names that answer 404.
pub fn assets() -> Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    *ASSETS.get_or_init(|| Assets {
        stylesheet: asset("main.css").unwrap_or("/assets/main.css"),
        script: asset("loader.js"),
        glue: asset("forecourt_frontend.js"),
        icon: asset("favicon.svg")
            .or_else(|| asset("icon.svg"))
            .unwrap_or("/favicon.ico"),
    })
}

/// The address of a file by its path in `public/`, such as `icons/app.svg`.
pub fn asset(logical: &str) -> Option<&'static str> {
    FILES
        .iter()
        .find(|file| file.logical == logical)
        .map(|file| file.path)
}

/// Serves `/assets/…` and the files with agreed names, such as `/robots.txt`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    serve(FILES)
}

fn serve<S: Clone + Send + Sync + 'static>(files: &'static [AssetFile]) -> Router<S> {
    let find = async move |request: Request| {
        let path = request.uri().path();
        match files.iter().find(|file| file.path == path) {
            Some(file) => answer(file, request.headers()),
            None => not_found(),
        }
    };
    let mut router = Router::new().route("/assets/{*file}", get(find));
    for path in ["/robots.txt", "/favicon.ico", "/manifest.webmanifest"] {
        router = router.route(path, get(find));
    }
    let extra = files
        .iter()
        .filter(|file| !file.immutable && file.path.starts_with("/speculation"));
    extra.fold(router, |router, file| router.route(file.path, get(find)))
}

/// The file, or 304 when the browser has it.
fn answer(file: &AssetFile, headers: &HeaderMap) -> Response {
    let (encoding, bytes) = choose(file, headers);
    let etag = match encoding {
        Some(encoding) => format!("\"{}-{encoding}\"", file.digest),
        None => format!("\"{}\"", file.digest),
    };
    let keep = if file.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let known = matches_etag(headers, &etag);
    let mut response = Response::builder()
        .status(if known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        })
        .header(ETAG, etag)
        .header(CACHE_CONTROL, keep)
        .header(VARY, "accept-encoding");
    if !known {
        response = response
            .header(CONTENT_TYPE, file.content_type)
            .header(CONTENT_LENGTH, bytes.len());
        if let Some(encoding) = encoding {
            response = response.header(CONTENT_ENCODING, encoding);
        }
    }
    // axum drops the body of an answer to HEAD and keeps its length.
    response
        .body(if known { &[][..] } else { bytes }.into())
        .unwrap_or_else(|_| not_found())
}

fn not_found() -> Response {
    let mut response = Response::new("Not found\n".into());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// The smallest form that the client takes.
fn choose(file: &AssetFile, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if let Some(bytes) = file.brotli.filter(|_| accepts(accepted, "br")) {
        return (Some("br"), bytes);
    }
    if let Some(bytes) = file.gzip.filter(|_| accepts(accepted, "gzip")) {
        return (Some("gzip"), bytes);
    }
    (None, file.plain)
}

/// Whether an `Accept-Encoding` names `coding` with a weight above zero (RFC 9110 §12.5.3).
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(coding) && weight.is_ok_and(|weight| weight > 0.0)
    })
}

fn matches_etag(headers: &HeaderMap, etag: &str) -> bool {
    let asked = headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    asked
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == etag)
}

#[cfg(test)]
#[path = "assets_tests.rs"]
mod tests;
