//! Many new people in few statements.

use crate::bulk;
use crate::cohort;
use crate::copy::copy;
use crate::database::{Connection, Engine};
use crate::dialect::rows_at_once;
use crate::error::StoreError;
use crate::moment::to_micros;
use crate::person::{Person, fold_address};
use crate::person_search::{FORM, beside, numbers_for, text_of, trigrams};
use forecourt_model::TenantId;
use forecourt_model::folding::{fold, fold_case};
use sqlx::query_builder::Separated;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// How many values a person has in the widest of the tables.
const COLUMNS: usize = 15;

/// A person with everything that is derived for the tables.
#[derive(Debug)]
struct Derived {
    person: Person,
    sign_in: String,
    name: String,
    sip: Option<String>,
    mail: Option<String>,
    department: String,
    text: String,
}

impl Derived {
    fn of(person: Person) -> Self {
        Self {
            sign_in: fold_case(person.user_principal_name.trim()),
            name: fold(person.shown_name()),
            sip: person.sip_address.as_deref().map(fold_address),
            mail: person.mail.as_deref().map(fold_address),
            department: fold(person.department.as_deref().unwrap_or_default()),
            text: text_of(&person),
            person,
        }
    }
}

/// People who are not in the directory, ready to be written. Getting them ready asks no database and takes a while for
/// many: it may be done while those before them are written.
#[derive(Debug)]
pub struct NewPeople(Vec<Derived>);

