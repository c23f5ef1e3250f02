//! Requests one after another, and many at once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use bytes::Bytes;

use crate::client::Client;
use crate::median::median;

/// Where the load goes.
#[derive(Clone, Debug)]
pub(crate) struct Aim {
    /// The server.
    pub(crate) address: SocketAddr,
    /// The page.
    pub(crate) path: String,
    /// The session.
    pub(crate) cookies: String,
    /// Whether the server keeps a connection open after an answer. If not, each request gets a new one, opened
    /// before its time is taken.
    pub(crate) keeps_open: bool,
}

impl Aim {
    /// The median time of `requests` on one connection, in milliseconds, from the request to the last byte.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn latency(&self, requests: u32) -> Result<f64> {
        Ok(median(&self.times(requests, Duration::MAX).await?))
    }

    /// The time of each of `requests`, one after another, in milliseconds, from the request to the last byte. After
    /// `limit` no further one is begun; the first always is.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn times(&self, requests: u32, limit: Duration) -> Result<Vec<f64>> {
        let begin = Instant::now();
        let mut client = self.connect().await?;
        let mut times = Vec::new();
        for request in 0..requests {
            if request > 0 {
                if begin.elapsed() > limit {
                    break;
                }
                self.renew(&mut client).await?;
            }
            let start = Instant::now();
            self.ask(&mut client).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(times)
    }

    /// The text of the page, and the time of its request in milliseconds.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn text(&self) -> Result<(String, f64)> {
        let mut client = self.connect().await?;
        let start = Instant::now();
        let body = self.ask(&mut client).await?;
        let time = start.elapsed().as_secs_f64() * 1000.0;
        Ok((String::from_utf8_lossy(&body).into_owned(), time))
    }

    /// Requests per second on `connections` connections over `time`.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn throughput(&self, connections: u32, time: Duration) -> Result<Throughput> {
        self.throughput_of(&Paths::new(vec![self.path.clone()]), connections, time)
            .await
    }

    /// The same, each request with the next of `paths`.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn throughput_of(
        &self,
        paths: &Paths,
        connections: u32,
        time: Duration,
    ) -> Result<Throughput> {
        let mut tasks = Vec::new();
        let start = Instant::now();
        for _ in 0..connections {
            let (aim, paths) = (self.clone(), paths.clone());
            tasks.push(tokio::spawn(async move {
                let mut client = aim.connect().await?;
                let mut answers = 0_u32;
                while start.elapsed() < time {
                    ask(&mut client, paths.next()).await?;
                    answers += 1;
                    aim.renew(&mut client).await?;
                }
                anyhow::Ok(answers)
            }));
        }
        let mut answers = 0.0;
        for task in tasks {
            answers += f64::from(task.await??);
        }
        Ok(Throughput {
            answers,
            seconds: start.elapsed().as_secs_f64(),
        })
    }

    async fn ask(&self, client: &mut Client) -> Result<Bytes> {
        ask(client, &self.path).await
    }

    async fn connect(&self) -> Result<Client> {
        Client::connect(self.address, &self.cookies).await
    }

    async fn renew(&self, client: &mut Client) -> Result<()> {
        if !self.keeps_open {
            *client = self.connect().await?;
        }
        Ok(())
    }
}

async fn ask(client: &mut Client, path: &str) -> Result<Bytes> {
    let answer = client.get(path).await?;
    if answer.status() != http::StatusCode::OK {
        bail!("`{path}` was answered with {}", answer.status());
    }
    Ok(answer.into_body())
}

/// Pages that are asked for one after another, by all connections together; after the last comes the first.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    paths: Arc<[String]>,
    asked: Arc<AtomicUsize>,
}

impl Paths {
    /// These pages.
    pub(crate) fn new(paths: Vec<String>) -> Self {
        Self {
            paths: paths.into(),
            asked: Arc::default(),
        }
    }

    fn next(&self) -> &str {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let path = number.checked_rem(self.paths.len()).map(|at| self.paths.get(at));
        path.flatten().map_or("/", String::as_str)
    }
}

/// What a load achieved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Throughput {
    /// Requests answered.
    pub(crate) answers: f64,
    /// How long it took.
    pub(crate) seconds: f64,
}

impl Throughput {
    /// Requests per second.
    pub(crate) fn per_second(self) -> f64 {
        self.answers / self.seconds
    }
}
