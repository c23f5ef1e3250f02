//! A crowd of people on both engines, and its lists page by page.

use forecourt_model::access::SourceKind;
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{PersonId, Revision, TenantId};
use forecourt_store::person::{self, Person};
use forecourt_store::person_list::{
    self, Cohort, Guide, ListedPerson, Order, PersonFilter, PersonPage, Position, SortKey, Walk,
};
use forecourt_store::{Connection, Database, assignment, migrate, policy};
use forecourt_testkit::TempDir;
use time::OffsetDateTime;
use uuid::Uuid;

pub(crate) const TENANT: TenantId = TenantId::DEFAULT;
pub(crate) const PAGE: u32 = 20;

/// Where the list of names is cut when it is walked by rank: about at every thirtieth of those who come one after the
/// other, and at numbers that nobody has.
const STRETCHES: [i64; 6] = [-(31 << 32), -5, 1 << 32, 7 << 32, 7 << 33, 91 << 32];

pub(crate) struct Engines {
    pub(crate) databases: Vec<Database>,
    _folder: TempDir,
}

pub(crate) async fn engines() -> Engines {
    let folder = TempDir::new().unwrap();
    let sqlite = format!("sqlite://{}/forecourt.db", folder.path().display());
    let mut databases = Vec::new();
    for url in [sqlite, forecourt_testkit::fresh_database().await] {
        let database = Database::open(&url).await.unwrap();
        migrate::up(&database).await.unwrap();
        databases.push(database);
    }
    Engines {
        databases,
        _folder: folder,
    }
}

pub(crate) fn someone(number: u128, name: &str) -> Person {
    let built_in = BuiltIn::ALL[usize::try_from(number % 4).unwrap()];
    let direct = (built_in != BuiltIn::Global).then(|| built_in.id());
    Person {
        id: PersonId(Uuid::from_u128(1_000 + number * 7_919 % 100_003)),
        user_principal_name: format!("p{number:03}@contoso.example.com"),
        display_name: name.to_owned(),
        sip_address: (!number.is_multiple_of(5)).then(|| format!("sip:chat{number}@contoso.example.com")),
        mail: (number.is_multiple_of(3)).then(|| format!("mail{number}@contoso.example.com")),
        department: match number % 6 {
            0 => None,
            1 => Some("Sales".to_owned()),
            2 => Some("sales".to_owned()),
            3 => Some("R&D 50%_!".to_owned()),
            4 => Some("Ventes à l’étranger".to_owned()),
            _ => Some("Law\nLine two".to_owned()),
        },
        account_enabled: !number.is_multiple_of(7),
        direct_policy: direct,
        effective_policy: built_in.id(),
        effective_source: if direct.is_some() {
            SourceKind::Direct
        } else {
            SourceKind::Global
        },
        effective_group: None,
        revision: Revision(1),
    }
}

pub(crate) fn crowd() -> Vec<Person> {
    let mut names: Vec<String> = [
        "Élodie Béranger",
        "E\u{301}lodie Marchand",
        "100% Real",
        "1000 Real",
        "under_score",
        "underXscore",
        "bang!bang",
        "back\\slash",
        "علی‌رضا پورمند",
        "عَلِي",
        "李小龙",
        "Q",
        "",
        "'; drop table person; --",
        "Straße",
        "Maria Garcia",
        "Maria Garcia",
        "Maria Garcia",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(256));
    names.extend((0..91).map(|number| format!("Person {}", number % 30)));
    (0..)
        .zip(names)
        .map(|(number, name)| someone(number, &name))
        .collect()
}

pub(crate) async fn fill(database: &Database, people: &[Person]) {
    let now = OffsetDateTime::UNIX_EPOCH;
    let mut transaction = database.begin().await.unwrap();
    let mut connection = transaction.connection();
    for built_in in built_in_policies() {
        policy::insert(&mut connection, TENANT, &built_in, now)
            .await
            .unwrap();
    }
    for who in people {
        person::upsert(&mut connection, TENANT, who, now).await.unwrap();
        if who.direct_policy.is_some() {
            assignment::set_direct(&mut connection, TENANT, &[who.id], who.direct_policy, Revision(1))
                .await
                .unwrap();
        }
    }
    transaction.commit().await.unwrap();
}

/// The cohorts that a filter lets through, as a caller works them out from the counts.
fn cohorts(filter: &PersonFilter, key: SortKey) -> Vec<Cohort> {
    let mut found = Vec::new();
    for built_in in BuiltIn::ALL {
        let global = built_in == BuiltIn::Global;
        let source = if global {
            SourceKind::Global
        } else {
            SourceKind::Direct
        };
        let asked = filter
            .policies
            .as_ref()
            .is_none_or(|policies| policies.contains(&built_in.id()));
        if asked && (filter.sources.is_empty() || filter.sources.contains(&source)) {
            found.push(Cohort {
                policy: built_in.id(),
                source,
                sort_key: match key {
                    SortKey::Chat | SortKey::Inbound => u8::from(global).to_string(),
                    SortKey::Source => source.code().to_owned(),
                    _ => built_in.name().to_lowercase(),
                },
            });
        }
    }
    found
}

pub(crate) async fn page(
    connection: &mut Connection<'_>,
    filter: &PersonFilter,
    order: Order,
    (position, walk): (&Position, Walk),
    limit: u32,
) -> PersonPage {
    let cohorts = cohorts(filter, order.key);
    let guide = Guide {
        walk,
        cohorts: &cohorts,
        commonness: None,
        stretches: &STRETCHES,
    };
    person_list::page(connection, TENANT, filter, order, position, limit, &guide)
        .await
        .unwrap()
}

pub(crate) async fn count(connection: &mut Connection<'_>, filter: &PersonFilter) -> u64 {
    let cohorts = cohorts(filter, SortKey::Name);
    let guide = Guide {
        walk: Walk::Order,
        cohorts: &cohorts,
        commonness: None,
        stretches: &[],
    };
    person_list::count(connection, TENANT, filter, &guide)
        .await
        .unwrap()
}

pub(crate) async fn everybody(
    connection: &mut Connection<'_>,
    filter: &PersonFilter,
    order: Order,
    walk: Walk,
) -> Vec<ListedPerson> {
    let mut position = Position::Start;
    let mut found = Vec::new();
    loop {
        let page = page(connection, filter, order, (&position, walk), PAGE).await;
        assert_eq!(page.has_before, position != Position::Start);
        let last = page.people.last().map(|listed| listed.key.clone());
        found.extend(page.people);
        match last {
            Some(key) if page.has_after => position = Position::After(key),
            _ => return found,
        }
    }
}
