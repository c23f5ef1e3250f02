//! Clients over HTTP/2 and how much they take.

use forecourt_server::start::Limits;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::frames::{data_until_the_end, frame, get_over_http2, next_frame, with_window};
use super::support::{LARGE, start};
use crate::client::Client;
use crate::program::PATIENCE;

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
        timeout(PATIENCE, server.held.freed())
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
        header_patience: Duration::from_millis(200),
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
async fn who_has_asked_over_http2_stays_for_longer_than_a_head_may_take() {
    let server = start(Limits {
        header_patience: Duration::from_millis(200),
        ..Limits::default()
    })
    .await;
    let mut asking = with_window(server.address, 65_535).await;
    for stream in [1, 3] {
        asking.write_all(&get_over_http2(stream, "/")).await.unwrap();
        while next_frame(&mut asking).await.0 != 0 {}
        let mut silent = with_window(server.address, 65_535).await;
        assert_eq!(data_until_the_end(&mut silent).await, 0, "it has asked nothing");
    }
    asking.write_all(&get_over_http2(5, "/")).await.unwrap();
    while next_frame(&mut asking).await.0 != 0 {}
}

#[tokio::test]
async fn who_only_pings_over_http2_is_not_kept_by_leaving_the_answers_unread() {
    let server = start(Limits {
        // Long enough that the buffers of both operating systems are full by then.
        header_patience: Duration::from_secs(2),
        reader_patience: PATIENCE * 2,
        ..Limits::default()
    })
    .await;
    let mut pinging = with_window(server.address, 65_535).await;
    let pings = frame(6, 0, 0, &[0; 8]).repeat(10_000);
    // Until the server takes no more, and then until it ends the connection.
    let ended = async { while pinging.write_all(&pings).await.is_ok() {} };
    timeout(PATIENCE, ended).await.expect("it has asked nothing");
}
