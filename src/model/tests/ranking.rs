//! The order of groups against a statement of it that is as plain as can be, for every order of up to five groups.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_model::access::{GroupAssignment, MAXIMUM_RANKED_GROUPS, RankingError, ranking};
use forecourt_model::{GroupId, PolicyId};
use uuid::Uuid;

const MOST: u32 = 5;

fn group(number: u32) -> GroupId {
    GroupId(Uuid::from_u128(u128::from(number)))
}

fn policy(number: u32) -> PolicyId {
    PolicyId(Uuid::from_u128(1_000 + u128::from(number)))
}

/// Groups with their policies in the order in which they are asked.
type Order = Vec<(GroupId, PolicyId)>;

/// Ranks as they are stored, in no particular order of the rows.
fn stored(order: &Order) -> Vec<GroupAssignment> {
    let mut rows: Vec<_> = (1..)
        .zip(order)
        .map(|(rank, (group, policy))| GroupAssignment {
            group: *group,
            rank,
            policy: *policy,
        })
        .collect();
    rows.sort_by_key(|row| row.policy.0.as_u128() % 3);
    rows
}

/// What stored rows say, after checking that their ranks are 1, 2, 3 and so on.
fn order(rows: &[GroupAssignment]) -> Order {
    let ranks: Vec<_> = rows.iter().map(|row| row.rank).collect();
    let expected: Vec<_> = (1..).take(rows.len()).collect();
    assert_eq!(ranks, expected, "ranks have no gaps and come in order");
    rows.iter().map(|row| (row.group, row.policy)).collect()
}

/// Every order of the groups 1 to n, for every n up to five.
fn orders() -> Vec<Order> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for number in 1..=MOST {
        let mut longer = Vec::new();
        for order in &last {
            for place in 0..=order.len() {
                let mut next = order.clone();
                next.insert(place, (group(number), policy(number)));
                longer.push(next);
            }
        }
        all.extend(longer.iter().cloned());
        last = longer;
    }
    all
}

/// The plain statement: take the group out, put it back at its place; a place beyond the last is the last.
fn put(order: &Order, entry: (GroupId, PolicyId), rank: Option<i64>) -> Order {
    let place_now = order.iter().position(|(group, _)| *group == entry.0);
    let mut rest: Order = order
        .iter()
        .filter(|(group, _)| *group != entry.0)
        .copied()
        .collect();
    let place = match (rank, place_now) {
        (Some(rank), _) => usize::try_from(rank - 1).unwrap(),
        (None, Some(place)) => place,
        (None, None) => rest.len(),
    };
    rest.insert(place.min(rest.len()), entry);
    rest
}

fn ranks() -> impl Iterator<Item = Option<i64>> {
    (1..=i64::from(MOST) + 3).map(Some).chain([None, Some(i64::MAX)])
}

#[test]
fn assigning_is_taking_out_and_putting_at_its_place() {
    let orders = orders();
    assert_eq!(orders.len(), 1 + 1 + 2 + 6 + 24 + 120);
    for before in &orders {
        for number in 1..=MOST + 1 {
            for given in [policy(number), policy(99)] {
                for rank in ranks() {
                    let rank_now = before.iter().position(|(found, _)| *found == group(number));
                    let expected = put(before, (group(number), given), rank);
                    let found = ranking::assign(&stored(before), group(number), given, rank);
                    if rank_now.is_some() && expected == *before {
                        assert_eq!(found, Err(RankingError::AlreadyAssigned), "{before:?}");
                    } else {
                        assert_eq!(order(&found.unwrap()), expected, "{before:?} {number} {rank:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn moving_keeps_the_others_in_their_order_and_can_be_moved_back() {
    for before in orders() {
        for number in 1..=MOST + 1 {
            let place = before.iter().position(|(found, _)| *found == group(number));
            for rank in ranks().flatten() {
                let found = ranking::move_to(&stored(&before), group(number), rank);
                let Some(place) = place else {
                    assert_eq!(found, Err(RankingError::NotAssigned));
                    continue;
                };
                let entry = *before.get(place).unwrap();
                let after = order(&found.unwrap());
                assert_eq!(
                    after,
                    put(&before, entry, Some(rank)),
                    "{before:?} {number} {rank}"
                );
                let others = |order: &Order| -> Order {
                    order
                        .iter()
                        .filter(|(found, _)| *found != group(number))
                        .copied()
                        .collect()
                };
                assert_eq!(others(&after), others(&before));
                let back = i64::try_from(place).unwrap() + 1;
                let back = ranking::move_to(&stored(&after), group(number), back).unwrap();
                assert_eq!(order(&back), before);
            }
        }
    }
}

#[test]
fn taking_away_closes_the_gap() {
    for before in orders() {
        for number in 1..=MOST + 1 {
            let found = ranking::unassign(&stored(&before), group(number));
            let expected: Order = before
                .iter()
                .filter(|(found, _)| *found != group(number))
                .copied()
                .collect();
            if expected.len() == before.len() {
                assert_eq!(found, Err(RankingError::NotAssigned));
            } else {
                assert_eq!(order(&found.unwrap()), expected);
            }
        }
    }
}

#[test]
fn ranks_below_one_are_refused_whatever_the_order() {
    for before in orders() {
        for rank in [0, -1, i64::MIN] {
            let rows = stored(&before);
            let assigned = ranking::assign(&rows, group(9), policy(9), Some(rank));
            assert_eq!(assigned, Err(RankingError::BelowOne));
            assert_eq!(
                ranking::move_to(&rows, group(1), rank),
                Err(RankingError::BelowOne)
            );
        }
    }
}

#[test]
fn one_more_than_sixty_four_is_refused_and_replacing_is_not() {
    let most = u32::try_from(MAXIMUM_RANKED_GROUPS).unwrap();
    let full: Order = (1..=most).map(|number| (group(number), policy(number))).collect();
    let rows = stored(&full);
    for rank in [None, Some(1), Some(64), Some(65)] {
        let more = ranking::assign(&rows, group(most + 1), policy(1), rank);
        assert_eq!(more, Err(RankingError::TooMany));
        let other = ranking::assign(&rows, group(7), policy(99), rank).unwrap();
        assert_eq!(order(&other), put(&full, (group(7), policy(99)), rank));
    }
    let fewer: Order = full.iter().skip(1).copied().collect();
    let last = ranking::assign(&stored(&fewer), group(1), policy(1), None).unwrap();
    assert_eq!(last.len(), MAXIMUM_RANKED_GROUPS);
}

/// Programs tell refusals apart by these, so they stay as they are.
#[test]
fn each_refusal_has_a_code() {
    let codes = [
        (RankingError::BelowOne, "rank-below-one"),
        (RankingError::TooMany, "too-many-ranked-groups"),
        (RankingError::AlreadyAssigned, "group-has-policy"),
        (RankingError::NotAssigned, "group-without-policy"),
    ];
    for (error, code) in codes {
        assert_eq!(error.code(), code, "{error}");
    }
}
