//! Putting the statements together.

use super::{Order, PersonFilter, Position, SortKey};
use forecourt_model::TenantId;
use std::fmt::Write as _;
use uuid::Uuid;

/// A value that is bound.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Id(Uuid),
    Flag(bool),
    Number(i64),
}

/// A statement and its values.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

const COLUMNS: &str = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, \
    p.department, p.account_enabled, a.direct_policy_id, a.effective_policy_id, a.effective_source, \
    a.effective_group_id, a.revision, ";
const FROM: &str =
    " from person p join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id";
const JOIN_POLICY: &str =
    " join policy e on e.tenant_id = a.tenant_id and e.policy_id = a.effective_policy_id";

/// The columns that a list is sorted by, the last of them without ties.
fn sort_columns(key: SortKey) -> &'static [&'static str] {
    match key {
        SortKey::Name => &["p.display_name_folded", "p.person_id"],
        SortKey::SignInName => &["p.user_principal_name_folded", "p.person_id"],
        SortKey::Department => &["p.department_folded", "p.display_name_folded", "p.person_id"],
        SortKey::Policy => &["e.name_folded", "p.display_name_folded", "p.person_id"],
    }
}

impl Statement {
    fn begin(tenant: TenantId, text: &str) -> Self {
        let mut statement = Self {
            text: text.to_owned(),
            values: Vec::new(),
        };
        statement.push(" where p.tenant_id = ");
        statement.bind(Value::Id(tenant.0));
        statement
    }

    fn push(&mut self, fragment: &'static str) {
        self.text.push_str(fragment);
    }

    fn bind(&mut self, value: Value) {
        self.values.push(value);
        // Writing to a string cannot fail.
        let _ = write!(self.text, "${}", self.values.len());
    }

    fn bind_list(&mut self, values: impl IntoIterator<Item = Value>) {
        for (at, value) in values.into_iter().enumerate() {
            self.push(if at == 0 { " (" } else { ", " });
            self.bind(value);
        }
        self.push(")");
    }

    fn filter(&mut self, filter: &PersonFilter) {
        for word in &filter.words {
            self.push(" and p.search_text like ");
            self.bind(Value::Text(pattern(word)));
            self.push(" escape '!'");
        }
        match filter.policies.as_deref() {
            None => {}
            Some([]) => self.push(" and 1 = 0"),
            Some(policies) => {
                self.push(" and a.effective_policy_id in");
                self.bind_list(policies.iter().map(|policy| Value::Id(policy.0)));
            }
        }
        if !filter.sources.is_empty() {
            self.push(" and a.effective_source in");
            let source = |source: &forecourt_model::access::SourceKind| Value::Text(source.code().to_owned());
            self.bind_list(filter.sources.iter().map(source));
        }
        if let Some(enabled) = filter.enabled {
            self.push(" and p.account_enabled = ");
            self.bind(Value::Flag(enabled));
        }
        if let Some(department) = &filter.department {
            self.push(" and p.department_folded = ");
            self.bind(Value::Text(forecourt_model::folding::fold(
                &department.replace('\0', " "),
            )));
        }
    }

    /// Goes on from `position`: a comparison of rows, which both engines answer from an index.
    fn position(&mut self, key: SortKey, position: &Position, forward: bool) {
        let (Position::After(values) | Position::Before(values)) = position else {
            return;
        };
        let columns = sort_columns(key);
        for (at, column) in columns.iter().enumerate() {
            self.push(if at == 0 { " and (" } else { ", " });
            self.push(column);
        }
        self.push(if forward { ") >" } else { ") <" });
        let last = columns.len().saturating_sub(1);
        self.bind_list(values.iter().enumerate().map(|(at, value)| {
            if at == last {
                Value::Id(Uuid::parse_str(value).unwrap_or_default())
            } else {
                Value::Text(value.clone())
            }
        }));
    }

    fn order(&mut self, key: SortKey, ascending: bool) {
        for (at, column) in sort_columns(key).iter().enumerate() {
            self.push(if at == 0 { " order by " } else { ", " });
            self.push(column);
            self.push(if ascending { " asc" } else { " desc" });
        }
    }
}

