//! Who comes and goes, and whom what is typed finds.

use crate::support::{Place, code, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_service::group;

on_both_databases!(
    joiners_get_the_policy_at_once_and_leavers_lose_it,
    nested_groups_give_nothing,
    typed_people_are_found_in_every_way_and_the_rest_is_named,
);

async fn joiners_get_the_policy_at_once_and_leavers_lose_it(place: Place) {
    let sales = place.group("Sales").await;
    let (first, later) = (place.people[0], place.people[1]);
    place.add(sales, &[first]).await;
    assert_eq!(
        place.policy_of(first).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    place.assign(sales, place.no_chat, None).await.unwrap();
    assert_eq!(place.policy_of(first).await, (place.no_chat, SourceKind::Group));
    // Twice in the list and a member already: each is one membership.
    let done = group::add_members(
        &place.services,
        &place.context,
        sales,
        &[later, first, later],
        None,
    )
    .await
    .unwrap();
    assert_eq!((done.people, done.left_out), (1, 1));
    assert_eq!(done.impact.impact.chat.lose, 1);
    assert_eq!(place.policy_of(later).await, (place.no_chat, SourceKind::Group));
    let done = group::remove_members(&place.services, &place.context, sales, &[first, first], None)
        .await
        .unwrap();
    assert_eq!((done.people, done.left_out), (1, 0));
    assert_eq!(
        place.policy_of(first).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    let nothing = group::remove_members(&place.services, &place.context, sales, &[first], None)
        .await
        .unwrap();
    assert_eq!((nothing.revision, nothing.left_out), (None, 1));
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, sales, expected, None)
        .await
        .unwrap();
    assert_eq!(
        place.policy_of(later).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    // Whoever is in a group that is removed keeps what the others give.
    place.assign(sales, place.outbound, None).await.unwrap();
    let field = place.group("Field").await;
    place.add(field, &[later]).await;
    place.assign(field, place.no_chat, Some(1)).await.unwrap();
    assert_eq!(place.policy_of(later).await.0, place.no_chat);
    let view = group::get(&place.services, &place.context, field).await.unwrap();
    group::remove(&place.services, &place.context, field, view.group.revision, None)
        .await
        .unwrap();
    assert_eq!(place.policy_of(later).await, (place.outbound, SourceKind::Group));
    assert_eq!(place.order(), [sales]);
}

async fn nested_groups_give_nothing(place: Place) {
    let (outer, inner) = (place.group("Outer").await, place.group("Inner").await);
    place.add(inner, &place.people[..3]).await;
    let mut transaction = place.services.database().begin().await.unwrap();
    let tenant = place.context.tenant;
    forecourt_store::group::set_children(&mut transaction.connection(), tenant, outer, &[inner])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let done = place.assign(outer, place.no_chat, None).await.unwrap();
    assert_eq!((done.impact.concerned, done.impact.impact.affected), (0, 0));
    for person in &place.people[..3] {
        assert_eq!(place.policy_of(*person).await.1, SourceKind::Global);
    }
    let view = group::get(&place.services, &place.context, outer).await.unwrap();
    assert_eq!((view.group.people, view.children.len()), (0, 1));
    assert_eq!(view.children[0].people, 3);
}

async fn typed_people_are_found_in_every_way_and_the_rest_is_named(place: Place) {
    let find = async |text: &str| group::find_typed(&place.services, &place.context, text).await;
    let id = place.people[4];
    let text = format!(
        "P1@CONTOSO.EXAMPLE\nsip:chat2@contoso.example; mail1@contoso.example\n{id}, nobody@contoso.example\n\
         Person <p4@contoso.example>, p1@contoso.example"
    );
    let found = find(&text).await.unwrap();
    assert_eq!(
        found.people,
        [place.people[0], place.people[1], id, place.people[3]]
    );
    assert_eq!(found.unclear, ["mail1@contoso.example", "nobody@contoso.example"]);
    assert_eq!(found.problems.len(), 3, "{:?}", found.problems);
    assert!(
        found.problems[0].contains("p2@contoso.example") && found.problems[0].contains("p3@contoso.example")
    );
    assert!(found.problems[2].contains("was there twice"));
    assert_eq!(code(&find(" ,\n").await.unwrap_err()), "people-empty");
    let many = "a@x.example\n".repeat(group::MAXIMUM_TYPED + 1);
    assert_eq!(code(&find(&many).await.unwrap_err()), "people-too-many");
}
