//! What is typed finds people, by words and by address, and the departments to choose from.

use crate::support::{TENANT, count, crowd, engines, everybody, fill, page, someone};
use forecourt_store::person;
use forecourt_store::person_list::{self, Order, PersonFilter, Position, Walk};
use std::collections::HashSet;

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
            for walk in [
                Walk::Window(1_000),
                Walk::Cohorts,
                Walk::Gather,
                Walk::Ranked,
                Walk::Foremost,
                Walk::Along,
            ] {
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

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_full_however_many_have_only_parts_of_the_word() {
    let engines = engines().await;
    let names = |part: &'static str| (0..60).map(move |at| format!("{part} {at:02}"));
    // The first of the list have every three characters of the word, and not the word.
    let all = names("Anna nor orc rch char").chain(names("Berta norchar"));
    let people: Vec<_> = (1..).zip(all).map(|(at, name)| someone(at, &name)).collect();
    let filter = PersonFilter {
        words: vec!["norchar".to_owned()],
        ..PersonFilter::default()
    };
    for database in &engines.databases {
        fill(database, &people).await;
        let mut reader = database.read().await.unwrap();
        let connection = &mut reader.connection();
        for descending in [false, true] {
            let order = Order {
                descending,
                ..Order::default()
            };
            let expected = everybody(connection, &filter, order, Walk::Order).await;
            assert_eq!(expected.len(), 60);
            let found = everybody(connection, &filter, order, Walk::Foremost).await;
            assert_eq!(found, expected);
        }
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
