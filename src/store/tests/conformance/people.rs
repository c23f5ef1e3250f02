//! People, what is assigned to them, and how many have what.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::access::SourceKind;
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::Person;
use forecourt_store::{Connection, StoreError, assignment, cohort, directory, holder, person, policy};
use uuid::Uuid;

fn somebody(number: u128, name: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        user_principal_name: format!("{name}@aldergrove.example"),
        display_name: name.to_owned(),
        sip_address: Some(format!("sip:{name}.chat@aldergrove.example")),
        mail: None,
        department: Some("Ventes à l’étranger".to_owned()),
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    }
}

async fn fill(connection: &mut Connection<'_>) -> [Person; 3] {
    for built_in in built_in_policies() {
        policy::insert(connection, TENANT, &built_in, moment(0))
            .await
            .unwrap();
    }
    let people = [somebody(1, "Åsa"), somebody(2, "ben"), somebody(3, "Cem")];
    for somebody in &people {
        person::upsert(connection, TENANT, somebody, moment(0))
            .await
            .unwrap();
    }
    people
}

#[tokio::test]
async fn people_are_found_by_key_name_and_address() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let [asa, ben, _] = fill(connection).await;
        assert_eq!(
            person::find(connection, TENANT, asa.id).await.unwrap(),
            Some(asa.clone())
        );
        assert_eq!(
            person::find(connection, TENANT, PersonId(Uuid::from_u128(9)))
                .await
                .unwrap(),
            None
        );
        let found = person::find_by_name(connection, TENANT, "BEN@aldergrove.example")
            .await
            .unwrap();
        assert_eq!(found, Some(ben));
        let found = person::find_by_address(connection, TENANT, "SIP:ÅSA.CHAT@aldergrove.example", 5)
            .await
            .unwrap();
        assert_eq!(found, [asa]);
        assert_eq!(directory::everybody(connection, TENANT).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn writing_somebody_again_changes_them_and_names_stay_unique() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let [mut asa, ..] = fill(connection).await;
        asa.department = None;
        asa.account_enabled = false;
        asa.revision = Revision(2);
        person::upsert(connection, TENANT, &asa, moment(1)).await.unwrap();
        assert_eq!(person::find(connection, TENANT, asa.id).await.unwrap(), Some(asa));
        let mut double = somebody(4, "BEN");
        double.display_name = "Another".to_owned();
        let refused = person::upsert(connection, TENANT, &double, moment(1)).await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))));
    })
    .await;
}

#[tokio::test]
async fn assignments_are_written_counted_and_taken_back() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let [asa, ben, cem] = fill(connection).await;
        let other = BuiltIn::ALL
            .map(BuiltIn::id)
            .into_iter()
            .find(|id| *id != PolicyId::GLOBAL)
            .unwrap();
        for id in [asa.id, ben.id] {
            assignment::set_direct(connection, TENANT, &[id], Some(other), Revision(2))
                .await
                .unwrap();
        }
        let found = person::find(connection, TENANT, asa.id).await.unwrap().unwrap();
        assert_eq!(
            (found.direct_policy, found.effective_policy),
            (Some(other), other)
        );
        let mut counts: Vec<_> = cohort::count(connection, TENANT).await.unwrap();
        counts.sort_by_key(|count| count.people);
        let counts: Vec<_> = counts
            .iter()
            .map(|count| (count.policy, count.source, count.people))
            .collect();
        assert_eq!(
            counts,
            [
                (PolicyId::GLOBAL, SourceKind::Global, 1),
                (other, SourceKind::Direct, 2)
            ]
        );
        assert_eq!(cohort::count_direct(connection, TENANT, true).await.unwrap(), 2);
        assert_eq!(cohort::count_direct(connection, TENANT, false).await.unwrap(), 0);
        assert_eq!(holder::count(connection, TENANT, other).await.unwrap(), 2);
        for limit in 1..=2 {
            let holders = holder::first(connection, TENANT, other, limit).await.unwrap();
            assert_eq!(holders.len(), usize::try_from(limit).unwrap());
        }
        assignment::set_direct(connection, TENANT, &[asa.id], None, Revision(3))
            .await
            .unwrap();
        let found = person::find(connection, TENANT, asa.id).await.unwrap().unwrap();
        assert_eq!((found.direct_policy, found.revision), (None, Revision(3)));
        assert_eq!(person::find(connection, TENANT, cem.id).await.unwrap(), Some(cem));
    })
    .await;
}

#[tokio::test]
async fn a_policy_that_somebody_has_cannot_be_deleted() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let [asa, ..] = fill(connection).await;
        let global = Some(PolicyId::GLOBAL);
        assignment::set_direct(connection, TENANT, &[asa.id], global, Revision(2))
            .await
            .unwrap();
        let refused = policy::delete(connection, TENANT, PolicyId::GLOBAL, Revision(3)).await;
        assert!(matches!(refused, Err(StoreError::InUse)), "{refused:?}");
    })
    .await;
}
