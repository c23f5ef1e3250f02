//! A server for clients that misbehave, and what such clients do.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use forecourt_server::start::{Answers, Limits, serve_connections};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::program::PATIENCE;

/// More than the buffers of two operating systems hold.
pub(crate) const LARGE: usize = 64 << 20;

/// Tells when nobody has a clone of it any more.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<Holders>);

#[derive(Default)]
struct Holders {
    count: Mutex<usize>,
    changed: Notify,
}

impl Held {
    fn guard(&self) -> Guard {
        *self.0.count.lock().unwrap() += 1;
        Guard(self.clone())
    }

    pub(crate) async fn freed(&self) {
        while *self.0.count.lock().unwrap() > 0 {
            self.0.changed.notified().await;
        }
    }
}

/// What an answer is made from.
struct Guard(Held);

impl Drop for Guard {
    fn drop(&mut self) {
        *self.0.0.count.lock().unwrap() -= 1;
        self.0.0.changed.notify_one();
    }
}

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    /// What the answers of `/held` are made from.
    pub(crate) held: Held,
    pub(crate) stop: CancellationToken,
    pub(crate) serving: JoinHandle<()>,
}

#[derive(Clone)]
struct Routes(Router);

impl Answers for Routes {
    async fn answer(&self, _: SocketAddr, request: Request) -> Response {
        self.0.clone().oneshot(request).await.unwrap()
    }
}

pub(crate) async fn start(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let endless = || async {
        let first = futures_util::stream::once(async { Ok::<_, Infallible>(Event::default().data("first")) });
        Sse::new(futures_util::StreamExt::chain(
            first,
            futures_util::stream::pending(),
        ))
    };
    let held = Held::default();
    let holding = {
        let held = held.clone();
        move || {
            let guard = held.guard();
            let pieces = futures_util::stream::repeat_with(move || {
                let _ = &guard;
                Ok::<_, Infallible>(Bytes::from(vec![b'x'; 64 << 10]))
            });
            async move { Body::from_stream(pieces) }
        }
    };
    let router = Router::new()
        .route("/held", get(holding))
        .route("/", get(|| async { "hello\n" }))
        .route("/large", get(|| async { vec![b'x'; LARGE] }))
        .route("/form", post(|body: Bytes| async move { body.len().to_string() }))
        .route("/events", get(endless))
        .layer(DefaultBodyLimit::max(1_000));
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve_connections(listener, Routes(router), limits, stop.clone()));
    Running {
        address,
        held,
        stop,
        serving,
    }
}

/// A connection on which `text` was sent.
pub(crate) async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Sends `text` and reads until the server closes.
pub(crate) async fn exchange(address: SocketAddr, text: &str) -> String {
    rest_of(&mut send(address, text).await).await
}

/// The beginning of an answer: `HTTP/1.1` and the status.
pub(crate) async fn status(stream: &mut TcpStream) -> String {
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    String::from_utf8(first.to_vec()).unwrap()
}

pub(crate) async fn rest_of(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end like any other.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("the server closes the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Everything that comes until `wanted` has come.
pub(crate) async fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut seen = String::new();
    while !seen.contains(wanted) {
        let mut bytes = [0; 1_024];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(length, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    seen
}

/// Asks on a connection that is kept, and reads until the body of the answer is there.
pub(crate) async fn next_answer(stream: &mut TcpStream) -> String {
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    read_until(stream, "hello\n").await
}
