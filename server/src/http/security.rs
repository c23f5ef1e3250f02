//! What every request and every answer gets: a number, a nonce, and the headers that keep browsers strict.

use super::session::token_in;
use super::state::AppState;
use super::visit::Nonce;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The number of a request, for logs, answers and the audit trail.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The number of the request that carries `extensions`.
pub fn request_id(extensions: &Extensions) -> String {
    extensions
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default()
}

/// Gives the request a number, a nonce and its session token, and the answer its headers.
pub async fn prepare(State(state): State<AppState>, mut request: Request<Body>, next: Next) -> Response {
    let services = &state.services;
    let id = services
        .random()
        .identifier(services.clock().now())
        .simple()
        .to_string();
    let mut bytes = [0; 18];
    services.random().fill(&mut bytes);
    let nonce = STANDARD.encode(bytes);
    if let Some(token) = token_in(request.headers(), state.site.secure) {
        request.extensions_mut().insert(token);
    }
    request.extensions_mut().insert(Nonce(nonce.clone()));
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    decorate(response.headers_mut(), &nonce, state.site.secure);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The header with the number of a request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every answer carries, whatever it is.
pub(super) fn fixed() -> [(HeaderName, &'static str); 4] {
    [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ]
}

/// What every answer of a site behind TLS carries too.
pub(super) const TLS_ONLY: (HeaderName, &str) = (
    header::STRICT_TRANSPORT_SECURITY,
    "max-age=63072000; includeSubDomains",
);

fn decorate(headers: &mut HeaderMap, nonce: &str, secure: bool) {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let of_pages = [
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("x-permitted-cross-domain-policies"),
            "none",
        ),
    ];
    let of_tls = secure.then_some(TLS_ONLY);
    for (name, value) in fixed().into_iter().chain(of_pages).chain(of_tls) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
