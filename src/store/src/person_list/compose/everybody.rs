//! Everybody who matches: counted, or put into an operation.

use super::gathered::{asks_more, found, people_of};
use super::shapes::{JOIN_ASSIGNMENT, JOIN_SEARCH, uses_cohorts};
use super::{Statement, Value};
use crate::person_list::{Guide, Order, PersonFilter};
use forecourt_model::TenantId;
use uuid::Uuid;

/// How many match.
pub(in crate::person_list) fn count(tenant: TenantId, filter: &PersonFilter, guide: &Guide<'_>) -> Statement {
    let mut statement = Statement::default();
    let order = Order::default();
    if !filter.words.is_empty() {
        found(&mut statement, tenant, filter, guide);
        if !asks_more(filter, order) {
            statement.push("select count(*) from found");
            return statement;
        }
        statement.push("select count(*) from found");
        people_of(&mut statement, filter, order, guide);
        return statement;
    }
    statement.push("select count(*) from person p");
    if uses_cohorts(filter, order) {
        statement.push(JOIN_ASSIGNMENT);
        statement.join_cohorts(guide.cohorts);
    }
    statement.push(" where ");
    statement.tenant("p.tenant_id", tenant);
    statement.facts(filter);
    statement
}

/// Puts everybody who matches into an operation, in the order in which what counts for them is stored. Who they are is
/// only looked at when the filter asks for it.
pub(in crate::person_list) fn stage(tenant: TenantId, filter: &PersonFilter, operation: Uuid) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "insert into operation_person (tenant_id, operation_id, position, person_id, display_name_folded)
         select a.tenant_id, ",
    );
    statement.bind(Value::Id(operation));
    statement.push(
        ", row_number() over (order by a.display_name_folded, a.person_id), a.person_id, a.display_name_folded
         from ",
    );
    statement.push(if filter.policies.is_some() {
        "{held in:a}"
    } else {
        "assignment a"
    });
    if !filter.is_by_policy_only() {
        statement.push(" {in order} person p on p.tenant_id = a.tenant_id and p.person_id = a.person_id");
    }
    if !filter.words.is_empty() {
        statement.push(JOIN_SEARCH);
    }
    statement.push(" where ");
    statement.tenant("a.tenant_id", tenant);
    statement.facts(filter);
    statement.words(filter);
    match filter.policies.as_deref() {
        None => {}
        Some([]) => statement.push(" and 1 = 0"),
        Some(policies) => {
            let ids = policies.iter().map(|policy| Value::Id(policy.0));
            statement.one_of(" and {held policy:a} in", ids);
        }
    }
    if !filter.sources.is_empty() {
        let codes = filter
            .sources
            .iter()
            .map(|source| Value::Text(source.code().to_owned()));
        statement.one_of(" and a.effective_source in", codes);
    }
    statement.push(" order by a.display_name_folded, a.person_id");
    statement
}
