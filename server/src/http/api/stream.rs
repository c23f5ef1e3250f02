//! Long lists, one JSON document a line, handed out piece by piece.

use super::answer::Answer;
use crate::http::problem::Problem;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use forecourt_service::ServiceError;
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

/// What makes the pieces of a long list.
pub(super) trait Pieces<K> {
    /// The lines after the place `after`, and the place where the next piece begins; `None` at the end.
    fn piece(
        &mut self,
        after: Option<K>,
    ) -> impl Future<Output = Result<(Bytes, Option<K>), ServiceError>> + Send;
}

/// Streams the pieces. The first is made before the answer begins, so that what fails at once is a problem.
///
/// # Errors
/// What the first piece ends with.
pub(super) async fn lines<K, P>(mut pieces: P) -> Answer
where
    K: Send + 'static,
    P: Pieces<K> + Send + 'static,
{
    let (first, next) = pieces.piece(None).await.map_err(Problem::from)?;
    let rest = stream::unfold((pieces, next), |(mut pieces, next)| async move {
        let after = next?;
        match pieces.piece(Some(after)).await {
            Ok((text, next)) => Some((Ok(text), (pieces, next))),
            Err(error) => Some((Err(std::io::Error::other(error)), (pieces, None))),
        }
    });
    let whole = stream::iter([Ok::<_, std::io::Error>(first)]).chain(rest);
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(whole)).into_response())
}

/// Writes a document as a line at the end of `text`.
pub(super) fn line<T: Serialize>(text: &mut Vec<u8>, value: &T) {
    // Writing into memory fails only for documents that are no JSON, which ours are not.
    if serde_json::to_writer(&mut *text, value).is_ok() {
        text.push(b'\n');
    }
}
