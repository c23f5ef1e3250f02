//! The rule of the effective policy in SQL, against the rule of the model, over populations drawn from a seed.

use crate::engines::{TENANT, in_transaction, moment};
use crate::groups::{group, person_number};
use forecourt_model::access::{AssignmentSource, GroupAssignment, SourceKind, effective_policy, ranking};
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::assignment::{self, Chosen, DirectChange, Moves};
use forecourt_store::group_assignment::{self, RankedGroup};
use forecourt_store::{Connection, cohort, directory, group as groups, group_member, person, policy};
use forecourt_testkit::Draw;
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: u128 = 60;
const GROUPS: u128 = 7;

fn policy_by(draw: &mut Draw) -> PolicyId {
    draw.one_of(&BuiltIn::ALL).id()
}

/// The same state, kept in plain collections.
#[derive(Default)]
struct Plain {
    direct: BTreeMap<PersonId, PolicyId>,
    members: BTreeSet<(PersonId, GroupId)>,
    ranking: Vec<GroupAssignment>,
}

impl Plain {
    fn expected(&self, person: PersonId) -> (PolicyId, SourceKind, Option<GroupId>) {
        expected_with(self.direct.get(&person).copied(), &self.ranking, |group| {
            self.members.contains(&(person, group))
        })
    }

    /// Members of the groups that have `policy` who have another one, by where theirs comes from.
    fn masked(&self, policy: PolicyId) -> Vec<(SourceKind, u64)> {
        let having = |group: GroupId| {
            let mut rows = self.ranking.iter();
            rows.any(|row| row.group == group && row.policy == policy)
        };
        let members: BTreeSet<_> = self
            .members
            .iter()
            .filter(|(_, group)| having(*group))
            .map(|(person, _)| *person)
            .collect();
        let mut masked: BTreeMap<SourceKind, u64> = BTreeMap::new();
        for person in members {
            let (effective, source, _) = self.expected(person);
            if effective != policy {
                *masked.entry(source).or_default() += 1;
            }
        }
        masked.into_iter().collect()
    }

    /// What is expected of moves: how many people share what counts before and after, and who moves.
    fn expected_moves(&self, people: &[PersonId], wanted: &Moves) -> (Counted, BTreeSet<PersonId>) {
        let mut counted = Counted::new();
        let mut listed = BTreeSet::new();
        for person in people {
            let concerned = match &wanted.chosen {
                Chosen::People(some) => some.contains(person),
                Chosen::Members(group) => self.members.contains(&(*person, *group)),
                Chosen::Everybody => true,
            };
            if !concerned {
                continue;
            }
            let from = self.expected(*person);
            let kept = self.direct.get(person).copied();
            let after = match wanted.direct {
                DirectChange::Keep => kept,
                DirectChange::Set(policy) => Some(policy),
                DirectChange::Remove => None,
            };
            let to = expected_with(after, &wanted.ranking, |group| {
                wanted.joins == Some(group)
                    || (wanted.leaves != Some(group) && self.members.contains(&(*person, group)))
            });
            *counted
                .entry(((from.0, from.1), (to.0, to.1), to.2, kept.is_some()))
                .or_default() += 1;
            if from != to {
                listed.insert(*person);
            }
        }
        (counted, listed)
    }
}

/// How many people share what counts before and after, the group that it comes from after, and whether they have a
/// direct assignment.
type Counted = BTreeMap<
    (
        (PolicyId, SourceKind),
        (PolicyId, SourceKind),
        Option<GroupId>,
        bool,
    ),
    u64,
>;

fn expected_with(
    direct: Option<PolicyId>,
    ranking: &[GroupAssignment],
    is_member: impl Fn(GroupId) -> bool,
) -> (PolicyId, SourceKind, Option<GroupId>) {
    let mine: Vec<_> = ranking
        .iter()
        .filter(|row| is_member(row.group))
        .cloned()
        .collect();
    let effective = effective_policy(direct, &mine);
    match effective.source {
        AssignmentSource::Direct => (effective.policy, SourceKind::Direct, None),
        AssignmentSource::Group { group, .. } => (effective.policy, SourceKind::Group, Some(group)),
        AssignmentSource::Global => (effective.policy, SourceKind::Global, None),
    }
}

async fn fill(connection: &mut Connection<'_>) -> (Vec<PersonId>, Vec<GroupId>) {
    for built_in in built_in_policies() {
        policy::insert(connection, TENANT, &built_in, moment(0))
            .await
            .unwrap();
    }
    let mut people = Vec::new();
    for number in 1..=PEOPLE {
        let somebody = person_number(number);
        person::upsert(connection, TENANT, &somebody, moment(0))
            .await
            .unwrap();
        people.push(somebody.id);
    }
    let mut all = Vec::new();
    for number in 1..=GROUPS {
        let made = group(number);
        groups::upsert(connection, TENANT, &made, moment(0))
            .await
            .unwrap();
        all.push(made.id);
    }
    (people, all)
}