/// `word` anywhere in a text, each character standing for itself.
fn pattern(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for character in word.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// Whether `position` can be a position in a list sorted by `key`.
pub(super) fn fits(key: SortKey, position: &Position) -> bool {
    match position {
        Position::Start => true,
        Position::After(values) | Position::Before(values) => {
            values.len() == sort_columns(key).len()
                && values.last().is_some_and(|last| Uuid::parse_str(last).is_ok())
                && !values.iter().any(|value| value.contains('\0'))
        }
    }
}

/// One page. Before a position the list is read backwards.
pub(super) fn page(
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: i64,
) -> Statement {
    let backward = matches!(position, Position::Before(_));
    let ascending = order.descending == backward;
    let mut head = COLUMNS.to_owned();
    let columns = sort_columns(order.key);
    // The identifier is in the row already; the others are read as they are compared.
    head.push_str(columns.first().copied().unwrap_or_default());
    head.push_str(" as first_key, p.display_name_folded as second_key");
    head.push_str(FROM);
    if order.key == SortKey::Policy {
        head.push_str(JOIN_POLICY);
    }
    let mut statement = Statement::begin(tenant, &head);
    statement.filter(filter);
    statement.position(order.key, position, ascending);
    statement.order(order.key, ascending);
    statement.push(" limit ");
    statement.bind(Value::Number(limit));
    statement
}

/// How many.
pub(super) fn count(tenant: TenantId, filter: &PersonFilter) -> Statement {
    let mut statement = Statement::begin(
        tenant,
        "select count(*) from person p join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id",
    );
    statement.filter(filter);
    statement
}

/// Puts everybody into an operation, in the order of their identifiers.
pub(super) fn stage(tenant: TenantId, filter: &PersonFilter, operation: Uuid) -> Statement {
    let mut statement = Statement {
        text:
            "insert into operation_person (tenant_id, operation_id, position, person_id) select p.tenant_id, "
                .to_owned(),
        values: Vec::new(),
    };
    statement.bind(Value::Id(operation));
    statement.push(", row_number() over (order by p.person_id), p.person_id");
    statement.push(FROM);
    statement.push(" where p.tenant_id = ");
    statement.bind(Value::Id(tenant.0));
    statement.filter(filter);
    statement.push(" order by p.person_id");
    statement
}

/// How many columns a list is sorted by.
pub(super) fn key_length(key: SortKey) -> usize {
    sort_columns(key).len()
}

/// Every kind of statement that this module puts together, by name: each order, from each kind of position, with
/// every filter and with none.
pub fn composed() -> Vec<(String, String)> {
    let full = PersonFilter {
        words: vec!["a".to_owned(), "b".to_owned()],
        policies: Some(vec![forecourt_model::PolicyId::GLOBAL; 2]),
        sources: forecourt_model::access::SourceKind::ALL.to_vec(),
        enabled: Some(true),
        department: Some("c".to_owned()),
    };
    let nobody = PersonFilter {
        policies: Some(Vec::new()),
        ..PersonFilter::default()
    };
    let tenant = TenantId::DEFAULT;
    let mut all = Vec::new();
    for (name, filter) in [
        ("none", PersonFilter::default()),
        ("full", full),
        ("nobody", nobody),
    ] {
        all.push((format!("person_list::count {name}"), count(tenant, &filter).text));
        all.push((
            format!("person_list::stage {name}"),
            stage(tenant, &filter, Uuid::nil()).text,
        ));
        for key in SortKey::ALL {
            let values = vec![Uuid::nil().to_string(); key_length(key)];
            let positions = [
                Position::Start,
                Position::After(values.clone()),
                Position::Before(values),
            ];
            for (descending, position) in [false, true]
                .into_iter()
                .flat_map(|descending| positions.iter().map(move |position| (descending, position)))
            {
                let order = Order { key, descending };
                let statement = page(tenant, &filter, order, position, 1);
                let place = match position {
                    Position::Start => "start",
                    Position::After(_) => "after",
                    Position::Before(_) => "before",
                };
                let name = format!("person_list::page {name} {order:?} {place}");
                all.push((name, statement.text));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn every_character_stands_for_itself() {
        assert_eq!(pattern("100%_!a"), "%100!%!_!!a%");
    }
}
