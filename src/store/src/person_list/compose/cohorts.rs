//! Walking cohorts by name.

use super::shapes::head;
use super::{Statement, Value};
use crate::database::Engine;
use crate::dialect::block;
use crate::person_list::{Cohort, PersonFilter, SortKey};
use forecourt_model::TenantId;

/// What is read of the assignments that are walked.
const WALKED: &str = "b.person_id, b.tenant_id, b.display_name_folded{held:b}";

const BY_NAME: [&str; 2] = ["b.display_name_folded", "b.person_id"];

/// Which people of the cohorts.
#[derive(Clone, Copy, Debug)]
pub(in crate::person_list) struct Extent<'p> {
    /// The name and the identifier behind which they begin; at the first of all without.
    pub(in crate::person_list) from: Option<&'p [String]>,
    /// Which way they are read.
    pub(in crate::person_list) ascending: bool,
    /// How many at most.
    pub(in crate::person_list) limit: i64,
}

/// Walks `cohorts` by name, as far as a page needs, as `engine` does it soonest. The list is sorted by `key`, which is the
/// name or else the same for all of these cohorts.
pub(in crate::person_list) fn by_cohort(
    engine: Engine,
    tenant: TenantId,
    filter: &PersonFilter,
    key: SortKey,
    cohorts: &[Cohort],
    extent: Extent<'_>,
) -> Statement {
    let sort_key = cohorts.first().map(|cohort| cohort.sort_key.clone());
    let mut statement = Statement::default();
    head(&mut statement, key);
    // Only who is on the page is looked at more closely.
    statement.push(" from (select w.*, cast(");
    statement.bind(Value::Text(sort_key.unwrap_or_default()));
    statement.push(" as text) as sort_key from (");
    branches(&mut statement, engine, tenant, filter, cohorts, extent);
    statement.push(") w");
    statement.order(&["display_name_folded", "person_id"], extent.ascending);
    statement.limit(extent.limit);
    statement.push(") c {in order} person p on p.tenant_id = c.tenant_id and ");
    statement.push(match engine {
        Engine::Sqlite => "p.person_id = c.person_id",
        // The page is in the order of names, and so is the index by name: half of looking each up. It is only taken where
        // the identifier is no key.
        Engine::Postgres => {
            "p.display_name_folded = c.display_name_folded and p.person_id between c.person_id and c.person_id"
        }
    });
    statement.push(" {held by:c}");
    // The names are those of the people, and the page is in their order already.
    statement.order(&["c.display_name_folded", "c.person_id"], extent.ascending);
    statement.handed_over()
}

/// Whether everybody of a cohort matches.
fn asks_no_more(filter: &PersonFilter) -> bool {
    filter.words.is_empty() && filter.enabled.is_none() && filter.department.is_none()
}

/// A page of each cohort, or of all at once where PostgreSQL has nothing else to ask.
fn branches(
    statement: &mut Statement,
    engine: Engine,
    tenant: TenantId,
    filter: &PersonFilter,
    cohorts: &[Cohort],
    extent: Extent<'_>,
) {
    if cohorts.is_empty() {
        statement.push("select ");
        statement.push(WALKED);
        statement.push(" from assignment b where 1 = 0");
    }
    let size = match engine {
        Engine::Postgres if asks_no_more(filter) => cohorts.len().max(1),
        _ => 1,
    };
    for (at, cohorts) in cohorts.chunks(size).enumerate() {
        statement.push(if at > 0 { " union all " } else { "" });
        statement.push("select * from (");
        match engine {
            Engine::Sqlite => in_index(statement, tenant, filter, cohorts, extent),
            Engine::Postgres => in_blocks(statement, tenant, filter, cohorts, extent),
        }
        // Every part of a union needs a name of its own on PostgreSQL.
        statement.push(&format!(") branch{at}"));
    }
}

