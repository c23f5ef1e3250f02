//! Requests that are slow, too large, broken or never end.

use forecourt_server::start::Limits;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::support::{exchange, read_until, rest_of, send, start};
use crate::client::Client;

fn impatient() -> Limits {
    Limits {
        header_patience: Duration::from_millis(200),
        ..Limits::default()
    }
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
    let _stuck = send(
        server.address,
        "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc",
    )
    .await;
    assert_eq!(Client::new(server.address).get("/").await.unwrap().status, 200);
}

#[tokio::test]
async fn stopping_ends_event_streams_and_takes_no_more_connections() {
    let server = start(Limits::default()).await;
    let mut stream = send(server.address, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n").await;
    read_until(&mut stream, "first").await;
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
