//! What becomes of each line of an operation, page by page.

use super::{Found, Operation, State, Wanted};
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

/// The lines with what becomes of them. $5 is 1 once the operation was started, and $6 is its cursor; before, what
/// would become of them is read from the assignments: $7 afterwards unless the line has a policy of its own, $8 the one
/// they must have when $9 is 1, and that of the line's stretch when its `has_from` is 1.
macro_rules! lines {
    ($($tail:literal)+) => {
        concat!(
            "select l.position, l.line, l.text, l.person_id, p.display_name, p.user_principal_name,
               a.direct_policy_id, a.effective_policy_id, s.policy_name,
               case when l.outcome is not null then l.outcome
                    when $5 = 1 and l.position <= $6 then 'succeeded' when $5 = 1 then 'waiting'
                    when a.person_id is null then 'gone'
                    when a.direct_policy_id is not distinct from
                      (case when s.operation_id is null then $7 else s.policy_id end) then 'already'
                    when $9 = 1 and a.direct_policy_id is distinct from $8
                      or s.has_from = 1 and a.direct_policy_id is distinct from s.from_policy_id then 'not_from'
                    else 'change' end as fate
             from operation_person l
             left join assignment a on a.tenant_id = $1 and a.person_id = l.person_id
             left join person p on p.tenant_id = $1 and p.person_id = l.person_id
             left join operation_policy s on s.tenant_id = $1 and s.operation_id = $2
               and l.position > s.after_position and l.position <= s.last_position
             where l.tenant_id = $1 and l.operation_id = $2 and l.position > $3 ",
            $($tail),+
        )
    };
}

crate::statements! {
    OUTCOMES = "select outcome, count(*) from operation_person where tenant_id = $1 and operation_id = $2
            and outcome is not null group by outcome";
    LINES = lines!("order by l.position limit $4");
    WITH_OUTCOME = lines!("and l.outcome in ($10, $11, $12, $13, $14) order by l.position limit $4");
    WITH_FATE = concat!("select * from (", lines!(") x where x.fate = $10 order by x.position limit $4"));
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It was left out, or not changed, for this reason.
    Outcome(Found),
    /// The assignment would change.
    Change,
    /// It waits.
    Waiting,
    /// It has the wanted assignment now.
    Succeeded,
}

impl Fate {
    /// The name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outcome(found) => found.code(),
            Self::Change => "change",
            Self::Waiting => "waiting",
            Self::Succeeded => "succeeded",
        }
    }

    /// The fate with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        let plain = [Self::Change, Self::Waiting, Self::Succeeded];
        let outcomes = Found::ALL.into_iter().map(Self::Outcome);
        plain.into_iter().chain(outcomes).find(|fate| fate.code() == code)
    }
}

/// A line with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the operation.
    pub position: i64,
    /// The line of the file.
    pub line: Option<i64>,
    /// What is written there.
    pub text: Option<String>,
    /// Who is meant.
    pub person: Option<PersonId>,
    /// Their name, while they are in the directory.
    pub display_name: Option<String>,
    /// Their sign-in name.
    pub user_principal_name: Option<String>,
    /// The policy assigned to them directly now.
    pub direct_policy: Option<PolicyId>,
    /// What counts for them now.
    pub effective_policy: Option<PolicyId>,
    /// The policy that the line names, empty for none; `None` when everybody gets the same.
    pub policy_name: Option<String>,
    /// What becomes of it.
    pub fate: Fate,
}

#[derive(sqlx::FromRow)]
struct Row {
    position: i64,
    line: Option<i64>,
    text: Option<String>,
    person_id: Option<Uuid>,
    display_name: Option<String>,
    user_principal_name: Option<String>,
    direct_policy_id: Option<Uuid>,
    effective_policy_id: Option<Uuid>,
    policy_name: Option<String>,
    fate: String,
}

impl TryFrom<Row> for Line {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let fate = Fate::from_code(&row.fate).ok_or_else(|| StoreError::Inconsistent {
            table: "operation_person",
            problem: format!("the outcome `{}`", row.fate),
        })?;
        Ok(Self {
            position: row.position,
            line: row.line,
            text: row.text,
            person: row.person_id.map(PersonId),
            display_name: row.display_name,
            user_principal_name: row.user_principal_name,
            direct_policy: row.direct_policy_id.map(PolicyId),
            effective_policy: row.effective_policy_id.map(PolicyId),
            policy_name: row.policy_name,
            fate,
        })
    }
}

/// How many lines have which outcome of their own.
///
/// # Errors
/// [`StoreError`].
pub async fn outcomes(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
) -> Result<Vec<(Found, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64), OUTCOMES, tenant.0, operation)?;
    rows.into_iter()
        .map(|(code, lines)| {
            let wrong = || StoreError::Inconsistent {
                table: "operation_person",
                problem: format!("the outcome `{code}`"),
            };
            let found = Found::from_code(&code).ok_or_else(wrong)?;
            Ok((found, u64::try_from(lines).unwrap_or_default()))
        })
        .collect()
}

/// At most `limit` lines after the position `after`; with `fates`, only those. Outcomes may be asked for together,
/// five at most; of the other fates one.
///
/// # Errors
/// [`StoreError`].
pub async fn lines(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: &Operation,
    fates: &[Fate],
    after: i64,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let started = i64::from(operation.state != State::Draft);
    let wanted = Wanted {
        policy: operation.policy,
        from: operation.from_policy.map(Some),
    };
    let (policy, from, has_from) = wanted.bound();
    let (id, done) = (operation.id, operation.done_position);
    // What somebody has already is marked when their turn comes; in a draft it is looked up.
    let is_stored = |fate: &Fate| match fate {
        Fate::Outcome(Found::Already | Found::NotFrom | Found::Gone) => started == 1,
        Fate::Outcome(_) => true,
        Fate::Change | Fate::Waiting | Fate::Succeeded => false,
    };
    let rows = if fates.is_empty() {
        crate::fetch_all!(
            connection, Row, LINES, tenant.0, id, after, limit, started, done, policy, from, has_from
        )?
    } else if fates.iter().all(is_stored) {
        let code = |at: usize| fates.get(at).map_or("", |fate| fate.code());
        crate::fetch_all!(
            connection,
            Row,
            WITH_OUTCOME,
            tenant.0,
            id,
            after,
            limit,
            started,
            done,
            policy,
            from,
            has_from,
            code(0),
            code(1),
            code(2),
            code(3),
            code(4)
        )?
    } else {
        let code = fates.first().map_or("", |fate| fate.code());
        crate::fetch_all!(
            connection, Row, WITH_FATE, tenant.0, id, after, limit, started, done, policy, from, has_from,
            code
        )?
    };
    rows.into_iter().map(Line::try_from).collect()
}
