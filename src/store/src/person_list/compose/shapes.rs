//! The shapes that a page's statement can have. All of them find the same people; they differ in what they walk.

use super::conditions::OF_COHORT;
use super::{COLUMNS, Statement, Value, ascends, key_length, sort_columns};
use crate::person_list::{Cohort, Guide, Order, PersonFilter, Position, SortKey, Walk};
use forecourt_model::TenantId;
use uuid::Uuid;

const JOIN_ASSIGNMENT: &str =
    " {in order} assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id";
const JOIN_SEARCH: &str =
    " {in order} person_search s on s.tenant_id = p.tenant_id and s.person_id = p.person_id";

fn place(position: &Position) -> Option<&[String]> {
    match position {
        Position::Start => None,
        Position::After(values) | Position::Before(values) => Some(values),
    }
}

fn head(statement: &mut Statement, key: SortKey) {
    statement.push(COLUMNS);
    // The identifier is in the row already; the others are read as they are compared.
    statement.push(sort_columns(key).first().copied().unwrap_or_default());
    statement.push(" as first_key, p.display_name_folded as second_key");
}

/// Whether people have to be tied to their cohort.
fn uses_cohorts(filter: &PersonFilter, order: Order) -> bool {
    filter.policies.is_some() || !filter.sources.is_empty() || order.key.is_by_cohort()
}

/// Whether more is asked of people than words.
fn asks_more(filter: &PersonFilter, order: Order) -> bool {
    filter.enabled.is_some() || filter.department.is_some() || uses_cohorts(filter, order)
}

/// One page.
pub(in crate::person_list) fn page(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    match guide.walk {
        Walk::Order => in_order(tenant, filter, order, position, limit, guide),
        Walk::Window(size) => window(tenant, filter, order, (position, size), limit, guide),
        Walk::Cohorts => by_cohort(tenant, filter, order, position, limit, guide),
        Walk::Gather | Walk::Ranked | Walk::Along => gather(tenant, filter, order, position, limit, guide),
    }
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
    if let Some(values) = place(position) {
        statement.beyond(columns, values, ascending);
    }
    statement.order(columns, ascending);
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
    if let Some(values) = place(position) {
        statement.beyond(columns, values, ascending);
    }
    statement.order(columns, ascending);
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
    if let Some(values) = place(position) {
        statement.beyond(columns, values, ascending);
    }
    statement.order(columns, ascending);
    statement.push(" limit 1 offset ");
    statement.bind(Value::Number(size - 1));
    statement
}

/// Walks each cohort by name, as far as a page needs, and merges them.
fn by_cohort(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
    guide: &Guide<'_>,
) -> Statement {
    let ascending = ascends(order, position);
    let keyed = key_length(order.key) == 3;
    let mut statement = Statement::default();
    head(&mut statement, order.key);
    // Only who is on the page is looked at more closely.
    statement.push(" from (select * from (");
    let mut branches = 0;
    for cohort in guide.cohorts {
        let from = match place(position) {
            None => None,
            Some([key, rest @ ..]) if keyed => match cohort.sort_key.as_str().cmp(key) {
                std::cmp::Ordering::Equal => Some(rest),
                side if (side == std::cmp::Ordering::Greater) == ascending => None,
                // The whole cohort lies on the other side of the place.
                _ => continue,
            },
            Some(values) => Some(values),
        };
        if branches > 0 {
            statement.push(" union all ");
        }
        branches += 1;
        branch(&mut statement, tenant, filter, cohort, from, (ascending, limit));
    }
    if branches == 0 {
        statement.push(
            "select b.person_id, b.tenant_id, cast('' as text) as sort_key, b.display_name_folded
             from assignment b where 1 = 0",
        );
    }
    statement.push(") every_branch");
    let merged: &[&str] = if keyed {
        &["sort_key", "display_name_folded", "person_id"]
    } else {
        &["display_name_folded", "person_id"]
    };
    statement.order(merged, ascending);
    statement.limit(limit);
    statement
        .push(") c {in order} person p on p.tenant_id = c.tenant_id and p.person_id = c.person_id {in order} assignment a");
    statement.push(" on a.tenant_id = c.tenant_id and a.display_name_folded = c.display_name_folded");
    statement.push(" and a.person_id = c.person_id");
    statement.order(sort_columns(order.key), ascending);
    statement
}

fn branch(
    statement: &mut Statement,
    tenant: TenantId,
    filter: &PersonFilter,
    cohort: &Cohort,
    from: Option<&[String]>,
    (ascending, limit): (bool, i64),
) {
    let columns = ["b.display_name_folded", "b.person_id"];
    statement.push("select * from (select b.person_id, b.tenant_id, cast(");
    statement.bind(Value::Text(cohort.sort_key.clone()));
    statement.push(" as text) as sort_key, b.display_name_folded from assignment b");
    if filter.enabled.is_some() || filter.department.is_some() {
        statement.push(" {in order} person p on p.tenant_id = b.tenant_id and p.person_id = b.person_id");
    }
    if !filter.words.is_empty() {
        statement
            .push(" {in order} person_search s on s.tenant_id = b.tenant_id and s.person_id = b.person_id");
    }
    statement.push(" where ");
    statement.tenant("b.tenant_id", tenant);
    statement.push(" and b.effective_policy_id = ");
    statement.bind(Value::Id(cohort.policy.0));
    statement.push(" and b.effective_source = ");
    statement.bind(Value::Text(cohort.source.code().to_owned()));
    statement.facts(filter);
    statement.words(filter);
    if let Some(values) = from {
        statement.beyond(&columns, values, ascending);
    }
    statement.order(&columns, ascending);
    statement.limit(limit);
    statement.push(") branch");
    // Every part of a union needs a name of its own on PostgreSQL; the number of values is one.
    let number = statement.values.len().to_string();
    statement.push(&number);
}

