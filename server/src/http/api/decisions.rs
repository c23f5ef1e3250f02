//! How `POST /api/v1/decisions` is described. It is answered from memory, by [`crate::http::decisions`].

use super::doc::{Doc, words_schema};
use super::endpoints::{Described, Endpoints};
use crate::http::decisions::Endpoint;
use forecourt_model::decision::{DecisionAction, IdentifierKind};
use forecourt_model::scope::Scope;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

/// The description alone: the route stands where it is answered.
pub(super) fn endpoints() -> Endpoints {
    let doc = Doc::new("decide", "Decisions", "Ask whether a chat server may let something happen")
        .text(
            "One question, or up to 1,000 of them under `items`; then the answers come under `decisions`, in order. \
             The same is answered in the form of OpenID AuthZEN at /access/v1/evaluation.",
        )
        .body::<Questions>()
        .returns::<Decisions>("The answer, or the answers.");
    let mut endpoints = Endpoints::default();
    endpoints.described.push(Described {
        method: "POST",
        path: Endpoint::Decisions.path(),
        scope: Scope::Decisions,
        doc: Arc::new(doc),
    });
    endpoints
}

fn action() -> RefOr<Schema> {
    words_schema(DecisionAction::ALL.map(DecisionAction::code))
}

fn kind() -> RefOr<Schema> {
    words_schema(IdentifierKind::ALL.map(IdentifierKind::code))
}

fn decision() -> RefOr<Schema> {
    words_schema(["allow", "deny"])
}

/// Somebody, by an identifier of a stated kind.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Identified {
    /// What the identifier is; found out when absent.
    #[schema(schema_with = kind)]
    kind: Option<String>,
    /// The identifier: a sign-in name, an address, a Matrix id, a JID, a phone number, an object id.
    #[schema(max_length = 320, example = "@bob:matrix.example")]
    id: String,
}

/// Somebody.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Somebody {
    /// The identifier alone.
    #[schema(example = "adele.vance@contoso.example")]
    Text(String),
    /// The identifier with its kind.
    Identified(Identified),
}

/// Where it happens.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Conversation {
    /// The conversation's own identifier.
    id: Option<String>,
    /// Who is in it already.
    #[serde(default)]
    members: Vec<Somebody>,
    /// Who began it.
    started_by: Option<Somebody>,
}

/// A question.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Question {
    #[schema(schema_with = action)]
    action: String,
    /// Who does it.
    initiator: Somebody,
    /// To whom.
    #[serde(default)]
    counterparts: Vec<Somebody>,
    conversation: Option<Conversation>,
}

/// One question, or several.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Questions {
    /// Several questions; then the fields of one are left out.
    #[schema(min_items = 1, max_items = 1000)]
    items: Option<Vec<Question>>,
    #[schema(schema_with = action)]
    action: Option<String>,
    /// Who does it.
    initiator: Option<Somebody>,
    /// To whom.
    counterparts: Option<Vec<Somebody>>,
    conversation: Option<Conversation>,
    /// The change that the answer must know of, as a write or an answer gave it.
    #[schema(minimum = 0)]
    at_least: Option<i64>,
    /// The language of sentences, such as `de`.
    language: Option<String>,
}

/// An answer, or several.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[expect(clippy::struct_field_names, reason = "the interface names it so")]
struct Decisions {
    /// Yes or no, when one question was asked.
    #[schema(schema_with = decision)]
    decision: Option<String>,
    /// Why, as a code.
    reason_code: Option<String>,
    /// The setting that refuses, if a setting does.
    deciding_setting: Option<String>,
    /// What the person who was refused may be told.
    message: Option<String>,
    /// Where they can ask for access.
    request_url: Option<String>,
    /// For how many seconds the answer may be used again.
    ttl: Option<u32>,
    /// The key of the answer, which the log has too.
    decision_id: Option<Uuid>,
    /// The newest change that the answer knows of.
    revision: i64,
    /// Since when that may not be the newest there is.
    stale_since: Option<String>,
    /// The answers, when several questions were asked.
    decisions: Option<Vec<serde_json::Value>>,
}
