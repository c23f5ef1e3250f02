//! The OpenAPI 3.1 document, made from the endpoints.

use super::doc::Doc;
use super::endpoints::Described;
use crate::http::problem::Details;
use crate::http::routes::{Access, Routes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use utoipa::{PartialSchema as _, ToSchema as _};

/// The routes of this file. What the interface is like is no secret.
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/openapi.json", Access::Public, get)
}

async fn get() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| serde_json::to_string_pretty(document()).unwrap_or_default());
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    (headers, text.as_str()).into_response()
}

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(make)
}

const ABOUT: &str = "Every page's power for programs. Sign in with an access token in the header Authorization, after \
    the word Bearer. What is refused is a problem document (RFC 9457) with a stable code. Writes take dry_run=true, \
    which does all of it but the last step, and the header Idempotency-Key, with which sending a request again does \
    nothing twice. Secrets are in the first answer only.";

fn make() -> Value {
    let mut schemas = Map::new();
    let mut problem_parts = Vec::new();
    Details::schemas(&mut problem_parts);
    for (name, schema) in problem_parts {
        schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
    }
    schemas.insert(
        "Problem".to_owned(),
        serde_json::to_value(Details::schema()).unwrap_or_default(),
    );
    let mut paths: Map<String, Value> = Map::new();
    for described in super::endpoints().described {
        for (name, schema) in &described.doc.schemas {
            let schema = serde_json::to_value(schema).unwrap_or_default();
            schemas.entry(name.clone()).or_insert(schema);
        }
        let item = paths
            .entry(described.path.to_owned())
            .or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(described.method.to_ascii_lowercase(), operation(&described));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Forecourt",
            "version": "1",
            "summary": "External access for programs",
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": problems(),
            "headers": {
                "ETag": {
                    "description": "The revision of the thing, for If-Match.",
                    "schema": { "type": "string" },
                    "example": "\"12\"",
                },
                "RequestId": {
                    "description": "The number of the request, as the log and the audit trail have it.",
                    "schema": { "type": "string" },
                },
                "RetryAfter": {
                    "description": "Seconds to wait.",
                    "schema": { "type": "string" },
                },
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token; make one under Access tokens.",
                },
            },
        },
    })
}

fn operation(described: &Described) -> Value {
    let doc = &described.doc;
    let mut text = format!("{} Scope: `{}`.", doc.text, described.scope);
    text = text.trim().to_owned();
    let mut operation = json!({
        "operationId": doc.id,
        "tags": [doc.tag],
        "summary": doc.summary,
        "description": text,
        "parameters": parameters(described.path, doc),
        "responses": responses(described.path, doc),
        "x-scope": described.scope.code(),
    });
    if let (Some(body), Value::Object(operation)) = (&doc.body, &mut operation) {
        let content = json!({ "application/json": { "schema": body } });
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": content }),
        );
    }
    operation
}

fn parameters(path: &str, doc: &Doc) -> Vec<Value> {
    let placeholders = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = placeholders
        .map(|name| {
            let (schema, words, example) = match name {
                "name" => (
                    json!({ "type": "string", "minLength": 1 }),
                    "The name of the policy.",
                    json!("Global"),
                ),
                "user" => (
                    json!({ "type": "string", "minLength": 1 }),
                    "The person: an object id, a sign-in name or a chat address.",
                    json!("adele.vance@contoso.example"),
                ),
                "revision" => (
                    json!({ "type": "integer", "format": "int64", "minimum": 1 }),
                    "The number of the change.",
                    json!(1),
                ),
                _ => (
                    json!({ "type": "string", "format": "uuid" }),
                    "The key.",
                    json!("00000000-0000-0000-0000-000000000001"),
                ),
            };
            json!({
                "name": name, "in": "path", "required": true, "description": words, "schema": schema,
                "example": example,
            })
        })
        .collect();
    all.extend(doc.query.iter().map(super::doc::QueryField::parameter));
    if let Some(required) = doc.if_match {
        all.push(json!({
            "name": "If-Match", "in": "header", "required": required,
            "description": "The ETag of what the change is made from; `*` for whatever is stored.",
            "schema": { "type": "string", "pattern": "^(\\*|\"-?[0-9]{1,18}\")$" },
            "example": "*",
        }));
    }
    if doc.writes {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A text of one's own. The same request with the same key is carried out once, and answered alike for a day, without secrets. What was refused may be sent again; after a fault of the server look in the activity, because the next is 409; an answer over 256 KiB is not kept, and the next is 409.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,200}$" },
        }));
    }
    all
}

fn responses(path: &str, doc: &Doc) -> Value {
    let mut all = Map::new();
    for (status, words, schema, kind) in &doc.answers {
        let mut headers = json!({ "X-Request-Id": { "$ref": "#/components/headers/RequestId" } });
        if let (true, Value::Object(headers)) = (doc.etag, &mut headers) {
            headers.insert("ETag".to_owned(), json!({ "$ref": "#/components/headers/ETag" }));
        }
        let content = json!({ *kind: { "schema": schema } });
        let answer = json!({ "description": words, "headers": headers, "content": content });
        all.insert(status.to_string(), answer);
    }
    let mut refused = vec!["400", "401", "403", "408", "422", "429", "503"];
    if path.contains('{') || path == "/api/v1/as-of" || path == "/api/v1/rollout" {
        refused.push("404");
    }
    if path.contains("/rollout") || path.contains("/explain") {
        refused.push("404");
    }
    if path.contains("/explain") {
        refused.push("409");
    }
    // Answered from memory, with a body of its own.
    if path.ends_with("/decisions") {
        refused.extend(["409", "413"]);
    }
    if doc.writes {
        refused.extend(["404", "409", "413", "415"]);
    }
    if doc.if_match.is_some() {
        refused.push("412");
    }
    if doc.if_match == Some(true) {
        refused.push("428");
    }
    for status in refused {
        let reference = json!({ "$ref": format!("#/components/responses/Problem{status}") });
        all.insert(status.to_owned(), reference);
    }
    Value::Object(all)
}

fn problems() -> Value {
    let mut all = Map::new();
    for (status, words) in [
        ("400", "The request cannot be understood."),
        ("401", "There is no access token, or it does not count."),
        ("403", "The token lacks the scope, or its owner the role."),
        ("404", "There is no such thing."),
        ("408", "It took too long."),
        (
            "409",
            "A rule refuses it, or somebody else changed the thing in between.",
        ),
        ("412", "If-Match names another revision than the stored one."),
        ("413", "The body is too large."),
        ("415", "The body is not JSON."),
        ("422", "The input cannot be taken; `errors` names each property."),
        ("428", "If-Match is missing."),
        ("429", "The token has sent too many requests."),
        ("503", "The database does not answer, or too much is going on."),
    ] {
        let mut headers = Map::new();
        if matches!(status, "429" | "503") {
            headers.insert(
                "Retry-After".to_owned(),
                json!({ "$ref": "#/components/headers/RetryAfter" }),
            );
        }
        // A request that took too long is ended from outside, without words.
        let content = if status == "408" {
            json!({})
        } else {
            json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } })
        };
        let answer = json!({ "description": words, "headers": headers, "content": content });
        all.insert(format!("Problem{status}"), answer);
    }
    Value::Object(all)
}
