//! The organization, its settings and its policies.

use crate::engines::{TENANT, in_transaction, moment, on_each};
use forecourt_model::policy::{PolicyName, built_in_policies};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::preference::{self, Key};
use forecourt_store::{StoreError, migrate, organization, policy, settings};
use uuid::Uuid;

#[tokio::test]
async fn an_organization_is_made_once_and_counts_its_changes() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        assert_eq!(organization::find(connection, TENANT).await.unwrap(), None);
        assert!(
            organization::advance(connection, TENANT).await.is_err(),
            "nothing to count in"
        );
        organization::create(connection, TENANT, "Näve 漢字", "naeve.example", moment(0))
            .await
            .unwrap();
        for number in 1..4 {
            assert_eq!(
                organization::advance(connection, TENANT).await.unwrap(),
                Revision(number)
            );
        }
        let found = organization::find(connection, TENANT).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.revision), ("Näve 漢字", Revision(3)));
        assert_eq!(found.created_at, moment(0));
        let again = organization::create(connection, TENANT, "x", "x.example", moment(0)).await;
        assert!(matches!(again, Err(StoreError::Duplicate(_))));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        organization::create(&mut transaction.connection(), TENANT, "x", "x.example", moment(0))
            .await
            .unwrap();
        drop(transaction);
        let mut reader = database.read().await.unwrap();
        assert_eq!(
            organization::find(&mut reader.connection(), TENANT)
                .await
                .unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn settings_come_back_as_they_were_saved() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        assert_eq!(settings::find(connection, TENANT).await.unwrap(), None);
        let mut saved = OrganizationSettings::default();
        for revision in [Revision(1), Revision(2)] {
            saved.allow_teams_consumer_inbound = !saved.allow_teams_consumer_inbound;
            settings::save(connection, TENANT, &saved, revision, moment(0))
                .await
                .unwrap();
            assert_eq!(
                settings::find(connection, TENANT).await.unwrap(),
                Some((saved.clone(), revision))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_preference_is_absent_then_the_last_that_was_written() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let key = Key::AcknowledgePercent;
        assert_eq!(preference::find(connection, TENANT, key).await.unwrap(), None);
        for (value, revision) in [("25", Revision(1)), ("0", Revision(7))] {
            preference::save(connection, TENANT, key, value, revision)
                .await
                .unwrap();
            let found = preference::find(connection, TENANT, key).await.unwrap();
            assert_eq!(found, Some((value.to_owned(), revision)));
        }
    })
    .await;
}

#[tokio::test]
async fn policies_have_names_of_their_own_whatever_the_case() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        for built_in in built_in_policies() {
            policy::insert(connection, TENANT, &built_in, moment(0))
                .await
                .unwrap();
        }
        let listed = policy::list(connection, TENANT).await.unwrap();
        assert_eq!(listed.len(), built_in_policies().len());
        let mut own = listed[0].clone();
        own.id = PolicyId(Uuid::from_u128(77));
        own.name = PolicyName::parse("Straße nach Ölands").unwrap();
        own.revision = Revision(5);
        policy::insert(connection, TENANT, &own, moment(1)).await.unwrap();
        let shouted = PolicyName::parse("STRASSE NACH ÖLANDS").unwrap();
        assert_eq!(
            policy::find_by_name(connection, TENANT, &shouted)
                .await
                .unwrap()
                .unwrap()
                .id,
            own.id
        );
        own.settings.enable_teams_consumer_access = false;
        own.revision = Revision(6);
        assert!(policy::update(connection, TENANT, &own, moment(2)).await.unwrap());
        assert_eq!(
            policy::find(connection, TENANT, own.id).await.unwrap(),
            Some(own.clone())
        );
        assert!(
            policy::delete(connection, TENANT, own.id, Revision(9))
                .await
                .unwrap()
        );
        assert!(
            !policy::delete(connection, TENANT, own.id, Revision(9))
                .await
                .unwrap()
        );
        assert!(!policy::update(connection, TENANT, &own, moment(2)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_second_policy_of_a_name_is_refused() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let mut first = built_in_policies().remove(0);
        first.name = PolicyName::parse("Sales").unwrap();
        policy::insert(connection, TENANT, &first, moment(0))
            .await
            .unwrap();
        first.id = PolicyId(Uuid::from_u128(78));
        first.name = PolicyName::parse("sALES").unwrap();
        let refused = policy::insert(connection, TENANT, &first, moment(0)).await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))));
    })
    .await;
}