impl NewPeople {
    /// These, with the policies that their fields say. Whoever calls this has worked out what is effective for them.
    pub fn of(people: Vec<Person>) -> Self {
        let mut all: Vec<_> = people.into_iter().map(Derived::of).collect();
        all.sort_by(|one, other| (&one.name, one.person.id.0).cmp(&(&other.name, other.person.id.0)));
        Self(all)
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

const PEOPLE: &str = "person (tenant_id, person_id, user_principal_name, user_principal_name_folded, display_name, \
    display_name_folded, sip_address, sip_address_folded, mail, mail_folded, department, department_folded, \
    account_enabled, created_at, updated_at)";
const ASSIGNMENTS: &str = "assignment (tenant_id, person_id, display_name_folded, direct_policy_id, direct_revision, \
    effective_policy_id, effective_source, effective_group_id, revision)";
const SEARCH: &str =
    "person_search (row_number, tenant_id, person_id, display_name_folded, search_text, form)";
const SEARCH_WITH_TRIGRAMS: &str =
    "person_search (row_number, tenant_id, person_id, display_name_folded, search_text, form, trigrams)";

/// The values of a person in `person`.
macro_rules! person_row {
    ($row:expr, $one:expr, $tenant:expr, $micros:expr) => {
        $row.push_bind($tenant.0)
            .push_bind($one.person.id.0)
            .push_bind($one.person.user_principal_name.as_str())
            .push_bind($one.sign_in.as_str())
            .push_bind($one.person.display_name.as_str())
            .push_bind($one.name.as_str())
            .push_bind($one.person.sip_address.as_deref())
            .push_bind($one.sip.as_deref())
            .push_bind($one.person.mail.as_deref())
            .push_bind($one.mail.as_deref())
            .push_bind($one.person.department.as_deref())
            .push_bind($one.department.as_str())
            .push_bind($one.person.account_enabled)
            .push_bind($micros)
            .push_bind($micros)
    };
}

/// Those in `assignment`.
macro_rules! assignment_row {
    ($row:expr, $one:expr, $tenant:expr) => {
        $row.push_bind($tenant.0)
            .push_bind($one.person.id.0)
            .push_bind($one.name.as_str())
            .push_bind($one.person.direct_policy.map(|policy| policy.0))
            .push_bind($one.person.direct_policy.map(|_| $one.person.revision.0))
            .push_bind($one.person.effective_policy.0)
            .push_bind($one.person.effective_source.code())
            .push_bind($one.person.effective_group.map(|group| group.0))
            .push_bind($one.person.revision.0)
    };
}

/// Those in `person_search`, without trigrams.
macro_rules! search_row {
    ($row:expr, $one:expr, $number:expr, $tenant:expr) => {
        $row.push_bind($number)
            .push_bind($tenant.0)
            .push_bind($one.person.id.0)
            .push_bind($one.name.as_str())
            .push_bind($one.text.as_str())
            .push_bind(FORM)
    };
}

/// What inserts `$rows` into the three tables; `$trigrams` binds what `person_search` has beside the text.
macro_rules! insertions {
    ($tenant:expr, $rows:expr, $numbers:expr, $micros:expr, $search:expr, $trigrams:expr) => {{
        let (rows, numbers) = ($rows, $numbers);
        let insert = |columns| QueryBuilder::new(format!("insert into {columns} "));
        let mut people = insert(PEOPLE);
        people.push_values(rows, |mut row, one: &Derived| {
            person_row!(row, one, $tenant, $micros);
        });
        let mut assignments = insert(ASSIGNMENTS);
        assignments.push_values(rows, |mut row, one: &Derived| {
            assignment_row!(row, one, $tenant);
        });
        let mut search = insert($search);
        search.push_values(
            rows.iter().zip(numbers),
            |mut row, (one, number): (&Derived, &i64)| {
                search_row!(row, one, *number, $tenant);
                $trigrams(&mut row, one.text.as_str());
            },
        );
        [people, assignments, search]
    }};
}

/// People and the numbers of their rows.
type Piece<'p> = (&'p [Derived], &'p [i64]);

/// Inserts the pieces; while SQLite takes one, the next is made.
async fn insert_in_pieces(
    connection: &mut SqliteConnection,
    mut pieces: impl Iterator<Item = [QueryBuilder<Sqlite>; 3]>,
) -> Result<(), StoreError> {
    let mut next = pieces.next();
    while let Some(piece) = next {
        let sent = async {
            for mut insertion in piece {
                insertion.build().execute(&mut *connection).await?;
            }
            Ok::<_, StoreError>(())
        };
        let (sent, following) = tokio::join!(sent, async { pieces.next() });
        sent?;
        next = following;
    }
    Ok(())
}

/// Copies people into the three tables, one after the other.
async fn copy_all(
    connection: &mut PgConnection,
    tenant: TenantId,
    (rows, numbers): Piece<'_>,
    micros: i64,
) -> Result<(), StoreError> {
    copy(connection, PEOPLE, rows, |row, one| {
        person_row!(row, one, tenant, micros);
    })
    .await?;
    copy(connection, ASSIGNMENTS, rows, |row, one| {
        assignment_row!(row, one, tenant);
    })
    .await?;
    let numbered: Vec<_> = rows.iter().zip(numbers).collect();
    copy(
        connection,
        SEARCH_WITH_TRIGRAMS,
        &numbered,
        |row, (one, number)| {
            search_row!(row, one, **number, tenant).push_bind(trigrams(&one.text));
        },
    )
    .await?;
    Ok(())
}

/// SQLite finds trigrams itself.
fn no_more<R>(_: &mut R, _: &str) {}

/// Adds people who are not in the directory; nothing is looked up. In the order of names they are written fastest.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody has the identifier or the sign-in name.
pub async fn add_many(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &NewPeople,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let micros = to_micros(now);
    let NewPeople(all) = people;
    let Some(first) = all.first() else {
        return Ok(());
    };
    // Among others, numbers may have to be spread out, which the triggers follow.
    let place = (first.name.as_str(), first.person.id.0);
    let at_end = beside(connection, tenant, place, true).await?.is_none();
    let bulk = at_end && bulk::begin(connection, tenant).await?;
    let mut ends = None;
    let names: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.person.id)).collect();
    let (mut rest, mut names) = (all.as_slice(), names.as_slice());
    while !rest.is_empty() {
        let numbers = numbers_for(connection, tenant, names).await?;
        let here = numbers.len().clamp(1, rest.len());
        let (rows, later) = rest.split_at(here);
        (rest, names) = (later, names.split_at(here).1);
        match connection {
            Connection::Sqlite(inner) => {
                let at_once = rows_at_once(Engine::Sqlite, COLUMNS);
                let pieces = rows.chunks(at_once).zip(numbers.chunks(at_once));
                let made = pieces.map(|(rows, numbers): Piece<'_>| {
                    insertions!(tenant, rows, numbers, micros, SEARCH, no_more)
                });
                insert_in_pieces(inner, made).await?;
            }
            // Whoever comes among others comes alone, and does not wait for the end of a copy.
            Connection::Postgres(inner) if here == 1 => {
                let grams = |row: &mut Separated<'_, Postgres, &str>, text: &str| {
                    row.push_bind(trigrams(text));
                };
                for mut insertion in insertions!(tenant, rows, &numbers, micros, SEARCH_WITH_TRIGRAMS, grams)
                {
                    insertion.build().execute(&mut **inner).await?;
                }
            }
            Connection::Postgres(inner) => copy_all(inner, tenant, (rows, &numbers), micros).await?,
        }
        // At the end of the list everybody gets a number at once.
        ends = numbers.first().copied().zip(numbers.last().copied());
    }
    if let Some(ends) = ends.filter(|_| bulk) {
        bulk::index_trigrams(connection, ends).await?;
        let mut counts: BTreeMap<_, i64> = BTreeMap::new();
        for Derived { person, .. } in all {
            *counts
                .entry((person.effective_policy, person.effective_source.code()))
                .or_default() += 1;
        }
        for (held, count) in counts {
            cohort::add_count(connection, tenant, held, count).await?;
        }
        bulk::end(connection, tenant).await?;
    }
    Ok(())
}
