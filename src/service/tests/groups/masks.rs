//! Who is masked: by a direct assignment, which can be removed, or by a group with a better rank.

use crate::support::{Place, on_both_databases};
use forecourt_model::access::SourceKind;
use forecourt_service::group::{self, GroupChange, Which};
use forecourt_service::{people, undo};
use forecourt_store::change;

on_both_databases!(
    masks_are_removed_as_one_change_that_can_be_taken_back,
    a_group_without_a_policy_masks_nobody,
);

async fn masks_are_removed_as_one_change_that_can_be_taken_back(place: Place) {
    let (services, context) = (&place.services, &place.context);
    let sales = place.group("Sales").await;
    place.add(sales, &place.people[..5]).await;
    place.assign(sales, place.outbound, None).await.unwrap();
    people::assign_many(services, context, &place.people[..3], Some(place.no_chat), None)
        .await
        .unwrap();
    let masked = group::members(services, context, sales, Which::WithDirect, None)
        .await
        .unwrap();
    assert_eq!(masked.people.len(), 3);
    let view = group::get(services, context, sales).await.unwrap();
    assert_eq!((view.reached.by_group, view.reached.by_direct), (2, 3));
    let change = GroupChange::RemoveMasking(sales);
    let preview = group::preview(services, context, &change).await.unwrap();
    assert_eq!(
        (preview.concerned, preview.moved, preview.masked_by_direct),
        (3, 3, 0)
    );
    let reason = Some("Clean up".to_owned());
    let done = group::remove_masking(services, context, sales, reason)
        .await
        .unwrap();
    assert_eq!((done.people, &done.impact), (3, &preview));
    for person in &place.people[..5] {
        assert_eq!(
            place.policy_of(*person).await,
            (place.outbound, SourceKind::Group)
        );
    }
    let revision = done.revision.unwrap();
    let mut reader = services.database().read().await.unwrap();
    let rows = change::people(&mut reader.connection(), context.tenant, revision)
        .await
        .unwrap();
    drop(reader);
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row.before == Some(place.no_chat) && row.after.is_none())
    );
    let none = group::remove_masking(services, context, sales, None)
        .await
        .unwrap();
    assert_eq!((none.revision, none.people), (None, 0));
    undo::undo(services, context, revision, None).await.unwrap();
    for person in &place.people[..3] {
        assert_eq!(
            place.policy_of(*person).await,
            (place.no_chat, SourceKind::Direct)
        );
    }
}

async fn a_group_without_a_policy_masks_nobody(place: Place) {
    let (plain, sales) = (place.group("Plain").await, place.group("Sales").await);
    place.add(sales, &place.people[..2]).await;
    place.assign(sales, place.outbound, None).await.unwrap();
    let change = GroupChange::AddMembers(plain, place.people[..4].to_vec());
    let preview = group::preview(&place.services, &place.context, &change)
        .await
        .unwrap();
    assert_eq!((preview.concerned, preview.moved), (4, 0));
    assert_eq!((preview.masked_by_rank, preview.masked_by_direct), (0, 0));
    let change = GroupChange::Assign(plain, place.no_chat, None);
    place.add(plain, &place.people[..4]).await;
    let preview = group::preview(&place.services, &place.context, &change)
        .await
        .unwrap();
    assert_eq!(
        (preview.concerned, preview.moved, preview.masked_by_rank),
        (4, 2, 2)
    );
}
