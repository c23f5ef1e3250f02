//! `/api`: the interface for programs, described for people.

use crate::http::api::document::document;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::api::{ApiGroup, ApiView, Endpoint, Parameter, api_page};
use serde_json::Value;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/api", Access::SignedIn, get)
}

/// The page, from the same document that programs read.
async fn get(visit: Visit) -> Response {
    let view = view(document());
    page(
        &visit,
        StatusCode::OK,
        "REST interface",
        Place::Nowhere,
        |frame| api_page(frame, view),
    )
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn view(document: &Value) -> ApiView {
    let mut groups: Vec<ApiGroup> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = text(operation.pointer("/tags/0").unwrap_or(&Value::Null));
            let endpoint = endpoint(document, method, path, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.endpoints.push(endpoint),
                None => groups.push(ApiGroup {
                    name,
                    endpoints: vec![endpoint],
                }),
            }
        }
    }
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    ApiView {
        about: text(document.pointer("/info/description").unwrap_or(&Value::Null)),
        groups,
    }
}

fn endpoint(document: &Value, method: &str, path: &str, operation: &Value) -> Endpoint {
    let field = |name: &str| text(operation.get(name).unwrap_or(&Value::Null));
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().map(|parameter| Parameter {
        name: text(parameter.get("name").unwrap_or(&Value::Null)),
        place: text(parameter.get("in").unwrap_or(&Value::Null)),
        required: parameter
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
        words: text(parameter.get("description").unwrap_or(&Value::Null)),
    });
    let parameters = parameters.collect();
    Endpoint {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: field("summary"),
        scope: field("x-scope"),
        text: field("description"),
        parameters,
        example: example(document, operation),
    }
}

/// The example of the body, from the schema that it refers to.
fn example(document: &Value, operation: &Value) -> Option<String> {
    let reference = operation.pointer("/requestBody/content/application~1json/schema/$ref")?;
    let schema = document.pointer(reference.as_str()?.trim_start_matches('#'))?;
    serde_json::to_string_pretty(schema.get("example")?).ok()
}
