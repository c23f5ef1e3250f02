//! The body of an answer, which keeps its connection's place until it has ended.

use super::places::Asking;
use axum::Error;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body and the request that it answers.
#[derive(Debug)]
pub(super) struct Answering {
    body: Body,
    _asking: Asking,
}

impl Answering {
    /// `body`, as the answer to a request.
    pub(super) fn body(body: Body, asking: Asking) -> Body {
        Body::new(Self {
            body,
            _asking: asking,
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
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
