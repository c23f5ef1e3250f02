//! A change while it is being made.

use super::action::{Action, Target};
use super::detail::{Detail, FieldChange};
use crate::context::OpContext;
use crate::error::{Conflict, ServiceError};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::{ChangeId, Revision};
use forecourt_store::change::{self as store, Change, ChangedPerson};
use forecourt_store::{Connection, Transaction, dialect, organization};
use std::sync::Arc;

/// What the audit trail keeps of a change.
#[derive(Clone, Debug)]
pub struct Record {
    /// What was done.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// Before and after.
    pub detail: Detail,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// The change that this one takes back.
    pub undoes: Option<Revision>,
}

impl Record {
    /// A record of fields alone: no reason was given, nobody is listed, and nothing is taken back.
    pub fn new(action: Action, target: Target, fields: Vec<FieldChange>) -> Self {
        Self {
            action,
            target,
            detail: Detail {
                fields,
                ..Detail::default()
            },
            reason: None,
            undoes: None,
        }
    }
}

/// A change while it is being made: an open transaction that has taken its revision. Dropped without a commit,
/// nothing of it remains, not even the number.
pub struct Draft<'s> {
    services: &'s Services,
    context: &'s OpContext,
    transaction: Transaction,
    revision: Revision,
}

impl<'s> Draft<'s> {
    /// Opens a transaction and takes the next revision. Other changes of the organization wait until it ends.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn begin(services: &'s Services, context: &'s OpContext) -> Result<Self, ServiceError> {
        let transaction = services.database().begin().await?;
        Self::resume(services, context, transaction).await
    }

    /// Goes on in a transaction that has made the organization itself, and takes the next revision.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn resume(
        services: &'s Services,
        context: &'s OpContext,
        mut transaction: Transaction,
    ) -> Result<Self, ServiceError> {
        let revision = organization::advance(&mut transaction.connection(), context.tenant).await?;
        Ok(Self {
            services,
            context,
            transaction,
            revision,
        })
    }

    /// The number that this change will have.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The state that this change starts from. What was committed last may not have reached the snapshot that pages are
    /// made from, when this change waited for it or another server made it; then it is read here.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
    pub async fn snapshot(&mut self) -> Result<Arc<Snapshot>, ServiceError> {
        let held = self.services.snapshot()?;
        if held.revision().0 + 1 >= self.revision.0 {
            return Ok(held);
        }
        let tenant = self.context.tenant;
        let read = Snapshot::read(&mut self.transaction.connection(), tenant).await?;
        read.map(Arc::new).ok_or(ServiceError::NotSetUp)
    }

    /// The connection that the change's statements run on.
    pub fn connection(&mut self) -> Connection<'_> {
        self.transaction.connection()
    }

    /// Writes the audit row and the rows of `people` whose direct assignment changed, commits, renews the snapshot
    /// and tells the watchers. Once this returns, no answer on this server is older than the change.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for the field `reason` when it is too long; [`ServiceError::Store`]; then nothing was
    /// changed.
    pub async fn commit(self, record: Record, people: &[ChangedPerson]) -> Result<Revision, ServiceError> {
        self.commit_as(record, people, None).await
    }

    /// The same for a part of change `whole`, whose people were written set by set. Lists show only the whole.
    ///
    /// # Errors
    /// As [`Draft::commit`].
    pub async fn commit_part(self, record: Record, whole: Revision) -> Result<Revision, ServiceError> {
        self.commit_as(record, &[], Some(whole)).await
    }

    async fn commit_as(
        mut self,
        record: Record,
        people: &[ChangedPerson],
        whole: Option<Revision>,
    ) -> Result<Revision, ServiceError> {
        let (services, context, revision) = (self.services, self.context, self.revision);
        let reason = checked(record.reason)?;
        let detail = forecourt_store::moment::to_json("change", &record.detail)?;
        let change = Change {
            revision,
            id: ChangeId(services.random().identifier(context.now)),
            occurred_at: context.now,
            actor_id: context.administrator(),
            actor_name: context.actor_name().to_owned(),
            action: record.action.code().to_owned(),
            target_kind: record.target.kind.code().to_owned(),
            target_id: record.target.id,
            target_name: record.target.name,
            detail,
            reason,
            undoes: record.undoes,
            undone_by: None,
            request_id: context.request_id.clone(),
        };
        let mut connection = self.transaction.connection();
        store::insert(&mut connection, context.tenant, &change).await?;
        if let Some(whole) = whole {
            store::mark_part(&mut connection, context.tenant, revision, whole).await?;
        }
        store::insert_people(&mut connection, context.tenant, revision, people).await?;
        if let Some(undone) = record.undoes
            && !store::mark_undone(&mut connection, context.tenant, undone, revision).await?
        {
            return Err(ServiceError::refused(
                "already-undone",
                "This change has been undone already.",
            ));
        }
        if services.is_rehearsal() {
            // Dropping the transaction takes all of it back.
            return Ok(revision);
        }
        dialect::announce(&mut connection, &format!("{}:{}", context.tenant, revision)).await?;
        self.transaction.commit().await?;
        if let Err(error) = services.renew(revision).await {
            // The change is stored; the snapshot catches up with the next one or by the listener.
            tracing::error!(%revision, %error, "the snapshot could not be renewed after revision {revision}");
        }
        Ok(revision)
    }
}

/// The most characters of a reason.
const MAXIMUM_REASON: usize = 500;

/// A reason as it is kept: none when nothing was written.
fn checked(reason: Option<String>) -> Result<Option<String>, ServiceError> {
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    if reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > MAXIMUM_REASON)
    {
        let message = format!("Nothing was changed. Give the reason in at most {MAXIMUM_REASON} characters.");
        return Err(ServiceError::field("reason", "reason-too-long", message));
    }
    Ok(reason)
}

/// Refuses input that was made from an older revision than the stored one. `current` is the revision that wrote the
/// thing last.
///
/// # Errors
/// [`ServiceError::Conflict`], naming who changed it and when.
pub async fn check_revision(
    connection: &mut Connection<'_>,
    context: &OpContext,
    expected: Revision,
    current: Revision,
) -> Result<(), ServiceError> {
    if expected == current {
        return Ok(());
    }
    let change = store::find(connection, context.tenant, current).await?;
    let (changed_by, changed_at) = change.map_or_else(
        || ("Somebody".to_owned(), context.now),
        |change| (change.actor_name, change.occurred_at),
    );
    Err(ServiceError::Conflict(Box::new(Conflict {
        expected,
        current,
        changed_by,
        changed_at,
    })))
}
