//! The audit trail.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::{AdministratorId, ChangeId, PersonId, PolicyId, Revision};
use forecourt_store::change::{self, Change, ChangedPerson, Filter};
use forecourt_store::{Connection, StoreError, person_history};
use uuid::Uuid;

fn made(number: i64) -> Change {
    Change {
        revision: Revision(number),
        id: ChangeId(Uuid::from_u128(u128::try_from(number).unwrap())),
        occurred_at: moment(number),
        actor_id: (number % 2 == 0).then(|| AdministratorId(Uuid::from_u128(5))),
        actor_name: if number % 2 == 0 {
            "Ada"
        } else {
            "forecourt import"
        }
        .to_owned(),
        action: "settings.changed".to_owned(),
        target_kind: if number == 3 { "policy" } else { "settings" }.to_owned(),
        target_id: "organization".to_owned(),
        target_name: format!("Thing 100%_{number}"),
        detail: "{}".to_owned(),
        reason: (number == 2).then(|| "Weil Ölpreise".to_owned()),
        undoes: None,
        undone_by: None,
        request_id: format!("request-{number}"),
    }
}

async fn fill(connection: &mut Connection<'_>) {
    for number in 1..=4 {
        change::insert(connection, TENANT, &made(number)).await.unwrap();
    }
}

#[tokio::test]
async fn changes_come_back_as_they_were_written_and_in_order() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        fill(connection).await;
        assert_eq!(
            change::find(connection, TENANT, Revision(2)).await.unwrap(),
            Some(made(2))
        );
        assert_eq!(change::find(connection, TENANT, Revision(9)).await.unwrap(), None);
        assert_eq!(
            change::since(connection, TENANT, Revision(1), 2).await.unwrap(),
            [made(2), made(3)]
        );
        let of_target = change::of_target(connection, TENANT, "settings", "organization", 9)
            .await
            .unwrap();
        assert_eq!(of_target, [made(4), made(2), made(1)]);
        assert_eq!(change::actors(connection, TENANT).await.unwrap().len(), 2);
        let again = change::insert(connection, TENANT, &made(2)).await;
        assert!(
            matches!(again, Err(StoreError::Duplicate(_))),
            "a number is given once"
        );
    })
    .await;
}

#[tokio::test]
async fn a_search_takes_every_character_for_itself() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        fill(connection).await;
        for (text, expected) in [
            ("100%_3", vec![3]),
            ("%", vec![4, 3, 2, 1]),
            ("OLPREISE", vec![2]),
            ("ada", vec![4, 2]),
        ] {
            let filter = Filter {
                text: Some(text.to_owned()),
                ..Filter::default()
            };
            let found = change::search(connection, TENANT, &filter, None, 9)
                .await
                .unwrap();
            let numbers: Vec<_> = found.iter().map(|change| change.revision.0).collect();
            assert_eq!(numbers, expected, "{text}");
        }
        let filter = Filter {
            from: Some(moment(2)),
            until: Some(moment(4)),
            ..Filter::default()
        };
        let found = change::search(connection, TENANT, &filter, Some(Revision(3)), 9)
            .await
            .unwrap();
        assert_eq!(found, [made(2)]);
    })
    .await;
}

#[tokio::test]
async fn a_change_is_taken_back_once() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        fill(connection).await;
        assert!(
            change::mark_undone(connection, TENANT, Revision(1), Revision(4))
                .await
                .unwrap()
        );
        assert!(
            !change::mark_undone(connection, TENANT, Revision(1), Revision(3))
                .await
                .unwrap()
        );
        let found = change::find(connection, TENANT, Revision(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.undone_by, Some(Revision(4)));
    })
    .await;
}

#[tokio::test]
async fn a_change_of_several_people_stands_with_each() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        fill(connection).await;
        let changed = ChangedPerson {
            person: PersonId(Uuid::from_u128(8)),
            before: None,
            after: Some(PolicyId::GLOBAL),
        };
        change::insert_people(connection, TENANT, Revision(2), &[changed])
            .await
            .unwrap();
        assert_eq!(
            change::people(connection, TENANT, Revision(2)).await.unwrap(),
            [changed]
        );
        let history = person_history::of_person(connection, TENANT, changed.person, 9)
            .await
            .unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].change, made(2));
        assert_eq!(history[0].assignment, Some((None, Some(PolicyId::GLOBAL))));
    })
    .await;
}
