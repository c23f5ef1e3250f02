//! Requests that were written ahead, on connections that are kept open: so little is done between them that what asks
//! costs less than what answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::process_figures::processor_seconds;

/// A POST of JSON, as it goes over the wire. `credentials` come after the word Authorization; none when empty.
pub(crate) fn post(address: SocketAddr, path: &str, credentials: &str, body: &str) -> Vec<u8> {
    let credentials = match credentials {
        "" => String::new(),
        credentials => format!("Authorization: {credentials}\r\n"),
    };
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         {credentials}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A connection that is kept open.
pub(crate) struct Line {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Line {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            held: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and returns the body of its answer.
    ///
    /// # Errors
    /// The connection breaks, or the answer is not 200 or does not say how long it is.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request).await?;
        self.held.clear();
        loop {
            let read = self.stream.read_buf(&mut self.held).await?;
            ensure!(read > 0, "the server closed the connection");
            let Some(head) = head_of(&self.held) else {
                continue;
            };
            ensure!(head.status == 200, "{}", String::from_utf8_lossy(&self.held));
            let body = head.length;
            while self.held.len() < head.end + body {
                let read = self.stream.read_buf(&mut self.held).await?;
                ensure!(read > 0, "the server closed the connection");
            }
            return self.held.get(head.end..head.end + body).context("a body");
        }
    }
}

struct Head {
    status: u16,
    end: usize,
    length: usize,
}

/// The head of an answer, once it is all there.
fn head_of(bytes: &[u8]) -> Option<Head> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let mut lines = text.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?;
    let length = length.1.trim().parse().ok()?;
    Some(Head { status, end, length })
}

/// Where a load goes, and what it asks.
#[derive(Clone)]
pub(crate) struct Load {
    /// The server.
    pub(crate) address: SocketAddr,
    /// The number of its process.
    pub(crate) process: u32,
    /// The requests, as they go over the wire.
    pub(crate) requests: Arc<Vec<Vec<u8>>>,
}

/// What a load came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came {
    /// Processor time of the server for each request, in microseconds: what one core needs.
    pub(crate) processor_micros: f64,
    /// Time for each request by the clock, in microseconds, over all connections.
    pub(crate) clock_micros: f64,
}

impl Load {
    /// Asks the requests over and over on `connections` connections for `time`, one at a time on each.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn run(&self, connections: usize, time: Duration) -> Result<Came> {
        let mut lines = Vec::new();
        for _ in 0..connections {
            lines.push(Line::open(self.address).await?);
        }
        let (begun, before) = (Instant::now(), processor_seconds(self.process)?);
        let tasks: Vec<_> = lines
            .into_iter()
            .enumerate()
            .map(|(at, mut line)| {
                let requests = Arc::clone(&self.requests);
                // Each begins elsewhere, so that they do not ask the same at once.
                let from = at * requests.len() / connections;
                tokio::spawn(async move {
                    let mut answers: u32 = 0;
                    for request in requests.iter().cycle().skip(from) {
                        if begun.elapsed() >= time {
                            break;
                        }
                        line.ask(request).await?;
                        answers += 1;
                    }
                    anyhow::Ok(answers)
                })
            })
            .collect();
        let mut answers: f64 = 0.0;
        for task in tasks {
            answers += f64::from(task.await??);
        }
        let (spent, passed) = (processor_seconds(self.process)? - before, begun.elapsed());
        Ok(Came {
            processor_micros: spent * 1_000_000.0 / answers,
            clock_micros: passed.as_secs_f64() * 1_000_000.0 / answers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_complete() {
        let text = b"HTTP/1.1 200 OK\r\ncontent-type: a\r\nContent-Length: 12\r\n\r\nhello";
        let head = head_of(text).unwrap();
        assert_eq!((head.status, head.length, head.end), (200, 12, text.len() - 5));
        assert!(head_of(&text[..30]).is_none());
        assert!(head_of(b"HTTP/1.1 200 OK\r\n\r\n").is_none());
    }
}
