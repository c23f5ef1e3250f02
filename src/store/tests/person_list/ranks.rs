//! Lists by rank are the lists by name, however people come, go and are renamed.

use crate::support::{TENANT, crowd, engines, everybody, fill, someone};
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_store::directory::{self, NewPeople};
use forecourt_store::person_list::{ListedPerson, Order, PersonFilter, SortKey, Walk};
use forecourt_store::{Database, cohort, person};
use time::OffsetDateTime;

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
        for walk in [Walk::Ranked, Walk::Foremost, Walk::Along] {
            let ranked = everybody(&mut connection, &filter, order, walk).await;
            assert_eq!(ranked, found, "{walk:?}");
        }
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
        directory::add_many(&mut connection, TENANT, &NewPeople::of(many), now)
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
        directory::add_many(&mut connection, TENANT, &NewPeople::of(crowd.clone()), now)
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
            directory::add_many(&mut connection, TENANT, &NewPeople::of(piece.to_vec()), now)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        assert_eq!(assert_ranked(database, "larsen").await.len(), 300);
        // One of them is the table of a joke.
        assert_eq!(assert_ranked(database, "person").await.len(), 92);
    }
}
