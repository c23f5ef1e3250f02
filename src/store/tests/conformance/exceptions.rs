//! Exceptions and what is found about assignments: the same on both engines.

use crate::engines::{TENANT, in_transaction, moment};
use crate::groups::{group, person_number};
use forecourt_model::access::GroupAssignment;
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::assignment::{recompute, set_direct};
use forecourt_store::exception::{self, Filter, NewException};
use forecourt_store::group_assignment::{self, RankedGroup};
use forecourt_store::hygiene::{self, Side, Superfluous};
use forecourt_store::{Connection, change, group as groups, group_member, person, policy};

async fn fill(connection: &mut Connection<'_>, people: u128) -> Vec<PersonId> {
    for built_in in built_in_policies() {
        policy::insert(connection, TENANT, &built_in, moment(0))
            .await
            .unwrap();
    }
    let mut ids = Vec::new();
    for number in 1..=people {
        let mut somebody = person_number(number);
        somebody.account_enabled = number % 5 != 0;
        person::upsert(connection, TENANT, &somebody, moment(0))
            .await
            .unwrap();
        ids.push(somebody.id);
    }
    ids
}

fn new(policy: PolicyId, minutes: Option<i64>, owner: &str) -> NewException {
    NewException {
        policy,
        reason: minutes.map(|_| "Why".to_owned()),
        owner: owner.to_owned(),
        expires_at: minutes.map(moment),
        previous: None,
        made_by: "Ada".to_owned(),
        made_at: moment(0),
    }
}

const ONE: BuiltIn = BuiltIn::FederationOnly;
const TWO: BuiltIn = BuiltIn::NoFederationAndPIC;

#[tokio::test]
async fn an_exception_speaks_for_one_assignment_only() {
    in_transaction(async |transaction| {
        let mut connection = transaction.connection();
        let people = fill(&mut connection, 600).await;
        set_direct(&mut connection, TENANT, &people, Some(ONE.id()), Revision(2))
            .await
            .unwrap();
        exception::put(
            &mut connection,
            TENANT,
            &people,
            &new(ONE.id(), Some(10), "Ada"),
            Revision(2),
        )
        .await
        .unwrap();
        let due = async |connection: &mut Connection<'_>, minutes| {
            exception::due(connection, TENANT, moment(minutes), 1_000)
                .await
                .unwrap()
                .len()
        };
        assert_eq!(due(&mut connection, 9).await, 0);
        assert_eq!(due(&mut connection, 10).await, 600);
        // One at a time and many at once: another policy ends it, the same one carries it on.
        set_direct(&mut connection, TENANT, &people[..1], Some(TWO.id()), Revision(3))
            .await
            .unwrap();
        set_direct(
            &mut connection,
            TENANT,
            &people[1..2],
            Some(ONE.id()),
            Revision(3),
        )
        .await
        .unwrap();
        set_direct(&mut connection, TENANT, &people[100..400], None, Revision(4))
            .await
            .unwrap();
        set_direct(
            &mut connection,
            TENANT,
            &people[400..],
            Some(ONE.id()),
            Revision(5),
        )
        .await
        .unwrap();
        assert_eq!(due(&mut connection, 10).await, 600 - 1 - 300);
        let found = exception::find(&mut connection, TENANT, people[0]).await.unwrap();
        assert_eq!(found, None);
        let carried = exception::find(&mut connection, TENANT, people[1])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(carried.revision, Revision(3));
        // Taking change 4 back brings its 300 back; with a moment, only those that end later.
        set_direct(
            &mut connection,
            TENANT,
            &people[100..400],
            Some(ONE.id()),
            Revision(6),
        )
        .await
        .unwrap();
        let restored = async |connection: &mut Connection<'_>, after| {
            exception::restore(connection, TENANT, Revision(4), Revision(6), after)
                .await
                .unwrap()
        };
        assert_eq!(restored(&mut connection, Some(moment(10))).await, 0);
        assert_eq!(restored(&mut connection, None).await, 300);
        assert_eq!(due(&mut connection, 10).await, 599);
        // Forgetting what a change made, and bringing that back.
        exception::forget(&mut connection, TENANT, Revision(6), Revision(7))
            .await
            .unwrap();
        assert_eq!(due(&mut connection, 10).await, 299);
        person::delete(&mut connection, TENANT, people[1]).await.unwrap();
        assert_eq!(due(&mut connection, 10).await, 298, "gone with the person");
    })
    .await;
}

#[tokio::test]
async fn exceptions_are_listed_by_their_end() {
    in_transaction(async |transaction| {
        let mut connection = transaction.connection();
        let people = fill(&mut connection, 4).await;
        set_direct(&mut connection, TENANT, &people, Some(ONE.id()), Revision(2))
            .await
            .unwrap();
        let ends = [
            (Some(30), "Ada"),
            (None, "ben"),
            (Some(20), "Ben"),
            (Some(30), "ÁDA"),
        ];
        for (person, (end, owner)) in people.iter().zip(ends) {
            let wanted = new(ONE.id(), end, owner);
            exception::put(&mut connection, TENANT, &[*person], &wanted, Revision(2))
                .await
                .unwrap();
        }
        let everything = Filter::default();
        let all = exception::list(&mut connection, TENANT, &everything, None, 10)
            .await
            .unwrap();
        let order: Vec<_> = all.iter().map(|row| row.exception.person).collect();
        assert_eq!(order, [people[2], people[0], people[3], people[1]]);
        let after = Some((all[1].exception.expires_at, all[1].exception.person));
        let rest = exception::list(&mut connection, TENANT, &everything, after, 10)
            .await
            .unwrap();
        assert_eq!(rest, all[2..]);
        let count = async |connection: &mut Connection<'_>, filter: Filter| {
            exception::count(connection, TENANT, &filter).await.unwrap()
        };
        let owned = Filter {
            owner: Some("BEN".to_owned()),
            ..Filter::default()
        };
        assert_eq!(count(&mut connection, owned).await, 2);
        let range = Filter {
            from: Some(moment(20)),
            until: Some(moment(29)),
            ..Filter::default()
        };
        assert_eq!(count(&mut connection, range).await, 1);
        let never = Filter {
            without_end: true,
            ..Filter::default()
        };
        assert_eq!(count(&mut connection, never.clone()).await, 1);
        assert_eq!(
            count(
                &mut connection,
                Filter {
                    with_reason: true,
                    ..never
                }
            )
            .await,
            0
        );
        let owners = exception::owners(&mut connection, TENANT, 10).await.unwrap();
        assert_eq!(owners.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 2]);
        let summary = exception::summary(&mut connection, TENANT, moment(30), "ada")
            .await
            .unwrap();
        assert_eq!(summary, (3, 2));
    })
    .await;
}

