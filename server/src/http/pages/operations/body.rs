//! What the form of a new operation sends: fields, and perhaps a file.

use crate::http::form::{Fields, MAXIMUM_FORM_BYTES};
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request};
use forecourt_model::FieldErrors;
use forecourt_service::operation::{MAXIMUM_LIST_BYTES, too_large};

/// More than this is not even read to its end.
const MAXIMUM_UPLOAD_BYTES: usize = 128 * 1024 * 1024;

/// The fields without files, and the file.
pub(super) struct Sent {
    pub(super) fields: Fields,
    pub(super) file: Vec<u8>,
}

fn broken() -> FieldErrors {
    FieldErrors::one(
        "people",
        "upload-broken",
        "The upload broke off. Choose the file again.",
    )
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(content_type).ok()
}

/// Reads the form, whichever of the two kinds browsers send. What is too large is read to its end and thrown away, so
/// that the browser gets to see the sentence instead of a broken connection.
///
/// # Errors
/// What is too large, or that the upload broke off.
pub(super) async fn read(request: Request<Body>) -> Result<Sent, FieldErrors> {
    let Some(boundary) = boundary(request.headers()) else {
        let large = |_| FieldErrors::one("people", "list-too-large", too_large());
        let bytes = to_bytes(request.into_body(), MAXIMUM_FORM_BYTES)
            .await
            .map_err(large)?;
        return Ok(Sent {
            fields: Fields::parse(&bytes),
            file: Vec::new(),
        });
    };
    let mut parts = multer::Multipart::new(request.into_body().into_data_stream(), boundary);
    let (mut fields, mut file, mut total, mut large) = (Vec::new(), Vec::new(), 0, false);
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        let (mut bytes, mut length) = (Vec::new(), 0);
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            length += chunk.len();
            total += chunk.len();
            if total > MAXIMUM_UPLOAD_BYTES {
                return Err(FieldErrors::one("people", "list-too-large", too_large()));
            }
            if length <= MAXIMUM_LIST_BYTES {
                bytes.extend_from_slice(&chunk);
            }
        }
        large |= length > MAXIMUM_LIST_BYTES;
        if name == "file" {
            file = bytes;
        } else {
            fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    if large {
        return Err(FieldErrors::one("people", "list-too-large", too_large()));
    }
    Ok(Sent {
        fields: Fields(fields),
        file,
    })
}
