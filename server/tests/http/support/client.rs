//! A browser: it keeps cookies and says where its requests come from.

use super::Page;
use axum::body::Body;
use forecourt_server::http::front::Front;
use forecourt_server::start::Answers as _;
use http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE, USER_AGENT};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

/// A browser with its cookies. A clone is another window of it.
#[derive(Clone)]
pub(crate) struct Client {
    front: Front,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    secure: bool,
    /// The address that it is seen from.
    pub(crate) address: IpAddr,
}

/// One request, for tests that need more than `get` and `post`.
pub(crate) type Request = http::request::Builder;

impl Client {
    pub(super) fn new(front: Front, secure: bool) -> Self {
        Self {
            front,
            cookies: Arc::default(),
            secure,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        }
    }

    /// The same kind of browser at another address, with no cookies.
    pub(crate) fn at(&self, address: [u8; 4]) -> Self {
        Self {
            address: IpAddr::from(address),
            ..Self::new(self.front.clone(), self.secure)
        }
    }

    /// The value of a cookie that it keeps.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie into it.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::new().method("GET").uri(path), Body::empty())
            .await
    }

    /// Sends a form of this site.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let scheme = if self.secure { "https" } else { "http" };
        let origin = format!("{scheme}://forecourt.example");
        self.post_from(&origin, path, fields).await
    }

    /// Sends a form of a site at `origin`.
    pub(crate) async fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::new()
            .method("POST")
            .uri(path)
            .header(ORIGIN, origin)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Goes where a redirect leads, until there is a page.
    pub(crate) async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..5 {
            let Some(location) = page.location() else {
                return page;
            };
            page = self.get(&location).await;
        }
        panic!("redirected in circles");
    }

    /// Sends a request of one's own, with the cookies and the address of the browser.
    pub(crate) async fn send(&self, request: Request, body: Body) -> Page {
        let (parts, body) = self.answer(request, body).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Page::new(
            parts.status.as_u16(),
            parts.headers,
            String::from_utf8_lossy(&body).into_owned(),
        )
    }

    /// The same without reading the body, which may be a stream without an end.
    pub(crate) async fn answer(&self, request: Request, body: Body) -> http::Response<Body> {
        let cookies: Vec<String> = {
            let kept = self.cookies.lock().unwrap();
            kept.iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        };
        let mut request = request.header(HOST, "forecourt.example").header(
            USER_AGENT,
            "Mozilla/5.0 (X11; Linux x86_64; rv:95.0) Gecko/20100101 Firefox/95.0",
        );
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        let request = request.body(body).unwrap();
        let address = SocketAddr::new(self.address, 50_000);
        let response = self.front.answer(address, request).await;
        self.keep(response.headers());
        response
    }

    fn keep(&self, headers: &http::HeaderMap) {
        let mut kept = self.cookies.lock().unwrap();
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                kept.remove(name);
            } else {
                kept.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
