//! Whoever an index finds, by their words or by their policy.

use super::conditions::OF_COHORT;
use super::shapes::{JOIN_ASSIGNMENT, head, place, uses_cohorts};
use super::{Statement, Value, ascends, sort_columns};
use crate::person_list::{Guide, Order, PersonFilter, Position, SortKey, Walk};
use forecourt_model::TenantId;

/// Whether more is asked of people than words.
pub(super) fn asks_more(filter: &PersonFilter, order: Order) -> bool {
    filter.enabled.is_some() || filter.department.is_some() || uses_cohorts(filter, order)
}

/// Who may match, found through the words or else through the cohorts, without any order.
pub(super) fn found(statement: &mut Statement, tenant: TenantId, filter: &PersonFilter, guide: &Guide<'_>) {
    statement.push("with found as materialized (");
    if filter.words.is_empty() {
        statement.push("select a.tenant_id, a.person_id from ");
        statement.cohorts(guide.cohorts);
        statement.push(" {in order} {held in:a} on ");
        statement.push(OF_COHORT);
        statement.push(" where ");
        statement.tenant("a.tenant_id", tenant);
    } else {
        statement.push("select s.tenant_id, s.person_id from ");
        statement.hits("hits", filter, guide.commonness);
        statement.push(" and ");
        statement.tenant("s.tenant_id", tenant);
        statement.words(filter);
    }
    statement.push(") ");
}

/// The people of a table `f`, as far as they match.
pub(super) fn people_of(statement: &mut Statement, filter: &PersonFilter, order: Order, guide: &Guide<'_>) {
    statement.push(" f {in order} person p on p.tenant_id = f.tenant_id and p.person_id = f.person_id");
    statement.push(JOIN_ASSIGNMENT);
    if uses_cohorts(filter, order) {
        statement.join_cohorts(guide.cohorts);
    }
    statement.push(" where true");
    statement.facts(filter);
}

/// Finds everybody who matches and sorts them.
pub(super) fn gather(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let (columns, ascending) = (sort_columns(order.key), ascends(order, position));
    let mut statement = Statement::default();
    found(&mut statement, tenant, filter, guide);
    head(&mut statement, order.key);
    statement.push(" from found");
    people_of(&mut statement, filter, order, guide);
    statement.onwards(columns, place(position), ascending);
    statement.limit(limit);
    statement
}

/// Of how many people for each that a page has [`Walk::Foremost`] looks at the text.
const LOOKED_AT: i64 = 2;

/// One stretch of the list, from one number of a row to another, both included: whoever the index finds there, in the
/// order of names.
pub(in crate::person_list) fn stretch(
    tenant: TenantId,
    filter: &PersonFilter,
    (from, to): (i64, i64),
    ascending: bool,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let order = Order::default();
    // When nothing else is asked of them, no more are looked at than the page has.
    let fills_page = !asks_more(filter, order);
    let foremost = guide.walk == Walk::Foremost && fills_page;
    let goes_along = guide.walk == Walk::Along;
    let mut statement = Statement::default();
    head(&mut statement, SortKey::Name);
    let (way, rank) = if goes_along {
        ("along", "{rank}")
    } else {
        ("hits", "{rank found}")
    };
    statement.push(" from (");
    if foremost {
        statement.push("select s.tenant_id, s.person_id, s.place from (select s.search_text, ");
    } else {
        statement.push("select ");
    }
    statement.push("s.tenant_id, s.person_id, {rank} as place from ");
    statement.hits(way, filter, guide.commonness);
    statement.push(" and ");
    statement.tenant("s.tenant_id", tenant);
    if goes_along || (from, to) != (i64::MIN, i64::MAX) {
        statement.push(" and ");
        statement.push(rank);
        statement.push(" between ");
        statement.bind(Value::Number(from));
        statement.push(" and ");
        statement.bind(Value::Number(to));
    }
    if foremost {
        statement.order(&[rank], ascending);
        statement.limit(limit * LOOKED_AT);
        statement.push("{fence}) s where true");
    }
    statement.words(filter);
    if fills_page {
        statement.order(&[if foremost { "s.place" } else { rank }], ascending);
        statement.limit(limit);
    }
    statement.push("{fence})");
    people_of(&mut statement, filter, order, guide);
    statement.order(&["f.place"], ascending);
    statement.limit(limit);
    statement.handed_over()
}
