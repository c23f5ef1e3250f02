//! `/api/v1/activity`: the audit trail, and taking changes back.

use super::answer::{self, Answer, Done, document, moment, page};
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, Kind};
use super::endpoints::Endpoints;
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::scope::Scope;
use forecourt_model::{PersonId, Revision};
use forecourt_service::activity::{self, Entry, Filter, Undo, What};
use forecourt_service::as_of::parse_moment;
use forecourt_service::{ServiceError, undo};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const LIST: &str = "activity";
const TOUCHED: &str = "touched";
const TAG: &str = "Activity";
const KINDS: &[&str] = &[
    "organization",
    "settings",
    "policy",
    "person",
    "group",
    "directory",
    "operation",
    "rollout",
    "message",
    "administrator",
    "token",
    "webhook",
];

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default()
        .get(
            "/api/v1/activity",
            Scope::ActivityRead,
            list,
            Doc::new("listChanges", TAG, "List changes")
                .query("search", Kind::Text, "A part of anything that a change says.")
                .query("actor", Kind::Text, "The name of who made it.")
                .query("kind", Kind::Word(KINDS), "The kind of thing that was changed.")
                .query(
                    "target",
                    Kind::Text,
                    "The key of the thing that was changed; needs `kind`.",
                )
                .query(
                    "from",
                    Kind::Moment,
                    "Not before this moment, such as 2021-12-08T14:20:00Z.",
                )
                .query("until", Kind::Moment, "Before this moment.")
                .paged()
                .page::<ChangeDocument>("Changes, the newest first."),
        )
        .get(
            "/api/v1/activity/{revision}",
            Scope::ActivityRead,
            get,
            Doc::new("getChange", TAG, "Read a change").returns::<ChangeDocument>("The change."),
        )
        .get(
            "/api/v1/activity/{revision}/people",
            Scope::ActivityRead,
            people,
            Doc::new("listTouched", TAG, "List the people whom a change touched")
                .limited()
                .paged()
                .page::<TouchedPerson>("The people."),
        )
        .post(
            "/api/v1/activity/{revision}/undo",
            Scope::ActivityUndo,
            take_back,
            Doc::new("undoChange", TAG, "Take a change back")
                .text("A new change that restores what was before, where nothing later depends on it.")
                .body::<UndoInput>()
                .changes::<ChangeDocument>("The change that took it back."),
        )
}

/// One property before and after.
#[derive(Serialize, ToSchema)]
struct ChangedField {
    /// The property.
    name: String,
    /// Before; null when there was none.
    before: Option<String>,
    /// After; null when there is none.
    after: Option<String>,
}

/// A change of the audit trail.
#[derive(Serialize, ToSchema)]
struct ChangeDocument {
    /// Its number.
    revision: i64,
    /// When it was made.
    at: String,
    /// Who made it.
    actor: String,
    /// What was done.
    #[schema(example = "settings.changed")]
    action: String,
    /// What kind of thing it was done to.
    target_kind: String,
    /// The key of that thing.
    target_id: String,
    /// The name of that thing, as it was then.
    target_name: String,
    /// What differs.
    fields: Vec<ChangedField>,
    /// What it did to people.
    impact: Option<answer::Impact>,
    /// Why.
    reason: Option<String>,
    /// The change that this one takes back.
    undoes: Option<i64>,
    /// The change that took this one back.
    undone_by: Option<i64>,
    /// Whether it can be taken back, unless something later depends on it.
    can_be_undone: bool,
    /// The number of the request that made it.
    request_id: String,
}

impl From<Entry> for ChangeDocument {
    fn from(entry: Entry) -> Self {
        let change = entry.change;
        let fields = entry.detail.fields.into_iter().map(|field| ChangedField {
            name: field.name,
            before: field.before,
            after: field.after,
        });
        Self {
            revision: change.revision.0,
            at: moment(change.occurred_at),
            actor: change.actor_name,
            action: change.action,
            target_kind: change.target_kind,
            target_id: change.target_id,
            target_name: change.target_name,
            fields: fields.collect(),
            impact: entry.detail.impact.map(answer::Impact::from),
            reason: change.reason,
            undoes: change.undoes.map(|revision| revision.0),
            undone_by: change.undone_by.map(|revision| revision.0),
            can_be_undone: entry.undo == Undo::Possible,
            request_id: change.request_id,
        }
    }
}

