//! The query of a request against the description of its endpoint.

use super::doc::{Doc, Kind, QueryField};
use crate::http::form::Fields;
use crate::http::problem::Problem;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The most characters of a field.
pub(super) const MAXIMUM: usize = 500;

/// The most characters of a place in a list.
const MAXIMUM_CURSOR: usize = 8_192;

/// The most values of a field that may be there several times.
pub(super) const MAXIMUM_VALUES: usize = 10;

/// Lets the request through when its query is as described.
pub(super) async fn check(State(doc): State<Arc<Doc>>, request: Request<Body>, next: Next) -> Response {
    let fields = Fields::parse(request.uri().query().unwrap_or_default().as_bytes());
    match problem(&doc.query, &fields) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

fn problem(described: &[QueryField], fields: &Fields) -> Option<Problem> {
    for (name, value) in &fields.0 {
        let Some(field) = described.iter().find(|field| field.name == name) else {
            let shown: String = name.chars().take(60).collect();
            let detail = format!(
                "The query has the field “{shown}”, which this endpoint does not know. Leave it out."
            );
            return Some(Problem::bad_request("query-unknown", detail));
        };
        if let Some(detail) = wrong(field, value) {
            return Some(Problem::bad_request("query-wrong", detail));
        }
    }
    for field in described {
        let count = fields.all(field.name).count();
        let most = match field.kind {
            Kind::Texts | Kind::Words(_) => MAXIMUM_VALUES,
            _ => 1,
        };
        if count > most {
            let detail = format!(
                "The field {} of the query is there {count} times. At most {most} fit.",
                field.name
            );
            return Some(Problem::bad_request("query-repeated", detail));
        }
        if field.required && count == 0 {
            let detail = format!("The query lacks the field {}. {}", field.name, field.words);
            return Some(Problem::bad_request("query-missing", detail));
        }
    }
    None
}

fn wrong(field: &QueryField, value: &str) -> Option<String> {
    let name = field.name;
    if value.contains('\0') {
        return Some(format!(
            "The field {name} of the query has a character that cannot be seen. Leave it out."
        ));
    }
    let refused = match field.kind {
        Kind::Text | Kind::Texts | Kind::Moment if value.chars().count() > MAXIMUM => {
            format!("at most {MAXIMUM} characters")
        }
        Kind::Cursor if value.len() > MAXIMUM_CURSOR => format!("at most {MAXIMUM_CURSOR} characters"),
        Kind::Text | Kind::Texts | Kind::Moment | Kind::Cursor => return None,
        Kind::Truth if matches!(value, "true" | "false") => return None,
        Kind::Truth => "true or false".to_owned(),
        Kind::Number(from, to) => match value.parse::<i64>() {
            // Digits as they are written in JSON: no plus sign, no zeros before.
            Ok(number) if (from..=to).contains(&number) && number.to_string() == value => return None,
            _ => format!("a whole number from {from} to {to}"),
        },
        Kind::Word(words) | Kind::Words(words) if words.contains(&value) => return None,
        Kind::Word(words) | Kind::Words(words) => format!("one of {}", words.join(", ")),
    };
    Some(format!("The field {name} of the query takes {refused}."))
}
