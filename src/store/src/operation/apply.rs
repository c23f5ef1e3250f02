//! Writing what the people of a part get, counting them, and reading it back. Everything here runs in the transaction of
//! the part, after its people were recorded.

use super::part::{Part, count, of_lines, to_change};
use super::together::Together;
use crate::bulk;
use crate::cohort;
use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::planning::one_by_one;
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use uuid::Uuid;

crate::statements! {
    BEFORE = concat!("select a.effective_policy_id, a.effective_source, count(*) ",
              to_change!("{in order} assignment a on", "where"), " group by a.effective_policy_id, a.effective_source");
    SET = concat!("update assignment as a set direct_policy_id = $5, direct_revision = $8, effective_policy_id = $5,
              effective_source = 'direct', effective_group_id = null, revision = $8 ", to_change!("where", "and"));
    REMOVE = "update assignment set direct_policy_id = null, direct_revision = null,
              effective_policy_id = coalesce(best.policy_id, $3),
              effective_source = case when best.policy_id is not null then 'group' else 'global' end,
              effective_group_id = best.group_id, revision = $2
              from (select cp.person_id, g.policy_id, g.group_id from change_person cp
                    left join (select m.person_id, min(a.rank) as rank from change_person d
                               cross join group_member m cross join group_assignment a
                               where m.tenant_id = $1 and m.person_id = d.person_id
                               and a.tenant_id = $1 and a.group_id = m.group_id and d.tenant_id = $1 and d.revision = $2 group by m.person_id) r
                         on r.person_id = cp.person_id
                    left join group_assignment g on g.tenant_id = $1 and g.rank = r.rank
                    where cp.tenant_id = $1 and cp.revision = $2) best
              where assignment.tenant_id = $1 and assignment.person_id = best.person_id";
    // Nearly everybody has it, so it is counted and not looked for.
    READ_BACK = "select count(case when a.direct_policy_id is not distinct from $5 and a.revision = $6 then 1 end)
              from operation_person o {in order} assignment a on a.tenant_id = $1
              and a.display_name_folded = o.display_name_folded and a.person_id = o.person_id
              where o.tenant_id = $1 and o.operation_id = $2 and o.position > $3 and o.position <= $4
              and o.outcome is null";
}

/// From how many lines on people are counted once for a whole part. For fewer, taking the trigger away that counts them
/// one by one takes longer than it saves: each reader then looks at the schema again.
const UNCOUNTED: i64 = 500;

impl Part {
    /// Gives the people who were recorded the assignment, or takes theirs away, and writes what is effective then.
    /// `together` says that they lie together, and are [all](Together::are_all) who are to be changed there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn apply(
        &self,
        connection: &mut Connection<'_>,
        together: Option<&Together>,
    ) -> Result<(), StoreError> {
        let Some(to) = self.wanted.policy else {
            let global = PolicyId::GLOBAL.0;
            crate::execute!(connection, REMOVE, self.tenant.0, self.revision.0, global)?;
            return Ok(());
        };
        let uncounted = if self.lines() >= UNCOUNTED {
            bulk::uncounted(connection).await?
        } else {
            None
        };
        let before = match together {
            _ if uncounted.is_none() => Vec::new(),
            Some(together) => together.before.clone(),
            None => self.before(connection).await?,
        };
        let changed = match together {
            Some(together) => together.set(connection, self).await?,
            None => self.set(connection).await?,
        };
        let Some(uncounted) = uncounted else {
            return Ok(());
        };
        let all: i64 = before.iter().map(|(.., people)| people).sum();
        if u64::try_from(all) != Ok(changed) {
            return Err(StoreError::Inconsistent {
                table: "assignment",
                problem: format!("{changed} were changed of {all} who were counted"),
            });
        }
        for (policy, source, people) in before {
            cohort::add_count(connection, self.tenant, (PolicyId(policy), &source), -people).await?;
        }
        cohort::add_count(connection, self.tenant, (to, SourceKind::Direct.code()), all).await?;
        uncounted.end(connection).await
    }

    /// What counts for those who are to be changed, and how many they are.
    async fn before(&self, connection: &mut Connection<'_>) -> Result<Vec<(Uuid, String, i64)>, StoreError> {
        let (policy, from, has_from) = self.wanted.bound();
        let text = text_for(connection.engine(), BEFORE);
        of_lines!(self => fetch_all[(Uuid, String, i64)], connection, text.clone(), policy, from, has_from)
    }

    async fn set(&self, connection: &mut Connection<'_>) -> Result<u64, StoreError> {
        let (policy, from, has_from) = self.wanted.bound();
        let text = text_for(connection.engine(), SET);
        one_by_one(connection, async |connection| {
            let revision = self.revision.0;
            of_lines!(self => execute, connection, text.clone(), policy, from, has_from, revision)
        })
        .await
    }

    /// How many people have the wanted assignment from this part, as it is stored. `together` is as in
    /// [`Self::apply`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_back(
        &self,
        connection: &mut Connection<'_>,
        together: Option<&Together>,
    ) -> Result<u64, StoreError> {
        if let Some(together) = together {
            return together.read_back(connection, self).await.map(count);
        }
        let policy = self.wanted.policy.map(|id| id.0);
        let text = text_for(connection.engine(), READ_BACK);
        let rows = one_by_one(connection, async |connection| {
            let revision = self.revision.0;
            of_lines!(self => fetch_optional[(i64,)], connection, text.clone(), policy, revision)
        });
        rows.await.map(count)
    }
}
