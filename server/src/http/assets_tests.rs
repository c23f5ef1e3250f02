//! The assets over HTTP, with a site of two files.

use axum::body::Body;
use http::{HeaderName, Method};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;

static SITE: &[AssetFile] = &[
    AssetFile {
        logical: "main.css",
        path: "/assets/main.0123456789abcdef.css",
        content_type: "text/css; charset=utf-8",
        digest: "0123456789abcdef",
        immutable: true,
        plain: b"body{color:red}",
        brotli: Some(b"BR"),
        gzip: Some(b"GZIP"),
    },
    AssetFile {
        logical: "robots.txt",
        path: "/robots.txt",
        content_type: "text/plain; charset=utf-8",
        digest: "fedcba9876543210",
        immutable: false,
        plain: b"User-agent: *",
        brotli: None,
        gzip: None,
    },
];

const CSS: &str = "/assets/main.0123456789abcdef.css";

async fn call(
    method: Method,
    path: &str,
    headers: &[(HeaderName, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = serve::<()>(SITE)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    (
        parts.status,
        parts.headers,
        body.collect().await.unwrap().to_bytes().to_vec(),
    )
}

#[tokio::test]
async fn a_browser_gets_brotli_and_keeps_it_forever() {
    let (status, headers, body) =
        call(Method::GET, CSS, &[(ACCEPT_ENCODING, "gzip, deflate, br, zstd")]).await;
    assert_eq!((status, body.as_slice()), (StatusCode::OK, &b"BR"[..]));
    assert_eq!(headers[CONTENT_ENCODING], "br");
    assert_eq!(headers[CONTENT_TYPE], "text/css; charset=utf-8");
    assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(headers[VARY], "accept-encoding");
    assert_eq!(headers[ETAG], "\"0123456789abcdef-br\"");
}

#[tokio::test]
async fn the_encoding_follows_what_the_client_takes() {
    for (accepted, encoding, expected) in [
        ("gzip", Some("gzip"), &b"GZIP"[..]),
        ("br;q=0, gzip;q=0.5", Some("gzip"), b"GZIP"),
        ("BR", Some("br"), b"BR"),
        ("identity", None, b"body{color:red}"),
        ("brotli", None, b"body{color:red}"),
        ("", None, b"body{color:red}"),
    ] {
        let (_, headers, body) = call(Method::GET, CSS, &[(ACCEPT_ENCODING, accepted)]).await;
        let answered = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
        assert_eq!((answered, body.as_slice()), (encoding, expected), "{accepted}");
    }
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let accepted = (ACCEPT_ENCODING, "br");
    for (asked, status) in [
        ("\"0123456789abcdef-br\"", StatusCode::NOT_MODIFIED),
        ("\"x\", W/\"0123456789abcdef-br\"", StatusCode::NOT_MODIFIED),
        ("\"0123456789abcdef\"", StatusCode::OK),
    ] {
        let (answered, headers, body) =
            call(Method::GET, CSS, &[accepted.clone(), (IF_NONE_MATCH, asked)]).await;
        assert_eq!(answered, status, "{asked}");
        assert_eq!(body.is_empty(), status == StatusCode::NOT_MODIFIED);
        assert_eq!(headers[ETAG], "\"0123456789abcdef-br\"");
    }
}

#[tokio::test]
async fn head_has_the_length_and_no_body() {
    let (status, headers, body) = call(Method::HEAD, CSS, &[]).await;
    assert_eq!((status, body.len()), (StatusCode::OK, 0));
    assert_eq!(headers[CONTENT_LENGTH], "15");
}

#[tokio::test]
async fn agreed_names_are_asked_for_again_after_an_hour() {
    let (status, headers, body) = call(Method::GET, "/robots.txt", &[(ACCEPT_ENCODING, "br, gzip")]).await;
    assert_eq!((status, body.as_slice()), (StatusCode::OK, &b"User-agent: *"[..]));
    assert_eq!(headers[CACHE_CONTROL], "public, max-age=3600");
    assert!(!headers.contains_key(CONTENT_ENCODING));
}

#[tokio::test]
async fn everything_else_is_not_found_and_nothing_can_be_changed() {
    for path in [
        "/assets/main.css",
        "/assets/../robots.txt",
        "/assets/main.0000000000000000.css",
        "/favicon.ico",
    ] {
        assert_eq!(
            call(Method::GET, path, &[]).await.0,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        call(Method::POST, CSS, &[]).await.0,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[test]
fn every_embedded_file_has_an_address_of_its_own() {
    for (index, file) in FILES.iter().enumerate() {
        assert!(file.path.starts_with('/'));
        assert_eq!(
            FILES.iter().position(|other| other.path == file.path),
            Some(index)
        );
        assert!(!file.immutable || file.path.contains(file.digest));
    }
}