async fn rank(connection: &mut Connection<'_>, rows: &[(GroupId, PolicyId)]) {
    let rows: Vec<_> = rows
        .iter()
        .zip(1..)
        .map(|((group, policy), rank)| RankedGroup {
            assignment: GroupAssignment {
                group: *group,
                rank,
                policy: *policy,
            },
            group_name: String::new(),
            people: 0,
            assigned_at: moment(0),
            assigned_by: "Ada".to_owned(),
            revision: Revision(2),
        })
        .collect();
    group_assignment::replace(connection, TENANT, &rows, Revision(2))
        .await
        .unwrap();
}

/// Two groups that share some of the first twenty people, and three policies given to some of them directly; the group
/// with the better rank first.
#[expect(clippy::indexing_slicing, reason = "a helper that fails fails its test")]
async fn two_groups(connection: &mut Connection<'_>, people: &[PersonId]) -> (GroupId, GroupId) {
    for number in 1..=2 {
        groups::upsert(connection, TENANT, &group(number), moment(0))
            .await
            .unwrap();
    }
    let (best, next) = (group(1).id, group(2).id);
    group_member::add(connection, TENANT, best, &people[..10], Revision(2))
        .await
        .unwrap();
    group_member::add(connection, TENANT, next, &people[5..20], Revision(2))
        .await
        .unwrap();
    rank(connection, &[(best, ONE.id()), (next, TWO.id())]).await;
    recompute(connection, TENANT, people, Revision(2)).await.unwrap();
    set_direct(connection, TENANT, &people[..3], Some(ONE.id()), Revision(3))
        .await
        .unwrap();
    set_direct(connection, TENANT, &people[5..15], Some(TWO.id()), Revision(3))
        .await
        .unwrap();
    set_direct(
        connection,
        TENANT,
        &people[15..25],
        Some(BuiltIn::FederationAndPICDefault.id()),
        Revision(3),
    )
    .await
    .unwrap();
    (best, next)
}

#[tokio::test]
async fn superfluous_assignments_are_the_same_from_both_sides() {
    in_transaction(async |transaction| {
        let mut connection = transaction.connection();
        let people = fill(&mut connection, 40).await;
        let (best, next) = two_groups(&mut connection, &people).await;
        let sorted = |mut people: Vec<PersonId>| {
            people.sort();
            people
        };
        let stock = BuiltIn::FederationAndPICDefault.id();
        for side in [Side::Direct, Side::Groups] {
            let redundant = Superfluous::Redundant(side);
            let found = hygiene::people(&mut connection, TENANT, redundant).await.unwrap();
            let expected: Vec<_> = people[..3].iter().chain(&people[10..15]).copied().collect();
            assert_eq!(sorted(found), sorted(expected), "{side:?}");
            assert_eq!(
                hygiene::count(&mut connection, TENANT, redundant, 100)
                    .await
                    .unwrap(),
                8
            );
            assert_eq!(
                hygiene::count(&mut connection, TENANT, redundant, 5)
                    .await
                    .unwrap(),
                5,
                "no further"
            );
            let masking = Superfluous::Masking(stock, side);
            let found = hygiene::people(&mut connection, TENANT, masking).await.unwrap();
            assert_eq!(sorted(found), sorted(people[15..20].to_vec()), "{side:?}");
            assert_eq!(
                hygiene::count(&mut connection, TENANT, masking, 100)
                    .await
                    .unwrap(),
                5
            );
        }
        let disabled = hygiene::people(&mut connection, TENANT, Superfluous::Disabled)
            .await
            .unwrap();
        assert_eq!(
            sorted(disabled),
            sorted(vec![people[9], people[14], people[19], people[24]])
        );
        let of = hygiene::count(&mut connection, TENANT, Superfluous::Of(TWO.id()), 100)
            .await
            .unwrap();
        assert_eq!(of, 10);
        assert_eq!(
            hygiene::reaching_nobody(&mut connection, TENANT).await.unwrap(),
            [next]
        );
        set_direct(
            &mut connection,
            TENANT,
            &people[..20],
            Some(TWO.id()),
            Revision(4),
        )
        .await
        .unwrap();
        assert_eq!(
            hygiene::reaching_nobody(&mut connection, TENANT).await.unwrap(),
            [best, next]
        );
        hygiene::note(&mut connection, TENANT, &people[18..22], None, Revision(5))
            .await
            .unwrap();
        let noted = change::people(&mut connection, TENANT, Revision(5))
            .await
            .unwrap();
        let before: Vec<_> = noted.iter().map(|row| (row.before, row.after)).collect();
        let (two, stock) = ((Some(TWO.id()), None), (Some(stock), None));
        assert_eq!(before, [two, two, stock, stock]);
    })
    .await;
}
