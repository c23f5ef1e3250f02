//! Who has a place, and who gives it away.

use forecourt_server::start::Limits;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::frames::used_once;
use super::support::{LARGE, next_answer, rest_of, send, start, status};
use crate::client::Client;
use crate::program::PATIENCE;

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
        half_open.push(send(server.address, "GET / HT").await);
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

#[tokio::test]
async fn connections_that_were_used_once_give_way_the_one_that_is_idle_for_the_longest_first() {
    let server = start(Limits {
        connections: 4,
        ..Limits::default()
    })
    .await;
    let mut listening = send(server.address, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(status(&mut listening).await, "HTTP/1.1 200");
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
    // The server says to go on when it waits for the body.
    let mut busy = send(
        server.address,
        "POST /form HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
    )
    .await;
    assert_eq!(status(&mut busy).await, "HTTP/1.1 100");
    let address = server.address;
    let waiting = tokio::spawn(async move { Client::new(address).get("/").await.unwrap().body });
    busy.write_all(b"abc").await.unwrap();
    // Well before the patience with a kept connection ends by itself.
    let answer = timeout(Duration::from_secs(5), rest_of(&mut busy)).await.unwrap();
    assert!(answer.ends_with("\r\n\r\n3"), "{answer}");
    let body = timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();
    assert_eq!(body, "hello\n");
}

/// How many bytes still come until the server closes, or breaks off.
async fn length_of_the_rest(stream: &mut TcpStream) -> usize {
    let (mut read, mut bytes) = (0, vec![0; 1 << 20]);
    while let Ok(length @ 1..) = stream.read(&mut bytes).await {
        read += length;
    }
    read
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_place() {
    let server = start(Limits {
        connections: 1,
        reader_patience: Duration::from_millis(200),
        ..Limits::default()
    })
    .await;
    let mut slow = send(server.address, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(status(&mut slow).await, "HTTP/1.1 200");
    // The only place is taken until the server gives up on who has it.
    let answer = timeout(PATIENCE, Client::new(server.address).get("/")).await;
    assert_eq!(answer.unwrap().unwrap().body, "hello\n");
    let read = length_of_the_rest(&mut slow).await;
    assert!(read < LARGE, "the rest was not sent");
}

#[tokio::test]
async fn an_answer_that_is_still_being_read_is_not_cut_off_for_another() {
    let server = start(Limits {
        connections: 1,
        ..Limits::default()
    })
    .await;
    let mut slow = send(server.address, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(status(&mut slow).await, "HTTP/1.1 200");
    let mut waiting = send(server.address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let read = length_of_the_rest(&mut slow).await;
    assert!(read > LARGE, "{read}");
    // The connection was not left open: the place was wanted.
    assert!(rest_of(&mut waiting).await.ends_with("hello\n"));
}
