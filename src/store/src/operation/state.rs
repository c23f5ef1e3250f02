//! An operation as it is stored.

use crate::error::StoreError;
use crate::moment::from_micros;
use forecourt_model::{AdministratorId, PolicyId, Revision};
use time::OffsetDateTime;
use uuid::Uuid;

/// The columns of an operation, for [`Row`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "select operation_id, author, administrator_id, actor_name, request_id, idempotency_key, fingerprint, state,
             policy_id, policy_name, from_policy_id, from_policy_name, source, source_words, reason, owner, expires_at,
             retry_of, lines, people, done_position, succeeded, unchanged, failed, problem, revision, created_at,
             started_at, finished_at, lease_owner, lease_until, (select count(*) from operation_policy s
               where s.tenant_id = operation.tenant_id and s.operation_id = operation.operation_id) as policies
             from operation ",
            $rest
        )
    };
}
pub(crate) use columns;

/// Where an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Prepared and shown, not started.
    Draft,
    /// Started; nobody has begun yet.
    Waiting,
    /// Some parts are done.
    Running,
    /// Every person was worked on, or it ended with a problem.
    Done,
    /// Somebody ended it; the parts that were done stay.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Cancelled,
    ];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing will happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// What became of a line. People without any of these are waiting or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// Nobody has this identifier.
    NotFound,
    /// A line before means the same person.
    Duplicate,
    /// Several people share this address.
    Ambiguous,
    /// The line is no identifier.
    Unreadable,
    /// The person had the wanted assignment already.
    Already,
    /// The person did not have the policy that is moved away from.
    NotFrom,
    /// The person was deleted from the directory in between.
    Gone,
    /// The policy was deleted in between.
    PolicyGone,
    /// There is no policy with the name that the line has.
    PolicyUnknown,
}

impl Found {
    /// Every outcome.
    pub const ALL: [Self; 9] = [
        Self::NotFound,
        Self::Duplicate,
        Self::Ambiguous,
        Self::Unreadable,
        Self::Already,
        Self::NotFrom,
        Self::Gone,
        Self::PolicyGone,
        Self::PolicyUnknown,
    ];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Duplicate => "duplicate",
            Self::Ambiguous => "ambiguous",
            Self::Unreadable => "unreadable",
            Self::Already => "already",
            Self::NotFrom => "not_from",
            Self::Gone => "gone",
            Self::PolicyGone => "policy_gone",
            Self::PolicyUnknown => "policy_unknown",
        }
    }

    /// The outcome with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|found| found.code() == code)
    }
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its identifier.
    pub id: Uuid,
    /// Who prepared it: an administrator's identifier, or the name of a command.
    pub author: String,
    /// The administrator; `None` for commands.
    pub administrator: Option<AdministratorId>,
    /// The name of who prepared or started it.
    pub actor_name: String,
    /// The request that did so.
    pub request_id: String,
    /// What makes asking twice the same as asking once.
    pub idempotency_key: String,
    /// What was asked with that key.
    pub fingerprint: String,
    /// Where it is.
    pub state: State,
    /// The policy that everybody gets; `None` takes their direct assignments away, or lines have policies of their own.
    pub policy: Option<PolicyId>,
    /// Its name when the operation was prepared.
    pub policy_name: String,
    /// Only people who have this policy directly are changed.
    pub from_policy: Option<PolicyId>,
    /// Its name when the operation was prepared.
    pub from_policy_name: String,
    /// Where the people come from, as a code.
    pub source: String,
    /// The same in words.
    pub source_words: String,
    /// Why, in the words of who prepared it.
    pub reason: Option<String>,
    /// Who answers for the assignments.
    pub owner: Option<String>,
    /// When the assignments end.
    pub expires_at: Option<OffsetDateTime>,
    /// The operation whose failed people this one tries again.
    pub retry_of: Option<Uuid>,
    /// How many lines it has.
    pub lines: i64,
    /// How many of them are people to work on.
    pub people: i64,
    /// The last position that is done.
    pub done_position: i64,
    /// How many people have the wanted assignment because of it.
    pub succeeded: i64,
    /// How many stayed as they were.
    pub unchanged: i64,
    /// How many could not be changed.
    pub failed: i64,
    /// Why it ended before its end, as a sentence.
    pub problem: Option<String>,
    /// Its entry in the audit trail.
    pub revision: Option<Revision>,
    /// When it was prepared.
    pub created_at: OffsetDateTime,
    /// When it was started.
    pub started_at: Option<OffsetDateTime>,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
    /// The process that works on it.
    pub lease_owner: Option<Uuid>,
    /// Until when no other process takes it over.
    pub lease_until: Option<OffsetDateTime>,
    /// How many stretches its lines have that name policies of their own; 0 when everybody gets the same.
    pub policies: i64,
}

impl Operation {
    /// Whether its lines are still being put there, or were never all put there.
    pub fn is_being_read(&self) -> bool {
        self.state == State::Draft && self.lines == 0
    }

    /// Whether its lines name policies of their own: [`super::stretch`] has them.
    pub fn is_by_line(&self) -> bool {
        self.policies > 0
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    operation_id: Uuid,
    author: String,
    administrator_id: Option<Uuid>,
    actor_name: String,
    request_id: String,
    idempotency_key: String,
    fingerprint: String,
    state: String,
    policy_id: Option<Uuid>,
    policy_name: String,
    from_policy_id: Option<Uuid>,
    from_policy_name: String,
    source: String,
    source_words: String,
    reason: Option<String>,
    owner: Option<String>,
    expires_at: Option<i64>,
    retry_of: Option<Uuid>,
    lines: i64,
    people: i64,
    done_position: i64,
    succeeded: i64,
    unchanged: i64,
    failed: i64,
    problem: Option<String>,
    revision: Option<i64>,
    created_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    lease_owner: Option<Uuid>,
    lease_until: Option<i64>,
    policies: i64,
}

impl TryFrom<Row> for Operation {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let moment = |micros: Option<i64>| micros.map(|micros| from_micros("operation", micros)).transpose();
        let state = State::from_code(&row.state).ok_or_else(|| StoreError::Inconsistent {
            table: "operation",
            problem: format!("the state `{}`", row.state),
        })?;
        Ok(Self {
            id: row.operation_id,
            author: row.author,
            administrator: row.administrator_id.map(AdministratorId),
            actor_name: row.actor_name,
            request_id: row.request_id,
            idempotency_key: row.idempotency_key,
            fingerprint: row.fingerprint,
            state,
            policy: row.policy_id.map(PolicyId),
            policy_name: row.policy_name,
            from_policy: row.from_policy_id.map(PolicyId),
            from_policy_name: row.from_policy_name,
            source: row.source,
            source_words: row.source_words,
            reason: row.reason,
            owner: row.owner,
            expires_at: moment(row.expires_at)?,
            retry_of: row.retry_of,
            lines: row.lines,
            people: row.people,
            done_position: row.done_position,
            succeeded: row.succeeded,
            unchanged: row.unchanged,
            failed: row.failed,
            problem: row.problem,
            revision: row.revision.map(Revision),
            created_at: from_micros("operation", row.created_at)?,
            started_at: moment(row.started_at)?,
            finished_at: moment(row.finished_at)?,
            lease_owner: row.lease_owner,
            lease_until: moment(row.lease_until)?,
            policies: row.policies,
        })
    }
}