async fn write_ranking(connection: &mut Connection<'_>, plain: &Plain, revision: Revision) {
    let rows: Vec<_> = plain
        .ranking
        .iter()
        .map(|assignment| RankedGroup {
            assignment: assignment.clone(),
            group_name: String::new(),
            people: 0,
            assigned_at: moment(0),
            assigned_by: "Ada".to_owned(),
            revision,
        })
        .collect();
    group_assignment::replace(connection, TENANT, &rows, revision)
        .await
        .unwrap();
}

async fn check(connection: &mut Connection<'_>, plain: &Plain, what: &str) {
    let everybody = directory::everybody(connection, TENANT).await.unwrap();
    assert_eq!(everybody.len(), usize::try_from(PEOPLE).unwrap());
    let mut counted: BTreeMap<(PolicyId, SourceKind), u64> = BTreeMap::new();
    for found in &everybody {
        let expected = plain.expected(found.id);
        let stored = (
            found.effective_policy,
            found.effective_source,
            found.effective_group,
        );
        assert_eq!(stored, expected, "{what}: {}", found.display_name);
        assert_eq!(
            found.direct_policy,
            plain.direct.get(&found.id).copied(),
            "{what}"
        );
        *counted.entry((expected.0, expected.1)).or_default() += 1;
    }
    let kept: BTreeMap<_, _> = cohort::count(connection, TENANT)
        .await
        .unwrap()
        .into_iter()
        .map(|count| ((count.policy, count.source), count.people))
        .collect();
    assert_eq!(kept, counted, "{what}: the counts that are kept");
    for built_in in BuiltIn::ALL {
        let masked = cohort::masked(connection, TENANT, built_in.id()).await.unwrap();
        assert_eq!(masked, plain.masked(built_in.id()), "{what}: {built_in:?}");
    }
}

#[tokio::test]
async fn what_is_effective_follows_the_rule_of_the_model_whatever_is_done() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let (people, all) = fill(connection).await;
        let (mut draw, mut plain) = (Draw::seeded(7), Plain::default());
        for step in 1..=120 {
            let revision = Revision(step);
            let some: Vec<_> = people.iter().copied().filter(|_| draw.below(5) == 0).collect();
            let group = all[draw.below(7)];
            let what = match draw.below(6) {
                0 => {
                    let policy = policy_by(&mut draw);
                    assignment::set_direct(connection, TENANT, &some, Some(policy), revision)
                        .await
                        .unwrap();
                    plain.direct.extend(some.iter().map(|person| (*person, policy)));
                    "direct"
                }
                1 => {
                    assignment::set_direct(connection, TENANT, &some, None, revision)
                        .await
                        .unwrap();
                    plain.direct.retain(|person, _| !some.contains(person));
                    "no direct"
                }
                2 => {
                    group_member::add(connection, TENANT, group, &some, revision)
                        .await
                        .unwrap();
                    assignment::recompute(connection, TENANT, &some, revision)
                        .await
                        .unwrap();
                    plain.members.extend(some.iter().map(|person| (*person, group)));
                    "join"
                }
                3 => {
                    group_member::remove(connection, TENANT, group, &some, revision)
                        .await
                        .unwrap();
                    assignment::recompute(connection, TENANT, &some, revision)
                        .await
                        .unwrap();
                    plain
                        .members
                        .retain(|(person, of)| *of != group || !some.contains(person));
                    "leave"
                }
                _ => {
                    let rank = i64::try_from(draw.below(8)).unwrap();
                    let after = if draw.below(4) == 0 {
                        ranking::unassign(&plain.ranking, group)
                    } else {
                        ranking::assign(
                            &plain.ranking,
                            group,
                            policy_by(&mut draw),
                            (rank > 0).then_some(rank),
                        )
                    };
                    plain.ranking = after.unwrap_or_else(|_| plain.ranking.clone());
                    write_ranking(connection, &plain, revision).await;
                    let members = group_member::ids(connection, TENANT, group).await.unwrap();
                    assignment::recompute(connection, TENANT, &members, revision)
                        .await
                        .unwrap();
                    "rank"
                }
            };
            check(connection, &plain, &format!("step {step}, {what}")).await;
        }
        assert!(
            plain.ranking.len() > 2 && plain.members.len() > 20,
            "the draw does too little"
        );
    })
    .await;
}

