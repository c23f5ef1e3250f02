//! The loop that takes connections.
//!
//! Its own and not `axum::serve`, which sets no limits: here a client that sends its headers slowly, or nothing at all,
//! is cut off, and there is a limit on how many are served at once.

use super::answering::Answering;
use super::places::{Asking, Place, Places};
use super::reader::Reader;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, Response, Version};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::coop::unconstrained;
use tokio_util::sync::CancellationToken;

/// What connections may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many are served at once; the others wait in the operating system's queue, unless somebody who is not being
    /// answered can give way. Below the usual limit of 1,024 open files, so that the database can always be reached.
    pub connections: usize,
    /// How long the head of a request may take: from when the connection is there, and over HTTP/1 from the end of the
    /// answer before.
    pub header_patience: Duration,
    /// How long a client may leave unread what it was sent, or take nothing of what it asked for.
    pub reader_patience: Duration,
    /// How long a connection over HTTP/2 may stay without asking anything more.
    pub idle_patience: Duration,
    /// How long answers that have begun may take after the server was asked to stop.
    pub drain: Duration,
    /// The most bytes of a request's head.
    pub head_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 900,
            header_patience: Duration::from_secs(10),
            reader_patience: Duration::from_secs(30),
            idle_patience: Duration::from_mins(2),
            drain: Duration::from_secs(10),
            head_bytes: 32 * 1024,
        }
    }
}

/// What answers the requests of connections.
pub trait Answers: Clone + Send + Sync + 'static {
    /// Answers a request of `peer`.
    fn answer(&self, peer: SocketAddr, request: Request<Body>)
    -> impl Future<Output = Response<Body>> + Send;
}

/// Serves connections until `stop` is cancelled; then takes no more, lets answers that have begun end, and returns.
/// Answers that have no end (event streams) are ended.
pub async fn serve_connections(
    listener: TcpListener,
    server: impl Answers,
    limits: Limits,
    stop: CancellationToken,
) {
    let builder = Arc::new(builder(limits));
    let graceful = GracefulShutdown::new();
    let places = Places::new(limits.connections);
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else {
            continue;
        };
        // Small answers must not wait for the client's acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let (server, stopping, held) = (server.clone(), Arc::new(stop.clone()), Arc::clone(&place));
        let service = service_fn(move |request| {
            let asking = held.asks(is_http2(&request));
            answer(server.clone(), peer, Arc::clone(&stopping), asking, request)
        });
        let stream = Reader::within(stream, limits.reader_patience, Arc::clone(&place));
        let connection = builder
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // As a set of one it is looked at when it was woken only, and not with all that comes and goes; and then
            // also when what comes and goes has used up the task's turn.
            let mut ending = FuturesUnordered::from_iter([unconstrained(must_end(place, limits))]);
            tokio::select! {
                // What is ready to be sent is sent first.
                biased;
                ended = watched => if let Err(error) = ended {
                    tracing::debug!(%peer, error, "a connection ended early");
                },
                why = ending.next() => tracing::debug!(%peer, why, "a connection was ended"),
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some answers were not finished in time and were cut off");
    }
}

/// Waits until a connection must end, and says why.
async fn must_end(place: Arc<Place>, limits: Limits) -> &'static str {
    let patience = || {
        if place.is_http2() {
            limits.idle_patience
        } else {
            limits.header_patience
        }
    };
    tokio::select! {
        () = place.given_up(patience) => "it was idle",
        () = place.progress().stalled(limits.reader_patience) => "it took nothing of its answers",
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        // The place counts it, without a timer for each request, and also while it is not known which HTTP is spoken.
        .header_read_timeout(None)
        .max_buf_size(limits.head_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(limits.header_patience)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        // As many pieces of answers as lie in memory for one that takes none.
        .max_concurrent_streams(32);
    builder
}

/// Waits for a connection and then for a place.
async fn accept(listener: &TcpListener, places: &Arc<Places>) -> Option<(TcpStream, SocketAddr, Arc<Place>)> {
    match listener.accept().await {
        Ok((stream, peer)) => {
            let place = places.take().await?;
            Some((stream, peer, place))
        }
        Err(error) => {
            // Out of file handles, or the client is gone already. Trying again at once would only burn time.
            tracing::warn!(%error, "a connection could not be taken");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn answer(
    server: impl Answers,
    peer: SocketAddr,
    stop: Arc<CancellationToken>,
    asking: Asking,
    request: Request<Incoming>,
) -> Result<Response<Answering>, Infallible> {
    let is_http2 = is_http2(&request);
    let response = server.answer(peer, request.map(Body::new)).await;
    let endless = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    Ok(response.map(|body| {
        let body = if endless {
            let stopped = CancellationToken::clone(&stop).cancelled_owned();
            Body::from_stream(body.into_data_stream().take_until(stopped))
        } else {
            body
        };
        Answering::new(body, asking, is_http2)
    }))
}

fn is_http2(request: &Request<Incoming>) -> bool {
    request.version() == Version::HTTP_2
}
