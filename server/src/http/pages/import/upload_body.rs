//! The files in the body of an upload.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request};
use forecourt_model::FieldErrors;
use forecourt_service::import::MAXIMUM_FILE_BYTES;
use std::collections::HashMap;

/// More than this is not even read to its end.
const MAXIMUM_UPLOAD_BYTES: usize = 512 * 1024 * 1024;

/// Reads the files by the names of their fields. A file that is too large is read to its end and thrown away, so that
/// the browser gets to see the sentence instead of a broken connection. What is wrong with all of it is said at the
/// field `first`.
///
/// # Errors
/// Which file is too large, or that the upload broke off.
pub(in crate::http::pages) async fn read_files(
    request: Request<Body>,
    first: &str,
) -> Result<HashMap<String, Vec<u8>>, FieldErrors> {
    let broken = |_| {
        FieldErrors::one(
            first,
            "upload-broken",
            "The upload broke off. Choose the files again.",
        )
    };
    let boundary = boundary(request.headers())
        .ok_or_else(|| FieldErrors::one(first, "no-file", "Choose at least one file."))?;
    let mut parts = multer::Multipart::new(request.into_body().into_data_stream(), boundary);
    let (mut files, mut errors, mut total) = (HashMap::new(), FieldErrors::default(), 0);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let (mut bytes, mut length) = (Vec::new(), 0);
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            length += chunk.len();
            total += chunk.len();
            if total > MAXIMUM_UPLOAD_BYTES {
                errors.push(
                    &name,
                    "file-too-large",
                    forecourt_service::import::too_large(length),
                );
                return Err(errors);
            }
            if length <= MAXIMUM_FILE_BYTES {
                bytes.extend_from_slice(&chunk);
            } else {
                bytes = Vec::new();
            }
        }
        if length > MAXIMUM_FILE_BYTES {
            errors.push(
                &name,
                "file-too-large",
                forecourt_service::import::too_large(length),
            );
        } else {
            files.insert(name, bytes);
        }
    }
    errors.or(files)
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(content_type).ok()
}