/// Every way in which a change can choose people, move groups and touch direct assignments.
#[expect(clippy::indexing_slicing, reason = "a helper that fails fails its test")]
fn cases(plain: &Plain, people: &[PersonId], all: &[GroupId]) -> Vec<Moves> {
    let moved = ranking::move_to(&plain.ranking, all[0], 1).unwrap();
    let lowered = ranking::move_to(&plain.ranking, all[4], 4).unwrap();
    let taken = ranking::unassign(&plain.ranking, all[4]).unwrap();
    let given = ranking::assign(&plain.ranking, all[6], BuiltIn::NoFederationAndPIC.id(), Some(2)).unwrap();
    let some: Vec<_> = people.iter().copied().step_by(3).collect();
    let set = DirectChange::Set(BuiltIn::FederationAndPICDefault.id());
    let case = |chosen, ranking: &[GroupAssignment], direct| Moves {
        chosen,
        ranking: ranking.to_vec(),
        direct,
        joins: None,
        leaves: None,
    };
    let of_some = |direct| case(Chosen::People(some.clone()), &plain.ranking, direct);
    vec![
        case(Chosen::Members(all[0]), &moved, DirectChange::Keep),
        case(Chosen::Members(all[4]), &lowered, DirectChange::Keep),
        case(Chosen::Members(all[4]), &taken, DirectChange::Keep),
        case(Chosen::Members(all[2]), &lowered, DirectChange::Keep),
        case(Chosen::Members(all[4]), &lowered, DirectChange::Remove),
        case(Chosen::Members(all[6]), &given, DirectChange::Keep),
        of_some(set),
        of_some(DirectChange::Remove),
        Moves {
            joins: Some(all[1]),
            ..of_some(DirectChange::Keep)
        },
        Moves {
            leaves: Some(all[2]),
            ..of_some(DirectChange::Keep)
        },
        case(Chosen::Everybody, &given, DirectChange::Remove),
        case(Chosen::Everybody, &[], DirectChange::Keep),
        case(Chosen::People(Vec::new()), &plain.ranking, DirectChange::Remove),
    ]
}

/// Everybody who moves, page by page, with the names that the list is in the order of.
async fn listed_in(
    connection: &mut Connection<'_>,
    wanted: &Moves,
    windows: &[i64],
) -> Vec<(String, PersonId)> {
    let mut found = Vec::new();
    let mut last = None;
    loop {
        let page = assignment::moved_people_in(connection, TENANT, wanted, last.as_ref(), 7, windows)
            .await
            .unwrap();
        assert!(page.len() <= 7);
        let Some(end) = page.last().cloned() else {
            return found;
        };
        found.extend(
            page.into_iter()
                .map(|moved| (moved.display_name_folded, moved.person)),
        );
        last = Some(end);
    }
}

#[tokio::test]
async fn moves_say_what_would_be_without_doing_it() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let (people, all) = fill(connection).await;
        let (mut draw, mut plain) = (Draw::seeded(11), Plain::default());
        for group in &all {
            let some: Vec<_> = people.iter().copied().filter(|_| draw.below(3) == 0).collect();
            group_member::add(connection, TENANT, *group, &some, Revision(1))
                .await
                .unwrap();
            plain.members.extend(some.iter().map(|person| (*person, *group)));
        }
        let direct: Vec<_> = people.iter().copied().filter(|_| draw.below(4) == 0).collect();
        assignment::set_direct(
            connection,
            TENANT,
            &direct,
            Some(BuiltIn::FederationOnly.id()),
            Revision(1),
        )
        .await
        .unwrap();
        plain.direct.extend(
            direct
                .iter()
                .map(|person| (*person, BuiltIn::FederationOnly.id())),
        );
        for group in &all[..5] {
            plain.ranking = ranking::assign(&plain.ranking, *group, policy_by(&mut draw), Some(1)).unwrap();
        }
        write_ranking(connection, &plain, Revision(2)).await;
        assignment::recompute(connection, TENANT, &people, Revision(2))
            .await
            .unwrap();
        check(connection, &plain, "before").await;

        for (at, wanted) in cases(&plain, &people, &all).into_iter().enumerate() {
            let (counted, listed) = plain.expected_moves(&people, &wanted);
            let found = assignment::moves(connection, TENANT, &wanted).await.unwrap();
            let found: BTreeMap<_, _> = found
                .into_iter()
                .map(|part| ((part.from, part.to, part.to_group, part.has_direct), part.people))
                .collect();
            assert_eq!(found, counted, "case {at}");
            for windows in [&[] as &[i64], &[2, 9], &[20, 15], &[1_000]] {
                let found = listed_in(connection, &wanted, windows).await;
                assert!(found.is_sorted(), "case {at}, {windows:?}: {found:?}");
                let people: BTreeSet<_> = found.iter().map(|(_, person)| *person).collect();
                assert_eq!(people.len(), found.len(), "case {at}, {windows:?}: twice");
                assert_eq!(people, listed, "case {at}, {windows:?}");
            }
        }
        check(connection, &plain, "after").await;
    })
    .await;
}
