//! Things as each change left them.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::Revision;
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings, built_in_policies};
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::policy::KeptPolicy;
use forecourt_store::version::{self, Item};
use forecourt_store::{policy, settings};
use uuid::Uuid;

#[tokio::test]
async fn settings_and_policies_are_kept_as_each_change_left_them() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let off = OrganizationSettings {
            allow_teams_consumer: false,
            ..OrganizationSettings::default()
        };
        let on = OrganizationSettings::default();
        settings::save(connection, TENANT, &on, Revision(1), moment(0))
            .await
            .unwrap();
        settings::save(connection, TENANT, &off, Revision(4), moment(1))
            .await
            .unwrap();
        for (at, expected) in [
            (0, None),
            (1, Some(&on)),
            (3, Some(&on)),
            (4, Some(&off)),
            (9, Some(&off)),
        ] {
            let found =
                version::at::<OrganizationSettings>(connection, TENANT, Item::Settings, Revision(at)).await;
            assert_eq!(
                found.unwrap().and_then(|found| found.document).as_ref(),
                expected,
                "{at}"
            );
        }
        for built_in in built_in_policies() {
            policy::insert(connection, TENANT, &built_in, moment(0))
                .await
                .unwrap();
        }
        let mut own = Policy {
            id: forecourt_model::PolicyId(Uuid::from_u128(77)),
            name: PolicyName::parse("Café").unwrap(),
            kind: PolicyKind::Custom,
            settings: PolicySettings::default(),
            revision: Revision(5),
        };
        policy::insert(connection, TENANT, &own, moment(2)).await.unwrap();
        own.settings.enable_teams_consumer_access = false;
        own.revision = Revision(6);
        assert!(policy::update(connection, TENANT, &own, moment(3)).await.unwrap());
        assert!(
            policy::delete(connection, TENANT, own.id, Revision(8))
                .await
                .unwrap()
        );
        for (at, access) in [(4, None), (5, Some(true)), (7, Some(false)), (8, None)] {
            let all = version::policies_at::<KeptPolicy>(connection, TENANT, Revision(at))
                .await
                .unwrap();
            assert_eq!(all.len(), if access.is_some() { 5 } else { 4 }, "{at}");
            let found = all.iter().find(|(id, _)| *id == own.id);
            let kept = found.and_then(|(_, version)| version.document.as_ref());
            assert_eq!(
                kept.map(|kept| kept.settings.enable_teams_consumer_access),
                access,
                "{at}"
            );
        }
        let next = version::next(connection, TENANT, Item::Policy(own.id), Revision(5))
            .await
            .unwrap();
        assert_eq!(next, Some(Revision(6)));
        assert_eq!(
            version::next(connection, TENANT, Item::Settings, Revision(4))
                .await
                .unwrap(),
            None
        );
    })
    .await;
}
