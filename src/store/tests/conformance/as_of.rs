//! Since when the past is known.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::rollout::{Rollout, Window};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{ChangeId, PolicyId, Revision};
use forecourt_store::change::Change;
use forecourt_store::rollout::StoredRollout;
use forecourt_store::{Transaction, as_of, change, organization, policy, rollout, settings};
use time::macros::date;
use uuid::Uuid;

fn made(revision: i64, action: &str, target: &str) -> Change {
    Change {
        revision: Revision(revision),
        id: ChangeId(Uuid::from_u128(9)),
        occurred_at: moment(revision),
        actor_id: None,
        actor_name: "test".to_owned(),
        action: action.to_owned(),
        target_kind: "policy".to_owned(),
        target_id: target.to_owned(),
        target_name: "Sales".to_owned(),
        detail: "{}".to_owned(),
        reason: None,
        undoes: None,
        undone_by: None,
        request_id: String::new(),
    }
}

fn sales(revision: i64) -> Policy {
    Policy {
        id: PolicyId(Uuid::from_u128(77)),
        name: PolicyName::parse("Sales").unwrap(),
        kind: PolicyKind::Custom,
        settings: PolicySettings::default(),
        revision: Revision(revision),
    }
}

/// An organization whose settings were last written by change 2, before versions were kept.
async fn older(transaction: &mut Transaction) {
    let connection = &mut transaction.connection();
    organization::create(connection, TENANT, "Aldergrove", "aldergrove.example", moment(1))
        .await
        .unwrap();
    for (revision, action) in [
        (1, "organization.set_up"),
        (2, "settings.changed"),
        (3, "policy.added"),
    ] {
        change::insert(connection, TENANT, &made(revision, action, "organization"))
            .await
            .unwrap();
    }
    let defaults = OrganizationSettings::default();
    settings::save(connection, TENANT, &defaults, Revision(2), moment(2))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_older_database_is_known_from_its_last_change_without_a_version_before() {
    in_transaction(async |transaction| {
        older(transaction).await;
        let connection = &mut transaction.connection();
        let known = async |connection: &mut forecourt_store::Connection<'_>| {
            as_of::known_from(connection, TENANT).await.unwrap().0
        };
        assert_eq!(known(connection).await, 2);
        // A policy that came after needs no earlier version; one that was edited before has none.
        policy::insert(connection, TENANT, &sales(3), moment(3))
            .await
            .unwrap();
        assert_eq!(known(connection).await, 2);
        let edited = made(4, "policy.changed", &PolicyId(Uuid::from_u128(78)).to_string());
        change::insert(connection, TENANT, &edited).await.unwrap();
        let other = Policy {
            id: PolicyId(Uuid::from_u128(78)),
            name: PolicyName::parse("Other").unwrap(),
            ..sales(4)
        };
        policy::insert(connection, TENANT, &other, moment(4))
            .await
            .unwrap();
        assert_eq!(known(connection).await, 4);
        let deleted = made(5, "policy.deleted", &PolicyId(Uuid::from_u128(79)).to_string());
        change::insert(connection, TENANT, &deleted).await.unwrap();
        assert_eq!(known(connection).await, 5);
    })
    .await;
}

#[tokio::test]
async fn an_organization_that_began_with_versions_is_known_from_its_first_change() {
    in_transaction(async |transaction| {
        older(transaction).await;
        let connection = &mut transaction.connection();
        let stored = StoredRollout {
            message_id: "MC296208".to_owned(),
            rollout: Rollout {
                window: Window {
                    start: date!(2021 - 12 - 01),
                    end: date!(2021 - 12 - 15),
                },
                activation: moment(0),
            },
            answer: None,
            revision: Revision(1),
        };
        rollout::save(connection, TENANT, &stored).await.unwrap();
        assert_eq!(as_of::known_from(connection, TENANT).await.unwrap(), Revision(0));
        let last = as_of::last_at(connection, TENANT, moment(2))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(last.revision, Revision(2));
        assert!(
            as_of::last_at(connection, TENANT, moment(0))
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}
