//! Messages, rollouts and files that wait to be imported.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::rollout::{Answer, Rollout, Window};
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::import_plan::{self, ImportPlan};
use forecourt_store::message::{self, ViewPoint};
use forecourt_store::rollout::{self, StoredRollout};
use time::macros::date;
use uuid::Uuid;

#[tokio::test]
async fn each_administrator_has_a_view_of_their_own() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let (ada, ben) = (
            AdministratorId(Uuid::from_u128(5)),
            AdministratorId(Uuid::from_u128(6)),
        );
        message::save(connection, TENANT, "MC1", "{\"old\":1}", moment(0))
            .await
            .unwrap();
        message::save(connection, TENANT, "MC1", "{}", moment(1))
            .await
            .unwrap();
        message::save(connection, TENANT, "MC2", "{\"later\":1}", moment(2))
            .await
            .unwrap();
        assert_eq!(
            message::find(connection, TENANT, "MC1").await.unwrap().as_deref(),
            Some("{}")
        );
        let seen = ViewPoint {
            is_read: true,
            is_favorite: true,
            hidden_until: Some(moment(9)),
            ..ViewPoint::default()
        };
        message::save_view_point(connection, TENANT, "MC1", ada, seen)
            .await
            .unwrap();
        assert_eq!(
            message::view_point(connection, TENANT, "MC1", ada).await.unwrap(),
            seen
        );
        assert_eq!(
            message::view_point(connection, TENANT, "MC1", ben).await.unwrap(),
            ViewPoint::default()
        );
        let listed = message::list(connection, TENANT, Some(ada)).await.unwrap();
        let expected = [
            ("{\"later\":1}".to_owned(), ViewPoint::default()),
            ("{}".to_owned(), seen),
        ];
        assert_eq!(listed, expected, "the newest first");
        message::mark_unread_for_all(connection, TENANT, "MC1")
            .await
            .unwrap();
        message::show_banner_again(connection, TENANT, "MC1")
            .await
            .unwrap();
        let now = message::view_point(connection, TENANT, "MC1", ada).await.unwrap();
        assert_eq!(
            (now.is_read, now.is_favorite, now.hidden_until),
            (false, true, None)
        );
    })
    .await;
}

#[tokio::test]
async fn a_rollout_keeps_dates_and_answer() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let mut stored = StoredRollout {
            message_id: "MC296208".to_owned(),
            rollout: Rollout {
                window: Window {
                    start: date!(2021 - 12 - 01),
                    end: date!(2021 - 12 - 15),
                },
                activation: moment(100),
            },
            answer: None,
            revision: Revision(1),
        };
        rollout::save(connection, TENANT, &stored).await.unwrap();
        assert_eq!(
            rollout::find(connection, TENANT, "MC296208").await.unwrap(),
            Some(stored.clone())
        );
        stored.answer = Some((Answer::TurnOff, moment(2), "Ada".to_owned()));
        stored.revision = Revision(2);
        rollout::save(connection, TENANT, &stored).await.unwrap();
        assert_eq!(
            rollout::find(connection, TENANT, "MC296208").await.unwrap(),
            Some(stored)
        );
        assert_eq!(rollout::find(connection, TENANT, "MC1").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn files_are_applied_once_and_forgotten() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let plan = ImportPlan {
            id: Uuid::from_u128(3),
            administrator: None,
            document: "{\"users\":\"…\"}".to_owned(),
            created_at: moment(0),
            applied: None,
        };
        import_plan::insert(connection, TENANT, &plan).await.unwrap();
        assert_eq!(
            import_plan::find(connection, TENANT, plan.id).await.unwrap(),
            Some(plan.clone())
        );
        assert!(
            import_plan::finish(connection, TENANT, plan.id, Revision(7))
                .await
                .unwrap()
        );
        assert!(
            !import_plan::finish(connection, TENANT, plan.id, Revision(8))
                .await
                .unwrap()
        );
        let found = import_plan::find(connection, TENANT, plan.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.document.as_str(), found.applied), ("", Some(Revision(7))));
        assert_eq!(
            import_plan::delete_old(connection, TENANT, moment(1))
                .await
                .unwrap(),
            1
        );
    })
    .await;
}
