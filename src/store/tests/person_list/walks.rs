//! Every filter, order and walk, page by page in both directions, and the statements composed for them.

use crate::support::{PAGE, count, crowd, engines, everybody, fill, page, someone};
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_model::policy::BuiltIn;
use forecourt_store::person_list::{self, ListedPerson, Order, PersonFilter, Position, SortKey, Walk};
use forecourt_store::{Connection, Database};
use std::collections::HashSet;

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
                        Walk::Foremost,
                        Walk::Along,
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
async fn a_list_goes_on_however_many_have_one_name() {
    let engines = engines().await;
    // Far more than a page has, in many blocks that begin with the same name.
    let alike: Vec<_> = (0..500).map(|number| someone(number, "Shared Mailbox")).collect();
    let mut expected: Vec<_> = alike.iter().map(|person| person.id).collect();
    expected.sort();
    for database in &engines.databases {
        fill(database, &alike).await;
        let mut reader = database.read().await.unwrap();
        let mut connection = reader.connection();
        for descending in [false, true] {
            let order = Order {
                descending,
                ..Order::default()
            };
            let (mut found, mut position) = (Vec::new(), Position::Start);
            loop {
                let at = (&position, Walk::Cohorts);
                let page = page(&mut connection, &PersonFilter::default(), order, at, 5).await;
                let last = page.people.last().map(|listed| listed.key.clone());
                found.extend(page.people.into_iter().map(|listed| listed.person.id));
                match last {
                    Some(key) if page.has_after => position = Position::After(key),
                    _ => break,
                }
            }
            if descending {
                found.reverse();
            }
            assert_eq!(
                found,
                expected,
                "{:?}, descending: {descending}",
                database.engine()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_composed_statement_is_understood_by_both_engines() {
    let engines = engines().await;
    for database in &engines.databases {
        let composed = person_list::composed(database.engine());
        assert!(composed.len() > 100, "{}", composed.len());
        for (name, text) in composed {
            use sqlx::Executor as _;
            let text = forecourt_store::dialect::text_for(database.engine(), &text);
            let prepared = match database {
                Database::Sqlite { reader, .. } => reader.prepare(text).await.map(|_| ()),
                Database::Postgres { pool, .. } => pool.prepare(text).await.map(|_| ()),
            };
            prepared.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
