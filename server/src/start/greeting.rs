//! A limit on how long a new connection may stay silent.
//!
//! hyper waits without end for the first bytes while it makes out which HTTP is spoken; only after that do its own
//! time limits count. This wrapper ends a connection that has not said enough to tell until its deadline.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How HTTP/2 begins (RFC 9113, section 3.4). Everything else is HTTP/1.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection that must say which protocol it speaks in time.
#[derive(Debug)]
pub(super) struct Greeting<S> {
    stream: S,
    /// Gone once the protocol is known: most of a connection's life needs no timer here.
    deadline: Option<Pin<Box<Sleep>>>,
    seen: usize,
}

impl<S> Greeting<S> {
    /// Gives `stream` this much time for its first bytes.
    pub(super) fn within(stream: S, patience: Duration) -> Self {
        let deadline = Some(Box::pin(sleep(patience)));
        Self {
            stream,
            deadline,
            seen: 0,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Greeting<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let mut stream = Pin::new(&mut this.stream);
        let Some(deadline) = &mut this.deadline else {
            return stream.poll_read(context, buffer);
        };
        let before = buffer.filled().len();
        if stream.as_mut().poll_read(context, buffer)?.is_pending() {
            ready!(deadline.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let new = buffer.filled().get(before..).unwrap_or_default();
        let expected = PREFACE.get(this.seen..).unwrap_or_default();
        let same = new.iter().zip(expected).all(|(byte, wanted)| byte == wanted);
        this.seen += new.len();
        if !same || this.seen >= PREFACE.len() || new.is_empty() {
            this.deadline = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Greeting<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
