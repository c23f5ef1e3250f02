//! Clients that misbehave, against the loop that the program runs, with shorter limits than it has.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use forecourt_server::start::{Limits, serve_connections};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::client::Client;
use crate::program::PATIENCE;

/// More than the buffers of two operating systems hold.
const LARGE: usize = 64 << 20;

struct Running {
    address: SocketAddr,
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
    let router = Router::new()
        .route("/", get(|| async { "hello\n" }))
        .route("/large", get(|| async { vec![b'x'; LARGE] }))
        .route("/form", post(|body: Bytes| async move { body.len().to_string() }))
        .route("/events", get(endless))
        .layer(DefaultBodyLimit::max(1_000));
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve_connections(listener, router, limits, stop.clone()));
    Running {
        address,
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
