//! The body of an answer, which keeps its connection's place until it has ended.

use super::places::{Asking, Place};
use axum::Error;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// The most bytes of a piece over HTTP/2, the size of its frames. A piece is sent whole once the other side takes any
/// of it, so larger ones would lie in memory for as long as it likes.
const PIECE: usize = 16 * 1024;

/// A body and the request that it answers.
#[derive(Debug)]
pub(super) struct Answering {
    body: Body,
    _asking: Asking,
    /// The connection, when it speaks HTTP/2.
    pieces: Option<Pieces>,
}

#[derive(Debug)]
struct Pieces {
    place: Arc<Place>,
    /// What is left of the last frame.
    rest: Bytes,
    /// A piece was handed out, and no other asked for.
    lies: bool,
}

impl Pieces {
    fn take(&mut self) {
        if std::mem::take(&mut self.lies) {
            self.place.progress().taken();
        }
    }

    fn hand_out(&mut self, mut data: Bytes) -> Frame<Bytes> {
        self.rest = data.split_off(data.len().min(PIECE));
        self.place.progress().lies();
        self.lies = true;
        Frame::data(data)
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.take();
    }
}

impl Answering {
    /// `body`, as the answer to a request. `over_http2` is the connection that the answer goes out on, if it is one.
    pub(super) fn body(body: Body, asking: Asking, over_http2: Option<Arc<Place>>) -> Body {
        Body::new(Self {
            body,
            _asking: asking,
            pieces: over_http2.map(|place| Pieces {
                place,
                rest: Bytes::new(),
                lies: false,
            }),
        })
    }
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Self { body, pieces, .. } = &mut *self;
        let Some(pieces) = pieces else {
            return Pin::new(body).poll_frame(context);
        };
        pieces.take();
        if !pieces.rest.is_empty() {
            let rest = std::mem::take(&mut pieces.rest);
            return Poll::Ready(Some(Ok(pieces.hand_out(rest))));
        }
        let frame = match ready!(Pin::new(body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            end => return Poll::Ready(end),
        };
        Poll::Ready(Some(Ok(match frame.into_data() {
            Ok(data) => pieces.hand_out(data),
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
