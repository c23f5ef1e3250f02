//! Who an operation means, and what became of each of them.

use super::answer::Answer;
use super::caller::Caller;
use super::doc::{Doc, Kind, words_schema};
use super::endpoints::Endpoints;
use super::operations::key;
use super::query::{MAXIMUM, MAXIMUM_VALUES};
use super::stream::{Pieces, line, lines};
use crate::http::problem::Problem;
use axum::extract::Path;
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_model::PersonId;
use forecourt_model::access::SourceKind;
use forecourt_model::scope::Scope;
use forecourt_service::operation::{self, Fate, FateFilter, Found, People, line_sentence};
use forecourt_service::people::Filter;
use forecourt_service::{OpContext, ServiceError, Services};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

/// How many lines a piece has.
const PIECE: u32 = 2_000;

const OUTCOMES: &[&str] = &[
    "failed",
    "unchanged",
    "left_out",
    "change",
    "waiting",
    "succeeded",
    "not_found",
    "duplicate",
    "ambiguous",
    "unreadable",
    "already",
    "not_from",
    "gone",
    "policy_gone",
    "policy_unknown",
];

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default().get(
        "/api/v1/operations/{operation}/results",
        Scope::OperationsRead,
        results,
        Doc::new("listResults", "Operations", "Stream what becomes of each person")
            .text("One JSON document a line.")
            .query("outcome", Kind::Word(OUTCOMES), "Only lines that end so.")
            .lines::<ResultLine>("The lines, in the order in which they were named."),
    )
}

/// The people whom a filter of the list of people lets through now.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FilterInput {
    /// A word of the name, the sign-in name, the addresses or the department.
    #[schema(max_length = 500)]
    pub(super) search: Option<String>,
    /// The policy that counts, by name. Several mean any of them.
    #[schema(max_items = 10)]
    pub(super) policies: Option<Vec<String>>,
    /// Where that policy comes from.
    #[schema(value_type = Option<Vec<super::answer::Source>>, max_items = 10)]
    pub(super) sources: Option<Vec<SourceKind>>,
    /// Whether they can sign in.
    pub(super) account_enabled: Option<bool>,
    /// Whether they can start chats with personal accounts.
    pub(super) chat: Option<bool>,
    /// Whether they can be found and contacted.
    pub(super) inbound: Option<bool>,
    /// Their department.
    #[schema(max_length = 500)]
    pub(super) department: Option<String>,
}

impl FilterInput {
    /// The limits that the same fields have in a query.
    fn check(&self) -> Result<(), Problem> {
        let is_long = |text: &String| text.chars().count() > MAXIMUM;
        let policies = self.policies.as_deref().unwrap_or_default();
        let sources = self.sources.as_deref().unwrap_or_default();
        let texts = format!("Write at most {MAXIMUM} characters.");
        let values = format!("Name at most {MAXIMUM_VALUES}.");
        for (name, is_wrong, message) in [
            ("search", self.search.as_ref().is_some_and(is_long), &texts),
            (
                "department",
                self.department.as_ref().is_some_and(is_long),
                &texts,
            ),
            ("policies", policies.len() > MAXIMUM_VALUES, &values),
            ("policies", policies.iter().any(is_long), &texts),
            ("sources", sources.len() > MAXIMUM_VALUES, &values),
        ] {
            if is_wrong {
                let field = format!("people.filter.{name}");
                return Err(Problem::field(&field, "filter-too-long", message));
            }
        }
        Ok(())
    }
}

/// A person and the policy that they get.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonWithPolicy {
    /// Who, by sign-in name, chat address or object id.
    pub(super) user: String,
    /// The policy by name; null, absent or Global takes their direct assignment away.
    pub(super) policy: Option<String>,
}

/// Who is meant: exactly one of the four.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "filter": { "department": "Sales" } }))]
pub(super) struct PeopleInput {
    /// These, by object id.
    pub(super) ids: Option<Vec<Uuid>>,
    /// These, by sign-in name, chat address or object id.
    pub(super) addresses: Option<Vec<String>>,
    /// Everybody whom a filter lets through now.
    pub(super) filter: Option<FilterInput>,
    /// These, each with a policy of their own. Then there is no `policy` beside it.
    pub(super) policies: Option<Vec<PersonWithPolicy>>,
}