/// Who may match, found through the words or else through the cohorts, without any order.
fn found(statement: &mut Statement, tenant: TenantId, filter: &PersonFilter, guide: &Guide<'_>) {
    statement.push("with found as materialized (");
    if filter.words.is_empty() {
        statement.push("select a.tenant_id, a.person_id from ");
        statement.cohorts(guide.cohorts);
        statement.push(" {in order} assignment a on ");
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

fn joined(statement: &mut Statement, filter: &PersonFilter, order: Order, guide: &Guide<'_>) {
    statement
        .push(" from found f {in order} person p on p.tenant_id = f.tenant_id and p.person_id = f.person_id");
    statement.push(JOIN_ASSIGNMENT);
    if uses_cohorts(filter, order) {
        statement.join_cohorts(guide.cohorts);
    }
    statement.push(" where true");
    statement.facts(filter);
}

/// Finds everybody who matches and sorts them.
fn gather(
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
    joined(&mut statement, filter, order, guide);
    if let Some(values) = place(position) {
        statement.beyond(columns, values, ascending);
    }
    statement.order(columns, ascending);
    statement.limit(limit);
    statement
}

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
    let goes_along = guide.walk == Walk::Along;
    let mut statement = Statement::default();
    head(&mut statement, SortKey::Name);
    statement.push(" from (select s.tenant_id, s.person_id, {rank} as place from ");
    let (way, rank) = if goes_along {
        ("along", "{rank}")
    } else {
        ("hits", "{rank found}")
    };
    statement.hits(way, filter, guide.commonness);
    statement.push(" and ");
    statement.tenant("s.tenant_id", tenant);
    statement.push(" and ");
    statement.push(rank);
    statement.push(" between ");
    statement.bind(Value::Number(from));
    statement.push(" and ");
    statement.bind(Value::Number(to));
    statement.words(filter);
    // When nothing else is asked of them, no more are looked at than the page has.
    if !asks_more(filter, order) {
        statement.order(&[rank], ascending);
        statement.limit(limit);
    }
    statement
        .push("{fence}) f {in order} person p on p.tenant_id = f.tenant_id and p.person_id = f.person_id");
    statement.push(" {in order} assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id");
    if uses_cohorts(filter, order) {
        statement.join_cohorts(guide.cohorts);
    }
    statement.push(" where true");
    statement.facts(filter);
    statement.order(&["f.place"], ascending);
    statement.limit(limit);
    statement
}

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
        statement.push("select count(*)");
        joined(&mut statement, filter, order, guide);
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
         from assignment a",
    );
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
            statement.one_of(" and a.effective_policy_id in", ids);
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

/// Every kind of statement that is put together, by name: each shape in each order, from each kind of position, with
/// every filter and with none. The text has the marks of [`crate::dialect::text_for`].
pub fn composed() -> Vec<(String, String)> {
    let full = PersonFilter {
        words: vec!["a".to_owned(), "bcd".to_owned()],
        policies: Some(vec![forecourt_model::PolicyId::GLOBAL]),
        sources: forecourt_model::access::SourceKind::ALL.to_vec(),
        enabled: Some(true),
        department: Some("c".to_owned()),
    };
    let cohort = |key: &str| Cohort {
        policy: forecourt_model::PolicyId::GLOBAL,
        source: forecourt_model::access::SourceKind::Global,
        sort_key: key.to_owned(),
    };
    let cohorts = [cohort("a"), cohort("b")];
    let tenant = TenantId::DEFAULT;
    let mut all = Vec::new();
    let words = PersonFilter {
        words: full.words.clone(),
        ..PersonFilter::default()
    };
    for (name, filter) in [
        ("none", PersonFilter::default()),
        ("words", words),
        ("full", full),
    ] {
        for walk in [Walk::Ranked, Walk::Along] {
            let guide = Guide {
                walk,
                cohorts: &cohorts,
                commonness: None,
                stretches: &[],
            };
            let text = stretch(tenant, &filter, (1, 2), true, 1, &guide).text;
            all.push((format!("person_list::stretch {name} {walk:?}"), text));
        }
        all.push((
            format!("person_list::stage {name}"),
            stage(tenant, &filter, Uuid::nil()).text,
        ));
        for walk in [Walk::Order, Walk::Window(5), Walk::Cohorts, Walk::Gather] {
            let guide = Guide {
                walk,
                cohorts: &cohorts,
                commonness: None,
                stretches: &[],
            };
            let counted = count(tenant, &filter, &guide).text;
            all.push((format!("person_list::count {name} {walk:?}"), counted));
            for key in SortKey::ALL {
                if !walk.can(key) {
                    continue;
                }
                let mut values = vec![Uuid::nil().to_string(); key_length(key)];
                if let Some(first) = values.first_mut() {
                    "a".clone_into(first);
                }
                let positions = [
                    Position::Start,
                    Position::After(values.clone()),
                    Position::Before(values),
                ];
                for position in &positions {
                    let order = Order {
                        key,
                        descending: false,
                    };
                    let text = page(tenant, &filter, order, position, 1, &guide).text;
                    all.push((
                        format!("person_list::page {name} {walk:?} {key:?} {position:?}"),
                        text,
                    ));
                    if let Walk::Window(size) = walk {
                        let text = window_end(tenant, order, position, size).text;
                        all.push((format!("person_list::window_end {key:?} {position:?}"), text));
                    }
                }
            }
        }
    }
    all
}
