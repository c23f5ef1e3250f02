//! Lists of people on both engines.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::SourceKind;
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use forecourt_store::person::{self, Person};
use forecourt_store::person_list::{
    self, Cohort, Guide, ListedPerson, Order, PersonFilter, PersonPage, Position, SortKey, Walk,
};
use forecourt_store::{Connection, Database, Engine, assignment, cohort, directory, migrate, policy};
use forecourt_testkit::TempDir;
use std::collections::HashSet;
use time::OffsetDateTime;
use uuid::Uuid;

const TENANT: TenantId = TenantId::DEFAULT;
const PAGE: u32 = 20;

/// Where the list of names is cut when it is walked by rank: about at every thirtieth of those who come one after the
/// other, and at numbers that nobody has.
const STRETCHES: [i64; 6] = [-(31 << 32), -5, 1 << 32, 7 << 32, 7 << 33, 91 << 32];

struct Engines {
    databases: Vec<Database>,
    _folder: TempDir,
}

async fn engines() -> Engines {
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

fn someone(number: u128, name: &str) -> Person {
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

fn crowd() -> Vec<Person> {
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

async fn fill(database: &Database, people: &[Person]) {
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

async fn page(
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

async fn count(connection: &mut Connection<'_>, filter: &PersonFilter) -> u64 {
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

async fn everybody(
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

async fn backwards(
    connection: &mut Connection<'_>,
    filter: &PersonFilter,
    order: Order,
    walk: Walk,
    last: Option<&ListedPerson>,
) -> Vec<ListedPerson> {
    let Some(last) = last else {
        return Vec::new();
    };
    let mut found = vec![last.clone()];
    let mut position = Position::Before(last.key.clone());
    loop {
        let page = page(connection, filter, order, (&position, walk), PAGE).await;
        let first = page.people.first().map(|listed| listed.key.clone());
        found.splice(0..0, page.people);
        match first {
            Some(key) if page.has_before => position = Position::Before(key),
            _ => return found,
        }
    }
}

fn filters() -> Vec<PersonFilter> {
    let any = PersonFilter::default;
    let global = vec![PolicyId::GLOBAL];
    let mut filters = vec![
        any(),
        PersonFilter {
            words: PersonFilter::words_of("person"),
            ..any()
        },
        PersonFilter {
            policies: Some(global),
            ..any()
        },
        PersonFilter {
            policies: Some(vec![
                BuiltIn::FederationOnly.id(),
                BuiltIn::NoFederationAndPIC.id(),
            ]),
            ..any()
        },
        PersonFilter {
            policies: Some(Vec::new()),
            ..any()
        },
        PersonFilter {
            sources: vec![SourceKind::Direct],
            ..any()
        },
        PersonFilter {
            sources: vec![SourceKind::Global, SourceKind::Group],
            ..any()
        },
        PersonFilter {
            enabled: Some(false),
            ..any()
        },
        PersonFilter {
            department: Some("SALES".to_owned()),
            ..any()
        },
    ];
    filters.push(PersonFilter {
        words: PersonFilter::words_of("person contoso"),
        sources: vec![SourceKind::Direct],
        enabled: Some(true),
        policies: Some(vec![BuiltIn::FederationOnly.id()]),
        department: None,
    });
    filters
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_order_and_walk_pages_through_everybody_exactly_once_both_ways() {
    let engines = engines().await;
    let crowd = crowd();
    let mut answers = Vec::new();
    for database in &engines.databases {
        fill(database, &crowd).await;
        let mut reader = database.read().await.unwrap();
        let mut connection = reader.connection();
        let mut answer = Vec::new();
        for filter in filters() {
            let counted = count(&mut connection, &filter).await;
            for key in SortKey::ALL {
                for descending in [false, true] {
                    let order = Order { key, descending };
                    let found = everybody(&mut connection, &filter, order, Walk::Order).await;
                    let ids: Vec<_> = found.iter().map(|listed| listed.person.id).collect();
                    let distinct: HashSet<_> = ids.iter().collect();
                    assert_eq!(distinct.len(), ids.len(), "{filter:?} {order:?}");
                    assert_eq!(u64::try_from(ids.len()).unwrap(), counted, "{filter:?} {order:?}");
                    // A window of 7 makes pages go on over several, and then gather.
                    for walk in [
                        Walk::Order,
                        Walk::Window(7),
                        Walk::Window(500),
                        Walk::Cohorts,
                        Walk::Gather,
                        Walk::Ranked,
                    ] {
                        if !walk.can(key) {
                            continue;
                        }
                        let what = format!("{filter:?} {order:?} {walk:?}");
                        let walked = everybody(&mut connection, &filter, order, walk).await;
                        assert_eq!(walked, found, "{what}");
                        let back = backwards(&mut connection, &filter, order, walk, found.last()).await;
                        assert_eq!(back, found, "{what} backwards");
                    }
                    let turned = Order {
                        key,
                        descending: !descending,
                    };
                    let mut other = everybody(&mut connection, &filter, turned, Walk::Order).await;
                    other.reverse();
                    assert_eq!(other, found, "{filter:?} {order:?}");
                    answer.push(ids);
                }
            }
        }
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1], "both engines list alike");
    assert_eq!(answers[0][0].len(), crowd.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_takes_every_character_for_itself() {
    let engines = engines().await;
    let crowd = crowd();
    for database in &engines.databases {
        fill(database, &crowd).await;
        let mut reader = database.read().await.unwrap();
        let mut connection = reader.connection();
        for (typed, expected) in [
            ("100%", vec!["100% Real"]),
            ("real", vec!["100% Real", "1000 Real"]),
            ("under_score", vec!["under_score"]),
            ("g!b", vec!["bang!bang"]),
            ("k\\s", vec!["back\\slash"]),
            ("ELODIE", vec!["Élodie Béranger", "E\u{301}lodie Marchand"]),
            ("élodie ber", vec!["Élodie Béranger"]),
            ("ber élodie", vec!["Élodie Béranger"]),
            ("پورمند", vec!["علی‌رضا پورمند"]),
            ("علي", vec!["عَلِي"]),
            ("李", vec!["李小龙"]),
            ("小", vec![]),
            ("小龙", vec![]),
            ("李小", vec!["李小龙"]),
            ("re", vec!["100% Real", "1000 Real"]),
            ("al", vec![]),
            ("eal", vec!["100% Real", "1000 Real"]),
            ("%%%", vec![]),
            ("STRASSE", vec!["Straße"]),
            ("'; drop", vec!["'; drop table person; --"]),
            (
                "maria garcia",
                vec!["Maria Garcia", "Maria Garcia", "Maria Garcia"],
            ),
            ("elodie elsewhere", vec![]),
            ("\0", vec!["?"; crowd.len()]),
        ] {
            let filter = PersonFilter {
                words: PersonFilter::words_of(typed),
                ..PersonFilter::default()
            };
            for walk in [Walk::Window(1_000), Walk::Cohorts, Walk::Gather, Walk::Ranked] {
                let other = page(
                    &mut connection,
                    &filter,
                    Order::default(),
                    (&Position::Start, walk),
                    1_000,
                )
                .await;
                assert_eq!(other.people.len(), expected.len(), "{typed} {walk:?}");
            }
            let page = page(
                &mut connection,
                &filter,
                Order::default(),
                (&Position::Start, Walk::Order),
                1_000,
            )
            .await;
            assert_eq!(page.people.len(), expected.len(), "{typed}");
            let names: HashSet<_> = page
                .people
                .iter()
                .map(|listed| listed.person.display_name.as_str())
                .collect();
            if expected.iter().all(|name| *name != "?") {
                assert_eq!(names, expected.iter().copied().collect(), "{typed}");
            }
        }
        let long = PersonFilter {
            words: PersonFilter::words_of(&"X".repeat(256)),
            ..PersonFilter::default()
        };
        assert_eq!(count(&mut connection, &long).await, 1);
    }
}

/// Everybody has `word`; lists by rank and by name have to be the same.
async fn assert_ranked(database: &Database, word: &str) -> Vec<ListedPerson> {
    let filter = PersonFilter {
        words: PersonFilter::words_of(word),
        ..PersonFilter::default()
    };
    let mut reader = database.read().await.unwrap();
    let mut connection = reader.connection();
    let mut found = Vec::new();
    for descending in [false, true] {
        let order = Order {
            key: SortKey::Name,
            descending,
        };
        found = everybody(&mut connection, &filter, order, Walk::Order).await;
        let ranked = everybody(&mut connection, &filter, order, Walk::Ranked).await;
        assert_eq!(ranked, found);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn ranks_follow_names_however_people_come_go_and_are_renamed() {
    let engines = engines().await;
    for database in &engines.databases {
        let now = OffsetDateTime::UNIX_EPOCH;
        fill(database, &crowd()).await;
        let mut transaction = database.begin().await.unwrap();
        let mut connection = transaction.connection();
        // Each comes between the one before and the same neighbour, more often than numbers can be halved; then each
        // comes before the one before.
        for number in 0..140_u128 {
            let name = format!("Moreau {number:03}");
            let who = someone(1_000 + number, &name);
            person::upsert(&mut connection, TENANT, &who, now).await.unwrap();
        }
        for number in 0..140_u128 {
            let name = format!("Moreau 100 {:03}", 140 - number);
            let who = someone(2_000 + number, &name);
            person::upsert(&mut connection, TENANT, &who, now).await.unwrap();
        }
        // Another name is another place; the same name with another department is not.
        for number in 0..40_u128 {
            let mut who = someone(1_000 + number * 3, &format!("{} Moreau", number % 7));
            who.department = Some("Elsewhere".to_owned());
            person::upsert(&mut connection, TENANT, &who, now).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let found = assert_ranked(database, "moreau").await;
        assert_eq!(found.len(), 280);
        assert_eq!(assert_ranked(database, "elsewhere").await.len(), 40);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn room_is_made_at_both_ends_of_the_list() {
    let engines = engines().await;
    for database in &engines.databases {
        let now = OffsetDateTime::UNIX_EPOCH;
        fill(database, &[]).await;
        let mut transaction = database.begin().await.unwrap();
        let mut connection = transaction.connection();
        let named = |number: u128, name: String| {
            let mut who = someone(number, &name);
            (who.direct_policy, who.effective_policy) = (None, PolicyId::GLOBAL);
            who.effective_source = SourceKind::Global;
            who
        };
        let many: Vec<_> = (0..400)
            .map(|number| named(number, format!("Sato {number:03}")))
            .collect();
        directory::add_many(&mut connection, TENANT, &many, now)
            .await
            .unwrap();
        // Each right behind the first of all, and then each right before the last.
        for number in 0..80 {
            let who = named(1_000 + number, format!("Sato 000 {:03}", 999 - number));
            person::upsert(&mut connection, TENANT, &who, now).await.unwrap();
        }
        for number in 0..80 {
            let who = named(2_000 + number, format!("Sato 398 {number:03}"));
            person::upsert(&mut connection, TENANT, &who, now).await.unwrap();
        }
        transaction.commit().await.unwrap();
        assert_eq!(assert_ranked(database, "sato").await.len(), 560);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_ranked_among_those_who_are_there() {
    let engines = engines().await;
    for database in &engines.databases {
        let now = OffsetDateTime::UNIX_EPOCH;
        // Into an empty directory, and then among the others.
        fill(database, &[]).await;
        let mut transaction = database.begin().await.unwrap();
        let mut connection = transaction.connection();
        let crowd = crowd();
        directory::add_many(&mut connection, TENANT, &crowd, now)
            .await
            .unwrap();
        let counted = cohort::count(&mut connection, TENANT).await.unwrap();
        let counted: u64 = counted.iter().map(|count| count.people).sum();
        assert_eq!(usize::try_from(counted).unwrap(), crowd.len());
        let many: Vec<_> = (0..300_u128)
            .map(|number| {
                let mut who = someone(3_000 + number, &format!("{} Larsen", number * 7 % 300));
                (who.direct_policy, who.effective_policy) = (None, PolicyId::GLOBAL);
                who.effective_source = SourceKind::Global;
                who
            })
            .collect();
        for piece in many.chunks(100) {
            directory::add_many(&mut connection, TENANT, piece, now)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        assert_eq!(assert_ranked(database, "larsen").await.len(), 300);
        // One of them is the table of a joke.
        assert_eq!(assert_ranked(database, "person").await.len(), 92);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn departments_are_listed_once_each() {
    let engines = engines().await;
    for database in &engines.databases {
        fill(database, &crowd()).await;
        let mut reader = database.read().await.unwrap();
        let found = person_list::departments(&mut reader.connection(), TENANT, 10)
            .await
            .unwrap();
        let found: Vec<_> = found.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(
            found,
            ["law\nline two", "r&d 50%_!", "sales", "ventes à l’étranger"]
        );
        let two = person_list::departments(&mut reader.connection(), TENANT, 2)
            .await
            .unwrap();
        assert_eq!(two.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_any_address_and_a_shared_one_finds_both() {
    let engines = engines().await;
    for database in &engines.databases {
        let mut crowd = crowd();
        crowd[7].sip_address = Some("SIP:Shared@Contoso.example.com".to_owned());
        crowd[8].sip_address = Some("sip:shared@contoso.example.com".to_owned());
        fill(database, &crowd).await;
        let mut reader = database.read().await.unwrap();
        let mut connection = reader.connection();
        for (address, expected) in [
            ("P001@CONTOSO.example.com", vec!["p001@contoso.example.com"]),
            ("chat1@contoso.example.com", vec!["p001@contoso.example.com"]),
            (
                " sip:Chat1@contoso.example.com ",
                vec!["p001@contoso.example.com"],
            ),
            ("mail3@contoso.example.com", vec!["p003@contoso.example.com"]),
            (
                "shared@contoso.example.com",
                vec!["p007@contoso.example.com", "p008@contoso.example.com"],
            ),
            ("nobody@contoso.example.com", vec![]),
            ("", vec![]),
            ("a\0b", vec![]),
        ] {
            let found = person::find_by_address(&mut connection, TENANT, address, 5)
                .await
                .unwrap();
            let names: Vec<_> = found
                .iter()
                .map(|person| person.user_principal_name.as_str())
                .collect();
            assert_eq!(names, expected, "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_composed_statement_is_understood_by_both_engines() {
    let engines = engines().await;
    let composed = person_list::composed();
    assert!(composed.len() > 100, "{}", composed.len());
    for (name, text) in composed {
        let prepared = match &engines.databases[..] {
            [Database::Sqlite { reader, .. }, Database::Postgres(pool)] => {
                use sqlx::Executor as _;
                let text = |engine| forecourt_store::dialect::text_for(engine, &text);
                let first = reader.prepare(text(Engine::Sqlite)).await.map(|_| ());
                let second = pool.prepare(text(Engine::Postgres)).await.map(|_| ());
                first.and(second)
            }
            _ => panic!("two engines"),
        };
        prepared.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
