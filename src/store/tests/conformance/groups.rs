//! Groups, their members, and who was one.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::access::SourceKind;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::group::Group;
use forecourt_store::group_member::{Membership, Which};
use forecourt_store::person::Person;
use forecourt_store::{Connection, group as groups, group_member, person};
use uuid::Uuid;

pub(crate) fn person_number(number: u128) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number * 7_919 % 100_003 + 1_000)),
        user_principal_name: format!("p{number}@aldergrove.example"),
        display_name: format!("Person {:02}", number % 50),
        sip_address: None,
        mail: None,
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(0),
    }
}

pub(crate) fn group(number: u128) -> Group {
    Group {
        id: GroupId(Uuid::from_u128(500 + number)),
        display_name: format!("Élan {number}"),
        kind: "Security".to_owned(),
        mail: number
            .is_multiple_of(2)
            .then(|| format!("elan{number}@aldergrove.example")),
        people: 0,
        revision: Revision(1),
    }
}

#[tokio::test]
async fn groups_are_listed_searched_counted_and_deleted() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let mut names = Vec::new();
        for number in 1..=5 {
            let made = group(number);
            groups::upsert(connection, TENANT, &made, moment(0))
                .await
                .unwrap();
            names.push(made);
        }
        let wild = Group {
            display_name: "100%_!".to_owned(),
            ..group(9)
        };
        groups::upsert(connection, TENANT, &wild, moment(0))
            .await
            .unwrap();
        assert_eq!(
            groups::find(connection, TENANT, wild.id).await.unwrap(),
            Some(wild.clone())
        );
        let first = groups::list(connection, TENANT, "", None, 2).await.unwrap();
        assert_eq!(first, [wild.clone(), names[0].clone()]);
        let rest = groups::list(connection, TENANT, "", first.last(), 10)
            .await
            .unwrap();
        assert_eq!(rest, names[1..]);
        assert_eq!(
            groups::list(connection, TENANT, "ELAN", None, 10).await.unwrap(),
            names
        );
        assert_eq!(
            groups::list(connection, TENANT, "%_!", None, 10).await.unwrap(),
            std::slice::from_ref(&wild)
        );
        assert_eq!(groups::count(connection, TENANT, "elan").await.unwrap(), 5);
        assert_eq!(groups::count(connection, TENANT, "").await.unwrap(), 6);
        groups::set_children(
            connection,
            TENANT,
            names[0].id,
            &[names[1].id, names[2].id, names[1].id],
        )
        .await
        .unwrap();
        assert_eq!(
            groups::children(connection, TENANT, names[0].id).await.unwrap(),
            names[1..3]
        );
        assert!(groups::delete(connection, TENANT, names[1].id).await.unwrap());
        assert!(!groups::delete(connection, TENANT, names[1].id).await.unwrap());
        assert_eq!(
            groups::children(connection, TENANT, names[0].id).await.unwrap(),
            names[2..3]
        );
    })
    .await;
}

async fn add(connection: &mut Connection<'_>, group: GroupId, people: &[PersonId], revision: i64) -> u64 {
    group_member::add(connection, TENANT, group, people, Revision(revision))
        .await
        .unwrap()
}

async fn remove(connection: &mut Connection<'_>, group: GroupId, people: &[PersonId], revision: i64) -> u64 {
    group_member::remove(connection, TENANT, group, people, Revision(revision))
        .await
        .unwrap()
}

#[tokio::test]
async fn members_come_and_go_and_it_is_known_who_was_one() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let made = group(1);
        groups::upsert(connection, TENANT, &made, moment(0))
            .await
            .unwrap();
        let people: Vec<_> = (1..=4).map(person_number).collect();
        for somebody in &people {
            person::upsert(connection, TENANT, somebody, moment(0))
                .await
                .unwrap();
        }
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        let nobody = PersonId(Uuid::from_u128(1));
        let joining = [ids[0], ids[1], ids[2], nobody];
        assert_eq!(add(connection, made.id, &joining, 3).await, 3);
        assert_eq!(add(connection, made.id, &ids[2..], 5).await, 1);
        let people_of = async |connection: &mut _| {
            groups::find(connection, TENANT, made.id)
                .await
                .unwrap()
                .unwrap()
                .people
        };
        assert_eq!(people_of(connection).await, 4);
        let leaving = [ids[0], ids[3], nobody];
        assert_eq!(remove(connection, made.id, &leaving, 7).await, 2);
        assert_eq!(people_of(connection).await, 2);
        assert_eq!(add(connection, made.id, &ids[..1], 9).await, 1);
        // Somebody who comes and goes in one change has not been there.
        assert_eq!(add(connection, made.id, &ids[3..], 9).await, 1);
        assert_eq!(remove(connection, made.id, &ids[3..], 9).await, 1);
        for (revision, there) in [
            (2, false),
            (3, true),
            (6, true),
            (7, false),
            (8, false),
            (9, true),
        ] {
            let found = group_member::at(connection, TENANT, ids[0], Revision(revision))
                .await
                .unwrap();
            assert_eq!(found == [made.id], there, "{revision}");
        }
        let history = group_member::history(connection, TENANT, ids[0]).await.unwrap();
        let membership = |from, until: Option<i64>| Membership {
            group: made.id,
            from: Revision(from),
            until: until.map(Revision),
        };
        assert_eq!(history, [membership(9, None), membership(3, Some(7))]);
        assert_eq!(
            group_member::history(connection, TENANT, ids[3]).await.unwrap(),
            [membership(5, Some(7))]
        );
        let all = group_member::people(connection, TENANT, made.id, Which::All, None, 2)
            .await
            .unwrap();
        assert_eq!(all.len(), 2);
        let last = &all[1];
        let name = forecourt_model::folding::fold(&last.display_name);
        let after = Some((name.as_str(), last.id));
        let rest = group_member::people(connection, TENANT, made.id, Which::All, after, 5)
            .await
            .unwrap();
        assert_eq!(rest.len(), 1);
        let reached = group_member::people(connection, TENANT, made.id, Which::NotReached, None, 9)
            .await
            .unwrap();
        assert_eq!(reached.len(), 3, "the group has no policy");
        assert!(
            group_member::people(connection, TENANT, made.id, Which::WithDirect, None, 9)
                .await
                .unwrap()
                .is_empty()
        );
        let mine = group_member::of_person(connection, TENANT, ids[1]).await.unwrap();
        assert_eq!(mine.iter().map(|group| group.id).collect::<Vec<_>>(), [made.id]);
    })
    .await;
}