/// A page of some cohorts, as SQLite's index has it for one.
fn in_index(
    statement: &mut Statement,
    tenant: TenantId,
    filter: &PersonFilter,
    cohorts: &[Cohort],
    extent: Extent<'_>,
) {
    statement.push("select ");
    statement.push(WALKED);
    statement.push(" from assignment b");
    statement.join_asked(filter);
    statement.push(" where ");
    statement.tenant("b.tenant_id", tenant);
    statement.push(" and ");
    statement.of_any(cohorts);
    statement.facts(filter);
    statement.words(filter);
    statement.onwards(&BY_NAME, extent.from, extent.ascending);
    statement.limit(extent.limit);
}

/// A page of some cohorts: whoever is in the blocks that have people of them, but for those who are of none. Fenced, because
/// PostgreSQL otherwise gathers and sorts all of them where its statistics are behind. Where everybody matches, as many
/// blocks as the page has people are enough, and one of which all lie before it.
fn in_blocks(
    statement: &mut Statement,
    tenant: TenantId,
    filter: &PersonFilter,
    cohorts: &[Cohort],
    extent: Extent<'_>,
) {
    const BEGIN: [&str; 2] = ["k.first_name", "k.first_person_id"];
    let most = asks_no_more(filter).then(|| extent.limit.saturating_add(1));
    let ended = |statement: &mut Statement| {
        statement.order(&BEGIN, extent.ascending);
        match most {
            Some(most) => statement.limit(most),
            None => statement.push("{fence}"),
        }
    };
    statement.push("select b.* from (select k.first_name, k.first_person_id, k.block from (");
    for (at, cohort) in cohorts.iter().enumerate() {
        statement.push(if at > 0 { " union all (" } else { "(" });
        statement
            .push("select k.first_name, k.first_person_id, k.block from assignment_block_count k where ");
        statement.tenant("k.tenant_id", tenant);
        let organization = statement.values.len();
        statement.push(" and ");
        statement.held("k.policy_id", "k.source", cohort);
        if let Some([name, id]) = extent.from {
            let name = statement.value(Value::Text(name.clone()));
            let id = statement.value(Value::id(id));
            statement.push(&if extent.ascending {
                block::from([organization, name, id])
            } else {
                block::to([name, id])
            });
        }
        ended(statement);
        statement.push(")");
    }
    statement.push(") k");
    if cohorts.len() > 1 {
        statement.push(" group by k.first_name, k.first_person_id, k.block");
    }
    ended(statement);
    statement.push(") k cross join lateral (select ");
    statement.push(WALKED);
    statement.push(" from assignment b");
    statement.join_asked(filter);
    statement.push(" where b.block = k.block and ");
    statement.of_any(cohorts);
    statement.facts(filter);
    statement.words(filter);
    if let Some(place) = extent.from {
        statement.beyond(&BY_NAME, place, extent.ascending);
    }
    statement.push("{fence}) b");
    let [first, second] = BEGIN;
    let [third, fourth] = BY_NAME;
    statement.order(&[first, second, third, fourth], extent.ascending);
    statement.limit(extent.limit);
}

impl Statement {
    /// Who is of a cohort.
    fn held(&mut self, policy: &str, source: &str, cohort: &Cohort) {
        self.push(&format!("{policy} = "));
        self.bind(Value::Id(cohort.policy.0));
        self.push(&format!(" and {source} = "));
        self.bind(Value::Text(cohort.source.code().to_owned()));
    }

    /// Whose assignment `b` is of one of the cohorts.
    fn of_any(&mut self, cohorts: &[Cohort]) {
        for (at, cohort) in cohorts.iter().enumerate() {
            self.push(if at > 0 { " or " } else { "(" });
            self.held("b.effective_policy_id", "b.effective_source", cohort);
        }
        self.push(")");
    }

    /// The tables of people that a filter asks, beside the assignment `b`.
    fn join_asked(&mut self, filter: &PersonFilter) {
        if filter.enabled.is_some() || filter.department.is_some() {
            self.push(" {in order} person p on p.tenant_id = b.tenant_id and p.person_id = b.person_id");
        }
        if !filter.words.is_empty() {
            self.push(
                " {in order} person_search s on s.tenant_id = b.tenant_id and s.person_id = b.person_id",
            );
        }
    }
}
