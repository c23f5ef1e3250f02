//! Ranks: packed after every change, at most so many, and an order that has changed meanwhile.

use crate::support::{Place, code, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_service::{ServiceError, group};
use uuid::Uuid;

on_both_databases!(
    ranks_are_packed_after_every_change,
    a_sixty_fifth_group_is_refused_and_a_freed_place_is_not,
    a_stale_order_says_who_came_first,
);

async fn ranks_are_packed_after_every_change(place: Place) {
    let mut groups = Vec::new();
    for name in ["A", "B", "C", "D"] {
        groups.push(place.group(name).await);
    }
    let [a, b, c, d] = [groups[0], groups[1], groups[2], groups[3]];
    for group in [a, b, c] {
        place.assign(group, place.outbound, None).await.unwrap();
    }
    assert_eq!(place.order(), [a, b, c]);
    place.assign(d, place.no_chat, Some(2)).await.unwrap();
    assert_eq!(place.order(), [a, d, b, c]);
    place.assign(a, place.no_chat, None).await.unwrap();
    assert_eq!(place.order(), [a, d, b, c], "another policy keeps its place");
    place.assign(a, place.no_chat, Some(99)).await.unwrap();
    assert_eq!(place.order(), [d, b, c, a]);
    let moved = async |group, rank| {
        let expected = place.ranking_revision();
        group::move_to(&place.services, &place.context, group, rank, expected, None).await
    };
    moved(c, 1).await.unwrap();
    assert_eq!(place.order(), [c, d, b, a]);
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, d, expected, None)
        .await
        .unwrap();
    assert_eq!(place.order(), [c, b, a]);
    let view = group::get(&place.services, &place.context, c).await.unwrap();
    group::remove(&place.services, &place.context, c, view.group.revision, None)
        .await
        .unwrap();
    assert_eq!(place.order(), [b, a]);
    for rank in [0, -1] {
        assert_eq!(code(&moved(b, rank).await.unwrap_err()), "rank-below-one");
        assert_eq!(
            code(&place.assign(d, place.both, Some(rank)).await.unwrap_err()),
            "rank-below-one"
        );
    }
    assert_eq!(code(&moved(d, 1).await.unwrap_err()), "group-without-policy");
    assert_eq!(
        code(&place.assign(b, place.outbound, None).await.unwrap_err()),
        "group-has-policy"
    );
    assert_eq!(
        code(&place.assign(d, PolicyId::GLOBAL, None).await.unwrap_err()),
        "global-is-not-assigned"
    );
    let gone = PolicyId(Uuid::from_u128(99));
    assert_eq!(code(&place.assign(d, gone, None).await.unwrap_err()), "not-found");
    assert_eq!(place.order(), [b, a], "nothing is half done");
}

async fn a_sixty_fifth_group_is_refused_and_a_freed_place_is_not(place: Place) {
    let mut groups = Vec::new();
    for number in 1..=65 {
        let group = place.group(&format!("Group {number}")).await;
        if number <= group::MAXIMUM_RANKED_GROUPS {
            place.assign(group, place.outbound, None).await.unwrap();
        }
        groups.push(group);
    }
    let last = groups[64];
    for rank in [None, Some(1), Some(65)] {
        let refused = place.assign(last, place.no_chat, rank).await.unwrap_err();
        assert_eq!(code(&refused), "too-many-ranked-groups");
    }
    assert_eq!(place.order(), groups[..64]);
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, groups[9], expected, None)
        .await
        .unwrap();
    place.assign(last, place.no_chat, Some(1)).await.unwrap();
    assert_eq!(place.order()[0], last);
    assert_eq!(place.order().len(), 64);
}

async fn a_stale_order_says_who_came_first(place: Place) {
    let (a, b) = (place.group("A").await, place.group("B").await);
    let seen = place.ranking_revision();
    place.assign(a, place.outbound, None).await.unwrap();
    let wanted = (b, place.outbound, None);
    let late = group::assign(&place.services, &place.context, wanted, seen, None).await;
    match late.unwrap_err() {
        ServiceError::Conflict(conflict) => {
            assert_eq!(conflict.changed_by, "Priya Raman");
            assert_eq!(conflict.current, place.ranking_revision());
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(place.order(), [a]);
    // Members are no part of the order: adding some makes no decision about ranks stale.
    let seen = place.ranking_revision();
    place.add(a, &place.people[..2]).await;
    let wanted = (b, place.outbound, None);
    group::assign(&place.services, &place.context, wanted, seen, None)
        .await
        .unwrap();
}
