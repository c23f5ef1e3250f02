//! `/api/v1/users`: people, and what decides for them.

use super::answer::{Answer, Source, page_text, tagged};
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use super::kept;
use crate::http::problem::Problem;
use axum::body::Bytes;
use axum::extract::Path;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_model::scope::Scope;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::people::{self, Filter, ListedPerson, Order, Person, SortKey};
use forecourt_service::{ServiceError, Snapshot, as_of};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The words of `sort`.
pub(super) const SORTS: &[&str] = &[
    "name",
    "-name",
    "sign-in-name",
    "-sign-in-name",
    "department",
    "-department",
    "policy",
    "-policy",
    "source",
    "-source",
    "chat",
    "-chat",
    "inbound",
    "-inbound",
];

const SOURCES: &[&str] = &["direct", "group", "global"];

/// The fields of the query that choose people.
pub(super) fn filters(doc: Doc) -> Doc {
    doc.query(
        "search",
        Kind::Text,
        "A word of the name, the sign-in name, the addresses or the department.",
    )
    .query(
        "policy",
        Kind::Texts,
        "The policy that counts, by name. Several mean any of them.",
    )
    .query("source", Kind::Words(SOURCES), "Where that policy comes from.")
    .query("account_enabled", Kind::Truth, "Whether they can sign in.")
    .query(
        "chat",
        Kind::Truth,
        "Whether they can start chats with personal accounts.",
    )
    .query("inbound", Kind::Truth, "Whether they can be found and contacted.")
    .query("department", Kind::Text, "Their department.")
}

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default()
        .get(
            "/api/v1/users",
            Scope::PeopleRead,
            list,
            filters(Doc::new("listUsers", "People", "List people"))
                .query(
                    "sort",
                    Kind::Word(SORTS),
                    "The order; a minus turns it round. By name when absent.",
                )
                .limited()
                .paged()
                .page::<User>("People in order."),
        )
        .get(
            "/api/v1/users/{user}",
            Scope::PeopleRead,
            get,
            Doc::new("getUser", "People", "Read one person with what decides for them")
                .text("The person by object id, sign-in name or chat address.")
                .returns::<UserDetail>("The person.")
                .etag(),
        )
}

/// The people that the query chooses.
pub(super) fn filter(caller: &Caller) -> Filter {
    let texts = |name| caller.query.all(name).map(str::to_owned).collect();
    Filter {
        search: caller.query.get("search").to_owned(),
        policies: texts("policy"),
        sources: caller
            .query
            .all("source")
            .filter_map(SourceKind::from_code)
            .collect(),
        enabled: caller.truth("account_enabled"),
        chat: caller.truth("chat"),
        inbound: caller.truth("inbound"),
        department: caller.query.some("department").map(str::to_owned),
    }
}

/// The order that the query asks for.
pub(super) fn order(caller: &Caller) -> Order {
    let text = caller.query.get("sort");
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
    SortKey::from_code(name).map_or_else(Order::default, |key| Order { key, descending })
}

/// A person, and what they may do.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the interface names it so")]
pub(super) struct User {
    /// The object id.
    id: Uuid,
    /// The name they sign in with.
    #[schema(example = "adele.vance@contoso.example")]
    user_principal_name: String,
    /// The name that others see.
    display_name: String,
    /// Where chats reach them.
    sip_address: Option<String>,
    /// Their mailbox.
    mail: Option<String>,
    /// Their department.
    department: Option<String>,
    /// Whether they can sign in.
    account_enabled: bool,
    /// The policy assigned to them directly, by name.
    direct_policy: Option<String>,
    /// The policy that counts, by name.
    policy: String,
    /// Where that one comes from.
    #[schema(value_type = Source)]
    source: SourceKind,
    /// The group that it comes from.
    group: Option<Uuid>,
    /// Can start chats with personal accounts.
    chat: bool,
    /// Can be found and contacted.
    inbound: bool,
    /// The change that touched them last.
    revision: i64,
}

impl User {
    /// The document of somebody in a list.
    pub(super) fn of(listed: ListedPerson, snapshot: &Snapshot) -> Self {
        Self::new(listed.person, listed.access, snapshot)
    }

