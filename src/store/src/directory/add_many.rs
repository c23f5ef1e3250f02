//! Many new people in few statements.

use crate::cohort;
use crate::database::Connection;
use crate::dialect::{bulk_write_begins, bulk_write_ends, index_trigrams, rows_at_once};
use crate::error::StoreError;
use crate::moment::to_micros;
use crate::person::{Person, fold_address};
use crate::person_search::{FORM, beside, numbers_for, text_of, trigrams};
use forecourt_model::TenantId;
use forecourt_model::folding::{fold, fold_case};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// How many values a person has in the widest of the tables.
const COLUMNS: usize = 15;

/// A person with everything that is derived for the tables.
struct Derived<'p> {
    person: &'p Person,
    sign_in: String,
    name: String,
    sip: Option<String>,
    mail: Option<String>,
    department: String,
    text: String,
}

fn derived(person: &Person) -> Derived<'_> {
    Derived {
        sign_in: fold_case(person.user_principal_name.trim()),
        name: fold(person.shown_name()),
        sip: person.sip_address.as_deref().map(fold_address),
        mail: person.mail.as_deref().map(fold_address),
        department: fold(person.department.as_deref().unwrap_or_default()),
        text: text_of(person),
        person,
    }
}

const PEOPLE: &str = "insert into person (tenant_id, person_id, user_principal_name, user_principal_name_folded, \
    display_name, display_name_folded, sip_address, sip_address_folded, mail, mail_folded, department, \
    department_folded, account_enabled, created_at, updated_at) ";
const ASSIGNMENTS: &str = "insert into assignment (tenant_id, person_id, display_name_folded, direct_policy_id, \
    direct_revision, effective_policy_id, effective_source, effective_group_id, revision) ";
const SEARCH: &str =
    "insert into person_search (row_number, tenant_id, person_id, display_name_folded, search_text, form";

macro_rules! add {
    ($connection:expr, $tenant:expr, $rows:expr, $numbers:expr, $micros:expr, $end:literal, $trigrams:expr) => {{
        let mut people = QueryBuilder::new(PEOPLE);
        people.push_values($rows, |mut row, one| {
            let person = one.person;
            row.push_bind($tenant.0).push_bind(person.id.0);
            row.push_bind(person.user_principal_name.as_str())
                .push_bind(one.sign_in.as_str());
            row.push_bind(person.display_name.as_str())
                .push_bind(one.name.as_str());
            row.push_bind(person.sip_address.as_deref())
                .push_bind(one.sip.as_deref());
            row.push_bind(person.mail.as_deref())
                .push_bind(one.mail.as_deref());
            row.push_bind(person.department.as_deref())
                .push_bind(one.department.as_str());
            row.push_bind(person.account_enabled)
                .push_bind($micros)
                .push_bind($micros);
        });
        people.build().execute(&mut **$connection).await?;
        let mut assignments = QueryBuilder::new(ASSIGNMENTS);
        assignments.push_values($rows, |mut row, one| {
            let person = one.person;
            row.push_bind($tenant.0)
                .push_bind(person.id.0)
                .push_bind(one.name.as_str());
            row.push_bind(person.direct_policy.map(|policy| policy.0));
            row.push_bind(person.direct_policy.map(|_| person.revision.0));
            row.push_bind(person.effective_policy.0)
                .push_bind(person.effective_source.code());
            row.push_bind(person.effective_group.map(|group| group.0))
                .push_bind(person.revision.0);
        });
        assignments.build().execute(&mut **$connection).await?;
        let mut search = QueryBuilder::new(SEARCH);
        search.push($end);
        search.push_values($rows.zip($numbers), |mut row, (one, number)| {
            row.push_bind(*number)
                .push_bind($tenant.0)
                .push_bind(one.person.id.0)
                .push_bind(one.name.as_str());
            row.push_bind(one.text.as_str()).push_bind(FORM);
            $trigrams(&mut row, one.text.as_str());
        });
        search.build().execute(&mut **$connection).await?;
    }};
}

type PostgresRow<'q, 'args> = sqlx::query_builder::Separated<'q, sqlx::Postgres, &'args str>;

/// Adds people who are not in the directory, with the policies that their fields say. Whoever calls this has worked
/// out what is effective for them; nothing is looked up. In the order of names they are written fastest.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody has the identifier or the sign-in name.
pub async fn add_many(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[Person],
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let micros = to_micros(now);
    let mut all: Vec<_> = people.iter().map(derived).collect();
    all.sort_by(|one, other| (&one.name, one.person.id.0).cmp(&(&other.name, other.person.id.0)));
    let Some(first) = all.first() else {
        return Ok(());
    };
    // Among others, numbers may have to be spread out, which the triggers follow.
    let place = (first.name.as_str(), first.person.id.0);
    let at_end = beside(connection, tenant, place, true).await?.is_none();
    let bulk = at_end && bulk_write_begins(connection, tenant).await?;
    let mut written = Vec::with_capacity(if bulk { all.len() } else { 0 });
    let at_once = rows_at_once(connection.engine(), COLUMNS);
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let names: Vec<_> = rest
            .iter()
            .take(at_once)
            .map(|one| (one.name.as_str(), one.person.id))
            .collect();
        let numbers = numbers_for(connection, tenant, &names).await?;
        let (rows, later) = rest.split_at(numbers.len().clamp(1, rest.len()));
        rest = later;
        if bulk {
            written.extend_from_slice(&numbers);
        }
        let numbers = numbers.iter();
        match connection {
            Connection::Sqlite(inner) => {
                add!(
                    inner,
                    tenant,
                    rows.iter(),
                    numbers,
                    micros,
                    ") ",
                    |_: &mut _, _: &str| {}
                );
            }
            Connection::Postgres(inner) => {
                let grams = |row: &mut PostgresRow<'_, '_>, text: &str| {
                    row.push_bind(trigrams(text));
                };
                add!(inner, tenant, rows.iter(), numbers, micros, ", trigrams) ", grams);
            }
        }
    }
    if bulk {
        index_trigrams(connection, &written).await?;
        let mut counts: BTreeMap<_, i64> = BTreeMap::new();
        for person in people {
            *counts
                .entry((person.effective_policy, person.effective_source.code()))
                .or_default() += 1;
        }
        for (held, count) in counts {
            cohort::add_count(connection, tenant, held, count).await?;
        }
        bulk_write_ends(connection, tenant).await?;
    }
    Ok(())
}
