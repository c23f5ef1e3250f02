//! A small HTTP/1.1 client that sends exactly what it is told and keeps cookies.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::program::PATIENCE;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The head as it was sent.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The value of the hidden field `name` of the page's first form that has one.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let selector = scraper::Selector::parse(&format!("input[name=\"{name}\"]")).unwrap();
        let field = page.select(&selector).next()?;
        field.value().attr("value").map(str::to_owned)
    }

    fn parse(bytes: &[u8]) -> io::Result<Self> {
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or_else(cut)?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|text| text.parse().ok())
            .ok_or_else(cut)?;
        let mut answer = Self {
            status,
            head,
            body: String::new(),
        };
        let body = &bytes[end + 4..];
        let body = if answer.header("transfer-encoding") == Some("chunked") {
            dechunked(body).ok_or_else(cut)?
        } else {
            let length = answer.header("content-length").and_then(|text| text.parse().ok());
            if length.is_some_and(|length: usize| body.len() < length) {
                return Err(cut());
            }
            body.to_vec()
        };
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }
}

/// A body without its chunks' frames (RFC 9112, section 7.1); `None` when its end is missing.
fn dechunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 4 + size..)?;
    }
}

/// A browser's little cousin.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl Client {
    /// Without cookies.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// The same cookies at another server.
    pub(crate) fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    /// Whether it has a cookie for a session.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.cookies.contains_key("forecourt")
    }

    /// Fetches a page.
    pub(crate) async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, None).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send("POST", path, Some(&body)).await
    }

    /// Sends a request. An answer that breaks off is an error.
    pub(crate) async fn send(&mut self, method: &str, path: &str, form: Option<&str>) -> io::Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        request.push_str(&self.cookie_line());
        if let Some(form) = form {
            request.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
            request.push_str(&format!("Content-Length: {}\r\n", form.len()));
        }
        request.push_str("\r\n");
        request.push_str(form.unwrap_or_default());
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        let answer = Answer::parse(&bytes)?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    /// Opens a stream of events.
    pub(crate) async fn listen(&self, path: &str) -> Events {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{}\r\n",
            self.address,
            self.cookie_line()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        Events {
            stream,
            seen: String::new(),
        }
    }

    /// The header line with all cookies; nothing without any.
    fn cookie_line(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let pairs: Vec<_> = pairs.collect();
        if pairs.is_empty() {
            String::new()
        } else {
            format!("Cookie: {}\r\n", pairs.join("; "))
        }
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        let lines = answer.head.lines().filter_map(|line| line.split_once(':'));
        for (_, value) in lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let pair = value.split(';').next().unwrap_or_default().trim();
            let Some((name, content)) = pair.split_once('=') else {
                continue;
            };
            if content.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), content.to_owned());
            }
        }
    }
}

/// An answer that does not end.
pub(crate) struct Events {
    stream: TcpStream,
    seen: String,
}

impl Events {
    /// Reads until `text` has come, and says how long that took.
    pub(crate) async fn read_until(&mut self, text: &str) -> Duration {
        let begun = Instant::now();
        while !self.seen.contains(text) {
            let mut bytes = [0; 4_096];
            let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await;
            let length = read
                .unwrap_or_else(|_| panic!("no {text:?} in time: {}", self.seen))
                .unwrap();
            assert_ne!(length, 0, "the stream ended without {text:?}: {}", self.seen);
            self.seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
        }
        begun.elapsed()
    }
}
