//! The body of an answer, which keeps its connection's place until it has ended.

use super::places::Asking;
use axum::Error;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The most bytes of a piece over HTTP/2, the size of its frames. A piece is sent whole once the other side takes any
/// of it, so larger ones would lie in memory for as long as it likes.
const PIECE: usize = 16 * 1024;

/// A body and the request that it answers.
#[derive(Debug)]
pub(super) struct Answering {
    body: Body,
    asking: Asking,
    /// Over HTTP/2, what goes out piece by piece.
    pieces: Option<Pieces>,
}

#[derive(Debug, Default)]
struct Pieces {
    /// What is left of the last frame.
    rest: Bytes,
    /// A piece was handed out, and no other asked for.
    lies: bool,
}

impl Pieces {
    fn take(&mut self, asking: &Asking) {
        if std::mem::take(&mut self.lies) {
            asking.progress().taken();
        }
    }

    fn hand_out(&mut self, mut data: Bytes, asking: &Asking) -> Frame<Bytes> {
        self.rest = data.split_off(data.len().min(PIECE));
        asking.progress().lies();
        self.lies = true;
        Frame::data(data)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if let Some(pieces) = &mut self.pieces {
            pieces.take(&self.asking);
        }
    }
}

impl Answering {
    /// `body`, as the answer to a request over HTTP/2 or not.
    pub(super) fn new(body: Body, asking: Asking, is_http2: bool) -> Self {
        Self {
            body,
            asking,
            pieces: is_http2.then(Pieces::default),
        }
    }
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Self { body, pieces, asking } = &mut *self;
        let Some(pieces) = pieces else {
            return Pin::new(body).poll_frame(context);
        };
        pieces.take(asking);
        if !pieces.rest.is_empty() {
            let rest = std::mem::take(&mut pieces.rest);
            return Poll::Ready(Some(Ok(pieces.hand_out(rest, asking))));
        }
        let frame = match ready!(Pin::new(body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            end => return Poll::Ready(end),
        };
        Poll::Ready(Some(Ok(match frame.into_data() {
            Ok(data) => pieces.hand_out(data, asking),
            Err(other) => other,
        })))
    }

    fn is_end_stream(&self) -> bool {
        let is_whole = self.pieces.as_ref().is_none_or(|pieces| pieces.rest.is_empty());
        is_whole && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match &self.pieces {
            // What is left of a frame is in no hint of the body.
            Some(pieces) if !pieces.rest.is_empty() => SizeHint::default(),
            _ => self.body.size_hint(),
        }
    }
}
