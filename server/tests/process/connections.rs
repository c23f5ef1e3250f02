//! Clients that misbehave, against the loop that the program runs, with shorter limits than it has.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use forecourt_server::start::{Limits, serve_connections};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::client::Client;
use crate::program::PATIENCE;

/// More than the buffers of two operating systems hold.
const LARGE: usize = 64 << 20;

/// Tells when nobody has a clone of it any more.
#[derive(Clone, Default)]
struct Held(Arc<Holders>);

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

    async fn is_free(&self) {
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

struct Running {
    address: SocketAddr,
    /// What the answers of `/held` are made from.
    held: Held,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

async fn start(limits: Limits) -> Running {
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
    let serving = tokio::spawn(serve_connections(listener, router, limits, stop.clone()));
    Running {
        address,
        held,
        stop,
        serving,
    }
}

fn impatient() -> Limits {
    Limits {
        header_patience: Duration::from_millis(200),
        ..Limits::default()
    }
}

/// Sends `text` and reads until the server closes.
async fn exchange(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    rest_of(&mut stream).await
}

async fn rest_of(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end like any other.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("the server closes the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn silent_and_slow_clients_are_cut_off() {
    let server = start(impatient()).await;
    for text in ["", "P", "PRI * HTTP", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let answer = exchange(server.address, text).await;
        assert!(!answer.contains("200"), "{text:?}: {answer}");
    }
    // A client that did ask is answered, and then cut off as well when it asks nothing more.
    let answer = exchange(server.address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.ends_with("hello\n"), "{answer}");
}

#[tokio::test]
async fn half_open_connections_give_way_to_others() {
    // Nobody waits for the patience to end: it is ten seconds.
    let server = start(Limits {
        connections: 8,
        ..Limits::default()
    })
    .await;
    let mut kept = TcpStream::connect(server.address).await.unwrap();
    assert!(next_answer(&mut kept).await.ends_with("hello\n"));
    let mut half_open = Vec::new();
    for _ in 0..32 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"GET / HT").await.unwrap();
        half_open.push(stream);
    }
    let answer = timeout(Duration::from_secs(5), Client::new(server.address).get("/")).await;
    assert_eq!(answer.unwrap().unwrap().body, "hello\n");
    assert!(
        next_answer(&mut kept).await.ends_with("hello\n"),
        "who has asked stays"
    );
    // The oldest was pushed out; the newest is still waited for.
    assert_eq!(rest_of(&mut half_open[0]).await, "");
    half_open[31]
        .write_all(b"TP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    assert!(rest_of(&mut half_open[31]).await.ends_with("hello\n"));
}

/// A connection over HTTP/2 that has asked once and stays.
async fn used_once(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Preface and settings; then GET / as stream 1, its head in indexes of the static table.
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    bytes.extend([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    bytes.extend([0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 1, b'x']);
    stream.write_all(&bytes).await.unwrap();
    let mut seen: Vec<u8> = Vec::new();
    while !seen.windows(6).any(|piece| piece == b"hello\n") {
        let mut bytes = [0; 1_024];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(length, 0, "{seen:?}");
        seen.extend(&bytes[..length]);
    }
    stream
}

#[tokio::test]
async fn connections_that_were_used_once_give_way_the_one_that_is_idle_for_the_longest_first() {
    let server = start(Limits {
        connections: 4,
        ..Limits::default()
    })
    .await;
    let mut listening = TcpStream::connect(server.address).await.unwrap();
    listening
        .write_all(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 12];
    listening.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let mut kept = TcpStream::connect(server.address).await.unwrap();
    next_answer(&mut kept).await;
    let mut idle = used_once(server.address).await;
    let _other = used_once(server.address).await;
    next_answer(&mut kept).await;
    // All places are taken, and nobody is silent.
    let answer = timeout(Duration::from_secs(5), Client::new(server.address).get("/")).await;
    assert_eq!(answer.unwrap().unwrap().body, "hello\n");
    rest_of(&mut idle).await;
    assert!(
        next_answer(&mut kept).await.ends_with("hello\n"),
        "who asked later stays"
    );
    server.stop.cancel();
    let end = rest_of(&mut listening).await;
    assert!(end.ends_with("0\r\n\r\n"), "who is being answered stays: {end:?}");
}

#[tokio::test]
async fn who_waits_for_a_place_gets_the_first_that_becomes_idle() {
    let server = start(Limits {
        connections: 1,
        ..Limits::default()
    })
    .await;
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    // The server says to go on when it waits for the body.
    busy.write_all(b"POST /form HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        .await
        .unwrap();
    let mut head = [0; 12];
    busy.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 100");
    let address = server.address;
    let waiting = tokio::spawn(async move { Client::new(address).get("/").await.unwrap().body });
    busy.write_all(b"abc").await.unwrap();
    // Well before the patience with a kept connection ends by itself.
    let answer = timeout(Duration::from_secs(5), rest_of(&mut busy)).await.unwrap();
    assert!(answer.ends_with("\r\n\r\n3"), "{answer}");
    let body = timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();
    assert_eq!(body, "hello\n");
}

/// Asks on a connection that is kept, and reads until the body of the answer is there.
async fn next_answer(stream: &mut TcpStream) -> String {
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut seen = String::new();
    while !seen.ends_with("hello\n") {
        let mut bytes = [0; 1_024];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(length, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    seen
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_place() {
    let server = start(Limits {
        connections: 1,
        reader_patience: Duration::from_millis(200),
        ..Limits::default()
    })
    .await;
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 12];
    slow.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    // The only place is taken until the server gives up on who has it.
    let answer = timeout(PATIENCE, Client::new(server.address).get("/")).await;
    assert_eq!(answer.unwrap().unwrap().body, "hello\n");
    let mut read = first.len();
    let mut bytes = vec![0; 1 << 20];
    while let Ok(length @ 1..) = slow.read(&mut bytes).await {
        read += length;
    }
    assert!(read < LARGE, "the rest was not sent");
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = length[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// GET of `path` as `stream`.
fn get_over_http2(stream: u32, path: &str) -> Vec<u8> {
    // Method and scheme from the static table; path and authority as they are.
    let mut head = vec![0x82, 0x86, 0x44, u8::try_from(path.len()).unwrap()];
    head.extend(path.as_bytes());
    head.extend([0x41, 1, b'x']);
    frame(1, 5, stream, &head)
}

/// A connection over HTTP/2 whose streams take no more than `window` bytes each until they say otherwise.
async fn with_window(address: SocketAddr, window: u32) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let mut setting = vec![0, 4];
    setting.extend(window.to_be_bytes());
    bytes.extend(frame(4, 0, 0, &setting));
    stream.write_all(&bytes).await.unwrap();
    stream
}

/// The kind, the stream and the payload of the next frame.
async fn next_frame(stream: &mut TcpStream) -> (u8, u8, Vec<u8>) {
    let mut head = [0; 9];
    timeout(PATIENCE, stream.read_exact(&mut head))
        .await
        .unwrap()
        .unwrap();
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; usize::try_from(length).unwrap()];
    timeout(PATIENCE, stream.read_exact(&mut payload))
        .await
        .unwrap()
        .unwrap();
    (head[3], head[4], payload)
}

/// Everything that comes until the server closes, as the number of bytes in DATA frames.
async fn data_until_the_end(stream: &mut TcpStream) -> usize {
    let bytes = {
        let mut bytes = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes))
            .await
            .expect("the server closes");
        bytes
    };
    let (mut rest, mut data) = (bytes.as_slice(), 0);
    while rest.len() >= 9 {
        let length = usize::try_from(u32::from_be_bytes([0, rest[0], rest[1], rest[2]])).unwrap();
        data += if rest[3] == 0 { length } else { 0 };
        rest = rest.get(9 + length..).unwrap_or_default();
    }
    data
}

#[tokio::test]
async fn a_client_that_never_opens_its_window_loses_its_place_and_what_lies_for_it() {
    for (window, most) in [(0, 0), (1, 100)] {
        let server = start(Limits {
            connections: 1,
            reader_patience: Duration::from_millis(200),
            ..Limits::default()
        })
        .await;
        let mut closed = with_window(server.address, window).await;
        let mut asked = Vec::new();
        for number in 0..100 {
            asked.extend(get_over_http2(2 * number + 1, "/held"));
        }
        closed.write_all(&asked).await.unwrap();
        // The only place is taken until the server gives up on who has it.
        let answer = timeout(PATIENCE, Client::new(server.address).get("/")).await;
        assert_eq!(answer.unwrap().unwrap().body, "hello\n");
        let read = data_until_the_end(&mut closed).await;
        assert!(read <= most, "window {window}: {read}");
        timeout(PATIENCE, server.held.is_free())
            .await
            .expect("nothing is held any more");
    }
}

#[tokio::test]
async fn an_answer_of_one_piece_is_not_swallowed_by_a_window_of_one_byte() {
    let server = start(Limits {
        reader_patience: Duration::from_millis(200),
        ..Limits::default()
    })
    .await;
    // Nobody wants the place, and idle connections stay for much longer than this test waits.
    let mut closed = with_window(server.address, 1).await;
    closed.write_all(&get_over_http2(1, "/large")).await.unwrap();
    assert_eq!(data_until_the_end(&mut closed).await, 1);
}

#[tokio::test]
async fn who_asks_nothing_more_over_http2_is_not_kept_for_ever() {
    let server = start(Limits {
        idle_patience: Duration::from_millis(200),
        ..Limits::default()
    })
    .await;
    // Nobody wants the place; what was answered lies in the connection, because only a byte of it is taken.
    let mut closed = with_window(server.address, 1).await;
    closed.write_all(&get_over_http2(1, "/")).await.unwrap();
    assert_eq!(data_until_the_end(&mut closed).await, 1);
    // Who never asked anything is not kept either.
    let mut silent = with_window(server.address, 65_535).await;
    assert_eq!(data_until_the_end(&mut silent).await, 0);
    // An answer without an end is no idleness.
    let mut listening = with_window(server.address, 65_535).await;
    listening.write_all(&get_over_http2(1, "/events")).await.unwrap();
    while next_frame(&mut listening).await.0 != 0 {}
    let mut other = with_window(server.address, 65_535).await;
    assert_eq!(
        data_until_the_end(&mut other).await,
        0,
        "longer than the patience"
    );
    listening.write_all(&get_over_http2(3, "/")).await.unwrap();
    let mut data = Vec::new();
    while data != b"hello\n" {
        let (kind, _, payload) = next_frame(&mut listening).await;
        data = if kind == 0 { payload } else { data };
    }
}

#[tokio::test]
async fn a_window_that_is_opened_piece_by_piece_gets_the_whole_answer() {
    let server = start(Limits::default()).await;
    let mut stream = with_window(server.address, 0).await;
    stream.write_all(&get_over_http2(1, "/large")).await.unwrap();
    while next_frame(&mut stream).await.0 != 1 {}
    let (mut read, mut is_end) = (0, false);
    while !is_end {
        // A megabyte more for the stream, and for the connection.
        let more = (1_u32 << 20).to_be_bytes();
        let opened = [frame(8, 0, 1, &more), frame(8, 0, 0, &more)].concat();
        stream.write_all(&opened).await.unwrap();
        let until = (read + (1 << 20)).min(LARGE);
        while read < until {
            let (kind, flags, payload) = next_frame(&mut stream).await;
            if kind == 0 {
                assert!(payload.iter().all(|byte| *byte == b'x'));
                read += payload.len();
                is_end |= flags & 1 == 1;
            }
        }
        // The end may come as a frame of its own.
        while read == LARGE && !is_end {
            let (kind, flags, _) = next_frame(&mut stream).await;
            is_end |= kind == 0 && flags & 1 == 1;
        }
    }
    assert_eq!(read, LARGE);
}

#[tokio::test]
async fn an_answer_that_is_still_being_read_is_not_cut_off_for_another() {
    let server = start(Limits {
        connections: 1,
        ..Limits::default()
    })
    .await;
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 12];
    slow.read_exact(&mut first).await.unwrap();
    let mut waiting = TcpStream::connect(server.address).await.unwrap();
    waiting
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut read = first.len();
    let mut bytes = vec![0; 1 << 20];
    while let Ok(length @ 1..) = slow.read(&mut bytes).await {
        read += length;
    }
    assert!(read > LARGE, "{read}");
    // The connection was not left open: the place was wanted.
    assert!(rest_of(&mut waiting).await.ends_with("hello\n"));
}

#[tokio::test]
async fn heads_and_bodies_that_are_too_large_are_refused() {
    let server = start(Limits::default()).await;
    let long = "x".repeat(40_000);
    let answer = exchange(
        server.address,
        &format!("GET /?{long} HTTP/1.1\r\nHost: x\r\n\r\n"),
    )
    .await;
    assert!(
        answer.is_empty() || answer.contains(" 431 ") || answer.contains(" 414 "),
        "{answer}"
    );
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {long}\r\n\r\n");
    let answer = exchange(server.address, &head).await;
    assert!(answer.is_empty() || answer.contains(" 431 "), "{answer}");
    let many = "X-A: 1\r\n".repeat(200);
    let answer = exchange(
        server.address,
        &format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"),
    )
    .await;
    assert!(answer.contains(" 431 "), "{answer}");
    let mut client = Client::new(server.address);
    let body = "y".repeat(1_001);
    assert_eq!(
        client.send("POST", "/form", Some(&body)).await.unwrap().status,
        413
    );
    assert_eq!(
        client
            .send("POST", "/form", Some(&body[..1_000]))
            .await
            .unwrap()
            .body,
        "1000"
    );
    let garbage = exchange(server.address, "\u{0}\u{1}\u{2} no protocol at all\r\n\r\n").await;
    assert!(garbage.contains(" 400 "), "{garbage}");
    assert_eq!(client.get("/").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_body_that_is_announced_and_never_sent_is_only_its_senders_problem() {
    let server = start(Limits::default()).await;
    let mut stuck = TcpStream::connect(server.address).await.unwrap();
    stuck
        .write_all(b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc")
        .await
        .unwrap();
    assert_eq!(Client::new(server.address).get("/").await.unwrap().status, 200);
}

#[tokio::test]
async fn stopping_ends_event_streams_and_takes_no_more_connections() {
    let server = start(Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream
        .write_all(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut seen = String::new();
    while !seen.contains("first") {
        let mut bytes = [0; 1_024];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(length, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    server.stop.cancel();
    let end = rest_of(&mut stream).await;
    assert!(end.ends_with("0\r\n\r\n"), "the stream ends properly: {end:?}");
    // Well within the ten seconds that unfinished answers get.
    timeout(Duration::from_secs(5), server.serving)
        .await
        .unwrap()
        .unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
