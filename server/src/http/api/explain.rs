//! `/api/v1/explain`: whether two people may talk, and why.

use super::answer::{Answer, Source, document};
use super::caller::Caller;
use super::doc::{Doc, Kind, words_schema};
use super::endpoints::Endpoints;
use forecourt_model::access::Action;
use forecourt_model::scope::Scope;
use forecourt_service::as_of::parse_moment;
use forecourt_service::explain::{ExplainRequest, explain};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

const ACTIONS: &[&str] = &["discover", "start_chat", "add_to_chat", "send"];

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default().get(
        "/api/v1/explain",
        Scope::PeopleRead,
        get,
        Doc::new("explain", "People", "Ask whether two people may talk, and why")
            .needs(
                "from",
                Kind::Text,
                "Who begins: a sign-in name, a chat address, an object id, or somebody outside.",
            )
            .needs("to", Kind::Text, "The other side.")
            .query(
                "action",
                Kind::Word(ACTIONS),
                "What they want to do; `start_chat` when absent.",
            )
            .query(
                "at",
                Kind::Moment,
                "The moment that is asked about, such as 2021-12-08T14:20:00Z; now when absent.",
            )
            .returns::<Verdict>("The answer with everything that it is made from."),
    )
}

fn decision() -> RefOr<Schema> {
    words_schema(["allow", "deny"])
}

fn action() -> RefOr<Schema> {
    words_schema(Action::ALL.map(Action::code))
}

fn initiator() -> RefOr<Schema> {
    words_schema(["internal", "external"])
}

/// Where the policy that counts comes from.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct VerdictAssignment {
    source: Source,
    group: Option<Uuid>,
    rank: Option<u32>,
}

/// An answer with everything that it is made from.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Verdict {
    /// Yes or no.
    #[schema(schema_with = decision)]
    decision: String,
    /// Why, as a code.
    reason_code: String,
    /// The setting that refuses, if a setting does.
    deciding_setting: Option<String>,
    /// The name of the policy that counts for the person inside.
    policy: String,
    /// Where that policy comes from.
    assignment: VerdictAssignment,
    /// Every place that a policy can come from, in the order in which they are asked.
    candidates: Vec<serde_json::Value>,
    /// Every setting that the question depends on, in the order in which they are asked.
    consulted: Vec<serde_json::Value>,
    /// The smallest changes that would turn the answer.
    would_change: Vec<serde_json::Value>,
    /// The newest change that the answer knows of.
    revision: i64,
    /// Who begins, as it was asked.
    from: String,
    /// The other side, as it was asked.
    to: String,
    /// What was asked.
    #[schema(schema_with = action)]
    action: String,
    /// Which side begins.
    #[schema(schema_with = initiator)]
    initiator: String,
    /// The reason in words.
    sentence: String,
}

async fn get(caller: Caller) -> Answer {
    let at = caller.query.some("at").map(parse_moment).transpose()?;
    let request = ExplainRequest {
        from: caller.query.get("from").to_owned(),
        to: caller.query.get("to").to_owned(),
        action: Action::from_code(caller.query.get("action")).unwrap_or(Action::StartChat),
        at,
    };
    document(&explain(caller.services(), &caller.context, request).await?)
}
