//! Requests one after another, and many at once.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::client::Client;
use crate::median::median;

/// Where the load goes.
#[derive(Clone, Debug)]
pub(crate) struct Aim {
    /// The server.
    pub(crate) address: SocketAddr,
    /// The page.
    pub(crate) path: &'static str,
    /// The session.
    pub(crate) cookies: String,
}

impl Aim {
    /// The median time of `requests` on one connection, in milliseconds, from the request to the last byte.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn latency(&self, requests: u32) -> Result<f64> {
        let mut client = Client::connect(self.address, &self.cookies).await?;
        let mut times = Vec::new();
        for _ in 0..requests {
            let start = Instant::now();
            self.ask(&mut client).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(median(&times))
    }

    /// Requests per second on `connections` connections over `time`.
    ///
    /// # Errors
    /// An answer other than 200.
    pub(crate) async fn throughput(&self, connections: u32, time: Duration) -> Result<Throughput> {
        let mut tasks = Vec::new();
        let start = Instant::now();
        for _ in 0..connections {
            let aim = self.clone();
            tasks.push(tokio::spawn(async move {
                let mut client = Client::connect(aim.address, &aim.cookies).await?;
                let mut answers = 0_u32;
                while start.elapsed() < time {
                    aim.ask(&mut client).await?;
                    answers += 1;
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

    async fn ask(&self, client: &mut Client) -> Result<()> {
        let status = client.get(self.path).await?.status();
        if status != http::StatusCode::OK {
            bail!("`{}` was answered with {status}", self.path);
        }
        Ok(())
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
