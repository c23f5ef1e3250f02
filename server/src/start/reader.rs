//! A limit on how long a client may leave unread what it was sent.
//!
//! The time limit of requests ends with the head of the answer. A client that asks for much and then reads nothing
//! would keep its place, and whatever the answer is made from, for as long as it likes. This wrapper ends a connection
//! that takes nothing more for that long while there is something to take. Until then the connection gives way to nobody.

use super::places::{Asking, Place};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A connection whose other side must go on reading.
#[derive(Debug)]
pub(super) struct Reader<S> {
    stream: S,
    patience: Duration,
    place: Arc<Place>,
    /// There only while the other side does not read.
    waiting: Option<(Pin<Box<Sleep>>, Option<Asking>)>,
}

impl<S> Reader<S> {
    /// Gives up on `stream` when nothing can be written to it for this long.
    pub(super) fn within(stream: S, patience: Duration, place: Arc<Place>) -> Self {
        Self {
            stream,
            patience,
            place,
            waiting: None,
        }
    }

    /// What came of writing, or the end of patience.
    fn timed<T>(&mut self, context: &mut Context<'_>, wrote: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if wrote.is_ready() {
            self.waiting = None;
            return wrote;
        }
        let (patience, place) = (self.patience, &self.place);
        place.progress().filled();
        let waiting = || (Box::pin(sleep(patience)), place.reads());
        let (deadline, _) = self.waiting.get_or_insert_with(waiting);
        match deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Reader<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Reader<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(context, wrote)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(context);
        self.timed(context, closed)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.timed(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