/// A person whom a change touched.
#[derive(Serialize, ToSchema)]
struct TouchedPerson {
    /// The object id.
    id: Uuid,
    /// The name; null for somebody who is not in the directory any more.
    display_name: Option<String>,
    /// The name they sign in with.
    user_principal_name: Option<String>,
    /// `assigned`, `joined` or `left`.
    what: &'static str,
    /// The direct assignment before, by name.
    before: Option<String>,
    /// The direct assignment after, by name.
    after: Option<String>,
}

/// Taking a change back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Too early." }))]
struct UndoInput {
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

fn key(text: &str) -> Result<Revision, Problem> {
    let missing = || Problem::from(ServiceError::NotFound { what: "change" });
    let revision: Revision = text.parse().map_err(|_| missing())?;
    if revision.0 > 0 {
        Ok(revision)
    } else {
        Err(missing())
    }
}

/// The moment of a field of the query.
fn at(caller: &Caller, name: &str) -> Result<Option<time::OffsetDateTime>, Problem> {
    let Some(text) = caller.query.some(name) else {
        return Ok(None);
    };
    parse_moment(text)
        .map(Some)
        .map_err(|error| Problem::field(name, "moment-unreadable", error.sentence()))
}

async fn list(caller: Caller) -> Answer {
    let before = match cursor::read(LIST, &caller)? {
        None => None,
        Some(place) => Some(
            place
                .first()
                .and_then(|at| at.parse().ok())
                .ok_or_else(cursor::foreign)?,
        ),
    };
    let some = |name: &str| caller.query.some(name).map(str::to_owned);
    let (kind, target) = (some("kind"), some("target"));
    if target.is_some() && kind.is_none() {
        let message = "A key alone says little. Name the kind of thing in `kind`.";
        return Err(Problem::field("kind", "kind-missing", message));
    }
    let one = target.and_then(|target| Some((kind.clone()?, target)));
    let filter = Filter {
        target_kind: kind.filter(|_| one.is_none()),
        target: one,
        actor_name: some("actor"),
        from: at(&caller, "from")?,
        until: at(&caller, "until")?,
        text: some("search"),
    };
    let found = activity::list(caller.services(), &caller.context, &filter, before).await?;
    let next = found
        .next
        .and_then(|next| cursor::write(LIST, &caller, vec![next.to_string()]));
    let items: Vec<_> = found.entries.into_iter().map(ChangeDocument::from).collect();
    page(&items, next.as_deref())
}

async fn one(caller: &Caller, revision: Revision) -> Result<ChangeDocument, Problem> {
    Ok(activity::get(caller.services(), &caller.context, revision)
        .await?
        .into())
}

async fn get(caller: Caller, Path(revision): Path<String>) -> Answer {
    document(&one(&caller, key(&revision)?).await?)
}

async fn people(caller: Caller, Path(revision): Path<String>) -> Answer {
    let after: Option<PersonId> = match cursor::read(TOUCHED, &caller)? {
        None => None,
        Some(place) => Some(
            place
                .first()
                .and_then(|id| id.parse().ok())
                .ok_or_else(cursor::foreign)?,
        ),
    };
    let (services, context) = (caller.services(), &caller.context);
    let found = activity::touched(services, context, key(&revision)?, after, caller.limit()).await?;
    let next = found
        .next
        .and_then(|next| cursor::write(TOUCHED, &caller, vec![next.to_string()]));
    let items: Vec<_> = found
        .people
        .into_iter()
        .map(|touched| {
            let (display_name, user_principal_name) = touched.name.unzip();
            let (what, before, after) = match touched.what {
                What::Assigned { before, after } => ("assigned", before, after),
                What::Joined => ("joined", None, None),
                What::Left => ("left", None, None),
            };
            TouchedPerson {
                id: touched.person.0,
                display_name,
                user_principal_name,
                what,
                before,
                after,
            }
        })
        .collect();
    page(&items, next.as_deref())
}

async fn take_back(caller: Caller, Path(revision): Path<String>, Body(input): Body<UndoInput>) -> Answer {
    let saved = undo::undo(caller.services(), &caller.context, key(&revision)?, input.reason).await?;
    let result = if caller.is_dry_run {
        None
    } else {
        Some(one(&caller, saved.revision).await?)
    };
    caller.done(Done {
        changed: saved.changed,
        revision: Some(saved.revision),
        impact: Some(saved.impact),
        result,
        etag: None,
    })
}