    fn new(person: Person, access: forecourt_model::access::Access, snapshot: &Snapshot) -> Self {
        let name = |id: PolicyId| {
            let found = snapshot.policy(id);
            found.map(|policy| policy.name.to_string()).unwrap_or_default()
        };
        Self {
            id: person.id.0,
            direct_policy: person.direct_policy.map(name),
            policy: name(person.effective_policy),
            source: person.effective_source,
            group: person.effective_group.map(|group| group.0),
            chat: access.chat,
            inbound: access.inbound,
            revision: person.revision.0,
            user_principal_name: person.user_principal_name,
            display_name: person.display_name,
            sip_address: person.sip_address,
            mail: person.mail,
            department: person.department,
            account_enabled: person.account_enabled,
        }
    }
}

/// One place that a policy can come from.
#[derive(Serialize, ToSchema)]
struct PolicySource {
    /// Which place.
    #[schema(value_type = Source)]
    source: SourceKind,
    /// The policy from there, by name; null when nothing is assigned.
    policy: Option<String>,
    /// The group, when it comes from one.
    group: Option<Uuid>,
    /// The name of the group.
    group_name: Option<String>,
    /// The rank of the group.
    rank: Option<u32>,
    /// Whether this is the one that counts.
    wins: bool,
}

/// One person with what decides for them.
#[derive(Serialize, ToSchema)]
pub(super) struct UserDetail {
    /// The person.
    user: User,
    /// Where a policy can come from, in the order in which they are asked.
    sources: Vec<PolicySource>,
    /// The groups that they are a direct member of.
    groups: Vec<Uuid>,
    /// Who answers for the direct assignment, when it is an exception.
    exception_owner: Option<String>,
    /// When that ends.
    exception_expires_at: Option<String>,
}

/// Who is meant by the path.
///
/// # Errors
/// 404 when nobody is; 403.
pub(super) async fn find(caller: &Caller, user: &str) -> Result<PersonId, Problem> {
    match as_of::who(caller.services(), &caller.context, user).await {
        Ok(Some(person)) => Ok(person),
        Ok(None) | Err(ServiceError::Invalid(_)) => Err(ServiceError::NotFound { what: "person" }.into()),
        Err(error) => Err(error.into()),
    }
}

/// Everybody who may read people gets the same answer, and all that it shows moves the revision, but for the day of the
/// rollout: it may be kept.
async fn list(caller: Caller) -> Answer {
    caller.context.require(Permission::ReadPeople)?;
    kept::answer(&caller, async || page_of(&caller).await).await
}

async fn page_of(caller: &Caller) -> Result<Bytes, Problem> {
    const LIST: &str = "users";
    let after = cursor::read(LIST, caller)?;
    let (filter, order) = (filter(caller), order(caller));
    let services = caller.services();
    let (people, next) =
        people::slice(services, &caller.context, &filter, order, after, caller.limit()).await?;
    let snapshot = services.snapshot()?;
    let next = next.and_then(|key| cursor::write(LIST, caller, key));
    let items: Vec<_> = people
        .into_iter()
        .map(|listed| User::of(listed, &snapshot))
        .collect();
    page_text(&items, next.as_deref())
}

async fn get(caller: Caller, Path(user): Path<String>) -> Answer {
    let id = find(&caller, &user).await?;
    let (found, revision) = detail(&caller, id).await?;
    tagged(&found, revision)
}

async fn detail(caller: &Caller, id: PersonId) -> Result<(UserDetail, forecourt_model::Revision), Problem> {
    let view = people::get(caller.services(), &caller.context, id).await?;
    let name = |id: PolicyId| view.snapshot.policy(id).map(|policy| policy.name.to_string());
    let sources = view.candidates.iter().map(|candidate| PolicySource {
        source: candidate.source,
        policy: candidate.policy.and_then(name),
        group: candidate.group.as_ref().map(|(id, _, _)| id.0),
        group_name: candidate.group.as_ref().map(|(_, name, _)| name.clone()),
        rank: candidate.group.as_ref().map(|(_, _, rank)| *rank),
        wins: candidate.wins,
    });
    let sources = sources.collect();
    let exception = view.exception.as_ref().map(|(exception, _)| exception);
    let revision = view.person.revision;
    Ok((
        UserDetail {
            sources,
            groups: view.groups.iter().map(|group| group.id.0).collect(),
            exception_owner: exception.map(|exception| exception.owner.clone()),
            exception_expires_at: exception
                .and_then(|exception| exception.expires_at)
                .map(super::answer::moment),
            user: User::new(view.person, view.access, &view.snapshot),
        },
        revision,
    ))
}

/// The person as they are now, after a change.
///
/// # Errors
/// As reading them.
pub(super) async fn now(caller: &Caller, id: PersonId) -> Result<User, Problem> {
    Ok(detail(caller, id).await?.0.user)
}
