//! The JSON body of a request.

use crate::http::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A document of type `T` that was sent. Unknown properties are refused by name.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let kind = kind
            .and_then(|kind| kind.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_owned();
        if !kind.eq_ignore_ascii_case("application/json") {
            let detail = "Send the body as JSON, with Content-Type: application/json.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail).into_response());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| too_large().into_response())?;
        read(&bytes).map(Self).map_err(IntoResponse::into_response)
    }
}

/// The body is over the limit.
pub(in crate::http) fn too_large() -> Problem {
    let detail = "The body is larger than 2 MiB. Nothing was changed. Send it in parts.";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let detail = format!("The body is not JSON: {error}.");
        Problem::bad_request("json-unreadable", detail)
    })?;
    if let Some(path) = invisible(&value, "") {
        let message = format!("{path} has a character that cannot be kept. Leave it out.");
        return Err(Problem::field(&path, "character-not-kept", message));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.inner().to_string();
        let (field, code, message) = describe(&path, &inner);
        Problem::field(&field, code, message)
    })
}

/// The most characters of a property's name, and of its path, that are said again.
const MAXIMUM_NAME: usize = 80;

/// The most characters of what serde says of a value: more than any list of words that it knows.
const MAXIMUM_REASON: usize = 600;

/// The name or path of a property as it is said again.
fn shown(name: &str) -> String {
    if name.chars().count() <= MAXIMUM_NAME {
        return name.to_owned();
    }
    name.chars().take(MAXIMUM_NAME - 1).chain(['…']).collect()
}

/// What serde says, without the middle of a long one: the end lists what would be taken.
fn reason(inner: &str) -> String {
    let count = inner.chars().count();
    if count <= MAXIMUM_REASON {
        return inner.to_owned();
    }
    let start = inner.chars().take(MAXIMUM_NAME);
    let end = inner.chars().skip(count - (MAXIMUM_REASON - MAXIMUM_NAME));
    start.chain(['…']).chain(end).collect()
}

/// The field, the code and the sentence for what serde says.
fn describe(path: &str, inner: &str) -> (String, &'static str, String) {
    let under = |name: &str| match path {
        "." => shown(name),
        path if path == name || path.ends_with(&format!(".{name}")) => shown(path),
        path => shown(&format!("{path}.{name}")),
    };
    let named = |prefix: &str| {
        let rest = inner.strip_prefix(prefix)?.strip_prefix(" `")?;
        rest.split('`').next()
    };
    if let Some(name) = named("unknown field") {
        let field = under(name);
        let message =
            format!("There is no property {field}. Leave it out, or write it as the document names it.");
        return (field, "property-unknown", message);
    }
    if let Some(name) = named("missing field") {
        let field = under(name);
        let message = format!("The property {field} is missing.");
        return (field, "property-missing", message);
    }
    let field = if path == "." {
        "body".to_owned()
    } else {
        shown(path)
    };
    let message = format!("{field} cannot be taken: {}.", reason(inner));
    (field, "property-wrong", message)
}

/// The path of a text with a character that databases do not keep.
fn invisible(value: &Value, path: &str) -> Option<String> {
    let under = |name: &str| {
        if path.is_empty() {
            shown(name)
        } else {
            shown(&format!("{path}.{name}"))
        }
    };
    match value {
        Value::String(text) => text.contains('\0').then(|| shown(path)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| invisible(item, &format!("{path}[{index}]"))),
        Value::Object(fields) => fields
            .iter()
            .find_map(|(name, item)| invisible(item, &under(name))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn what_serde_says_names_the_property() {
        let unknown = "unknown field `nmae`, expected `name`";
        assert_eq!(describe("nmae", unknown).0, "nmae");
        assert_eq!(describe(".", unknown).0, "nmae");
        assert_eq!(describe("exception", unknown).0, "exception.nmae");
        assert_eq!(describe(".", "missing field `name`").1, "property-missing");
        assert_eq!(
            describe("days", "invalid type: string \"x\", expected u16").0,
            "days"
        );
    }
}
