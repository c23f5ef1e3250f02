//! The shapes that a page's statement can have. All of them find the same people; they differ in what they walk.

use super::gathered::gather;
use super::{COLUMNS, Statement, Value, ascends, sort_columns};
use crate::person_list::{Guide, Order, PersonFilter, Position, SortKey, Walk};
use forecourt_model::TenantId;

pub(super) const JOIN_ASSIGNMENT: &str =
    " {in order} assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id";
pub(super) const JOIN_SEARCH: &str =
    " {in order} person_search s on s.tenant_id = p.tenant_id and s.person_id = p.person_id";

pub(in crate::person_list) fn place(position: &Position) -> Option<&[String]> {
    match position {
        Position::Start => None,
        Position::After(values) | Position::Before(values) => Some(values),
    }
}

pub(super) fn head(statement: &mut Statement, key: SortKey) {
    statement.push(COLUMNS);
    // The identifier is in the row already; the others are read as they are compared.
    statement.push(sort_columns(key).first().copied().unwrap_or_default());
    statement.push(" as first_key, p.display_name_folded as second_key");
}

/// Whether people have to be tied to their cohort.
pub(super) fn uses_cohorts(filter: &PersonFilter, order: Order) -> bool {
    filter.policies.is_some() || !filter.sources.is_empty() || order.key.is_by_cohort()
}

/// One page. What [`by_cohort`](super::by_cohort) and [`stretch`](super::stretch) walk is gathered here.
pub(in crate::person_list) fn page(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let statement = match guide.walk {
        Walk::Order => in_order(tenant, filter, order, position, limit, guide),
        Walk::Window(size) => window(tenant, filter, order, (position, size), limit, guide),
        Walk::Cohorts | Walk::Gather | Walk::Ranked | Walk::Foremost | Walk::Along => {
            gather(tenant, filter, order, position, limit, guide)
        }
    };
    statement.handed_over()
}

/// Walks the people in the order of the list and leaves out who does not match.
fn in_order(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let (columns, ascending) = (sort_columns(order.key), ascends(order, position));
    let mut statement = Statement::default();
    head(&mut statement, order.key);
    statement.push(" from person p");
    statement.push(JOIN_ASSIGNMENT);
    if uses_cohorts(filter, order) {
        statement.join_cohorts(guide.cohorts);
    }
    if !filter.words.is_empty() {
        statement.push(JOIN_SEARCH);
    }
    statement.push(" where ");
    statement.tenant("p.tenant_id", tenant);
    statement.facts(filter);
    statement.words(filter);
    statement.onwards(columns, place(position), ascending);
    statement.limit(limit);
    statement
}

/// The table and the columns of it that an order walks: by name the texts themselves, which are in that order.
fn walked(key: SortKey) -> (&'static str, &'static [&'static str]) {
    match key {
        SortKey::SignInName => ("person w", &["w.user_principal_name_folded", "w.person_id"]),
        SortKey::Department => (
            "person w",
            &["w.department_folded", "w.display_name_folded", "w.person_id"],
        ),
        _ => ("person_search w", &["w.display_name_folded", "w.person_id"]),
    }
}

/// Walks at most `size` people in the order of the list. A limit inside keeps the engines from any other idea.
fn window(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    (position, size): (&Position, i64),
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let ascending = ascends(order, position);
    let (table, columns) = walked(order.key);
    let by_text = table.starts_with("person_search");
    let mut statement = Statement::default();
    head(&mut statement, order.key);
    statement.push(" from (select s.person_id, s.tenant_id from (select w.person_id, w.tenant_id");
    for column in columns.iter().take(columns.len() - 1) {
        statement.push(", ");
        statement.push(column);
    }
    if by_text {
        statement.push(", w.search_text");
    }
    statement.push(" from ");
    statement.push(table);
    statement.push(" where ");
    statement.tenant("w.tenant_id", tenant);
    statement.onwards(columns, place(position), ascending);
    statement.limit(size);
    statement.push(") s");
    if by_text && !filter.words.is_empty() {
        statement.push(" where true");
        statement.words(filter);
    }
    statement.push(") f {in order} person p on p.tenant_id = f.tenant_id and p.person_id = f.person_id");
    statement.push(JOIN_ASSIGNMENT);
    if uses_cohorts(filter, order) {
        statement.join_cohorts(guide.cohorts);
    }
    if !by_text && !filter.words.is_empty() {
        statement.push(JOIN_SEARCH);
    }
    statement.push(" where true");
    statement.facts(filter);
    if !by_text {
        statement.words(filter);
    }
    statement.order(sort_columns(order.key), ascending);
    statement.limit(limit);
    statement
}

/// Where a window ends: the sort values of its last person, when it is full.
pub(in crate::person_list) fn window_end(
    tenant: TenantId,
    order: Order,
    position: &Position,
    size: i64,
) -> Statement {
    let ascending = ascends(order, position);
    let (table, columns) = walked(order.key);
    let mut statement = Statement::default();
    statement.push("select w.person_id, ");
    statement.push(columns.first().copied().unwrap_or_default());
    statement.push(" as first_key, w.display_name_folded as second_key from ");
    statement.push(table);
    statement.push(" where ");
    statement.tenant("w.tenant_id", tenant);
    statement.onwards(columns, place(position), ascending);
    statement.push(" limit 1 offset ");
    statement.bind(Value::Number(size - 1));
    statement
}