/// Who is meant.
///
/// # Errors
/// 422 unless exactly one of the four is there, and when a filter is larger than a query may be.
pub(super) fn people(input: PeopleInput) -> Result<People, Problem> {
    match (input.ids, input.addresses, input.filter, input.policies) {
        (Some(ids), None, None, None) => Ok(People::Ticked(ids.into_iter().map(PersonId).collect())),
        (None, Some(addresses), None, None) => {
            if addresses.iter().any(|address| address.contains(['\n', '\r'])) {
                let message = "An address has a line break. Write each as an item of its own.";
                return Err(Problem::field("people.addresses", "address-unreadable", message));
            }
            Ok(People::List(addresses.join("\n").into_bytes()))
        }
        (None, None, None, Some(policies)) if policies.is_empty() => {
            let message = "Name at least one person with a policy.";
            Err(Problem::field("people.policies", "list-empty", message))
        }
        (None, None, None, Some(policies)) => {
            let rows = policies
                .into_iter()
                .map(|row| vec![row.user, row.policy.unwrap_or_default()]);
            let list = csv_out::exact(&["User", "ExternalAccessPolicy"], rows);
            Ok(People::PolicyList(list.into_bytes()))
        }
        (None, None, Some(filter), None) => {
            filter.check()?;
            Ok(People::Matching(Box::new(Filter {
                search: filter.search.unwrap_or_default(),
                policies: filter.policies.unwrap_or_default(),
                sources: filter.sources.unwrap_or_default(),
                enabled: filter.account_enabled,
                chat: filter.chat,
                inbound: filter.inbound,
                department: filter.department,
            })))
        }
        _ => {
            let message = "Say who is meant in exactly one way: ids, addresses, filter or policies.";
            Err(Problem::field("people", "people-unclear", message))
        }
    }
}

fn fate() -> RefOr<Schema> {
    let plain = [Fate::Change, Fate::Waiting, Fate::Succeeded].map(Fate::code);
    words_schema(plain.into_iter().chain(Found::ALL.map(Found::code)))
}

/// What becomes of one line.
#[derive(Serialize, ToSchema)]
struct ResultLine {
    /// Its place in the operation.
    position: i64,
    /// What was written, when somebody wrote it.
    text: Option<String>,
    /// Who is meant.
    id: Option<Uuid>,
    /// The name they sign in with.
    user_principal_name: Option<String>,
    /// The name that others see.
    display_name: Option<String>,
    /// The policy that they get, by name; null takes their direct assignment away.
    policy: Option<String>,
    /// What becomes of it.
    #[schema(schema_with = fate)]
    outcome: &'static str,
    /// The same in words.
    sentence: String,
}

struct Results {
    services: Services,
    context: OpContext,
    id: Uuid,
    filter: FateFilter,
}

impl Pieces<i64> for Results {
    async fn piece(&mut self, after: Option<i64>) -> Result<(Bytes, Option<i64>), ServiceError> {
        let after = after.unwrap_or_default();
        let page =
            operation::lines(&self.services, &self.context, self.id, self.filter, after, PIECE).await?;
        let mut text = Vec::new();
        for found in page.lines {
            let sentence = line_sentence(&page.operation, &found);
            let document = ResultLine {
                position: found.position,
                text: found.text,
                id: found.person.map(|person| person.0),
                user_principal_name: found.user_principal_name,
                display_name: found.display_name,
                policy: found
                    .policy_name
                    .or_else(|| page.operation.policy.map(|_| page.operation.policy_name.clone()))
                    .filter(|name| !name.is_empty()),
                outcome: found.fate.code(),
                sentence,
            };
            line(&mut text, &document);
        }
        Ok((Bytes::from(text), page.next))
    }
}

async fn results(caller: Caller, Path(id): Path<String>) -> Answer {
    lines(Results {
        services: caller.services().clone(),
        id: key(&id)?,
        filter: FateFilter::from_code(caller.query.get("outcome")),
        context: caller.context,
    })
    .await
}
