//! Putting the statements together.

mod cohorts;
mod composed;
mod conditions;
mod everybody;
mod gathered;
mod shapes;

pub(super) use cohorts::{Extent, by_cohort};
pub use composed::composed;
pub(super) use everybody::{count, stage};
pub(super) use gathered::stretch;
pub(super) use shapes::{page, place, window_end};

use super::{Order, Position, SortKey};
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
    /// What is looked for in the index of trigrams: all of these.
    Trigrams(Vec<String>),
}

impl Value {
    /// An identifier that comes as text; of what is none, the lowest.
    fn id(text: &str) -> Self {
        Self::Id(Uuid::parse_str(text).unwrap_or_default())
    }
}

/// A statement and its values. The text has marks that [`crate::dialect::text_for`] replaces.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

pub(super) const COLUMNS: &str = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, \
    p.department, p.account_enabled, a.direct_policy_id, a.effective_policy_id, a.effective_source, \
    a.effective_group_id, a.revision, ";

/// What is read of people: who they are, and the keys that they are sorted by. SQLite takes the columns from here, in
/// this order; PostgreSQL all that [`shapes::head`] names.
const LISTED: &str = "{listed:person_id uuid, user_principal_name text, display_name text, sip_address text, mail text, \
    department text, account_enabled boolean, direct_policy_id uuid, effective_policy_id uuid, effective_source text, \
    effective_group_id uuid, revision bigint | first_key text, second_key text}";

/// The columns that a list is sorted by, the last of them without ties. `c` is the cohort of the person.
pub(super) fn sort_columns(key: SortKey) -> &'static [&'static str] {
    match key {
        SortKey::Name => &["p.display_name_folded", "p.person_id"],
        SortKey::SignInName => &["p.user_principal_name_folded", "p.person_id"],
        SortKey::Department => &["p.department_folded", "p.display_name_folded", "p.person_id"],
        SortKey::Policy | SortKey::Chat | SortKey::Inbound | SortKey::Source => {
            &["c.sort_key", "p.display_name_folded", "p.person_id"]
        }
    }
}

/// How many columns a list is sorted by.
pub(super) fn key_length(key: SortKey) -> usize {
    sort_columns(key).len()
}

/// Whether `position` can be a position in a list sorted by `key`.
pub(super) fn fits(key: SortKey, position: &Position) -> bool {
    match position {
        Position::Start => true,
        Position::After(values) | Position::Before(values) => {
            values.len() == key_length(key)
                && values.last().is_some_and(|last| Uuid::parse_str(last).is_ok())
                && !values.iter().any(|value| value.contains('\0'))
        }
    }
}

/// Which way a list is read: before a position it is read backwards.
pub(super) fn ascends(order: Order, position: &Position) -> bool {
    order.descending == matches!(position, Position::Before(_))
}

impl Statement {
    /// The same people as the engine hands them over soonest.
    fn handed_over(mut self) -> Self {
        self.text = ["select ", LISTED, " from (", &self.text, ") listed"].concat();
        self
    }

    pub(super) fn push(&mut self, fragment: &str) {
        self.text.push_str(fragment);
    }

    pub(super) fn bind(&mut self, value: Value) {
        let number = self.value(value);
        // Writing to a string cannot fail.
        let _ = write!(self.text, "${number}");
    }

    /// Takes a value that is not written here. Returns its number.
    pub(super) fn value(&mut self, value: Value) -> usize {
        self.values.push(value);
        self.values.len()
    }

    /// Binds a value inside a mark of the dialect: `{kind:N}`.
    pub(super) fn mark(&mut self, kind: &str, value: Value) {
        self.values.push(value);
        let _ = write!(self.text, "{{{kind}:{}}}", self.values.len());
    }

    /// A JSON list of lists as a table with these columns.
    pub(super) fn rows(&mut self, columns: &str, list: Value) {
        self.values.push(list);
        let _ = write!(self.text, "{{rows:{} {columns}}}", self.values.len());
    }

    pub(super) fn tenant(&mut self, column: &str, tenant: TenantId) {
        self.push(column);
        self.push(" = ");
        self.bind(Value::Id(tenant.0));
    }

    /// Goes on from a place: a comparison of rows, which both engines answer from an index.
    pub(super) fn beyond(&mut self, columns: &[&str], values: &[String], ascending: bool) {
        for (at, column) in columns.iter().enumerate() {
            self.push(if at == 0 { " and (" } else { ", " });
            self.push(column);
        }
        self.push(if ascending { ") > (" } else { ") < (" });
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            if at + 1 == values.len() {
                self.bind(Value::id(value));
            } else {
                self.bind(Value::Text(value.clone()));
            }
        }
        self.push(")");
    }

    /// Goes on from a place, or begins at the first, in the order of the columns.
    pub(super) fn onwards(&mut self, columns: &[&str], place: Option<&[String]>, ascending: bool) {
        if let Some(values) = place {
            self.beyond(columns, values, ascending);
        }
        self.order(columns, ascending);
    }

    pub(super) fn order(&mut self, columns: &[&str], ascending: bool) {
        for (at, column) in columns.iter().enumerate() {
            self.push(if at == 0 { " order by " } else { ", " });
            self.push(column);
            self.push(if ascending { " asc" } else { " desc" });
        }
    }

    /// `condition` and the values it takes, in brackets.
    pub(super) fn one_of(&mut self, condition: &str, values: impl Iterator<Item = Value>) {
        self.push(condition);
        for (at, value) in values.enumerate() {
            self.push(if at == 0 { " (" } else { ", " });
            self.bind(value);
        }
        self.push(")");
    }

    pub(super) fn limit(&mut self, limit: i64) {
        self.push(" limit ");
        self.bind(Value::Number(limit));
    }
}
