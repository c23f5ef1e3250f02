//! Roles that read groups and change nothing.

use crate::support::{Place, as_role, code, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_service::group::{self, GroupInput};

on_both_databases!(readers_change_nothing);

async fn readers_change_nothing(place: Place) {
    let sales = place.group("Sales").await;
    place.add(sales, &place.people[..2]).await;
    let before = place.services.snapshot().unwrap().revision();
    for role in [Role::HelpDesk, Role::GlobalReader] {
        let reader = as_role(&place.services, role);
        let (services, expected) = (&place.services, place.ranking_revision());
        let wanted = (sales, place.outbound, None);
        let refusals = [
            group::assign(services, &reader, wanted, expected, None)
                .await
                .err(),
            group::unassign(services, &reader, sales, expected, None)
                .await
                .err(),
            group::move_to(services, &reader, sales, 1, expected, None)
                .await
                .err(),
            group::add_members(services, &reader, sales, &place.people, None)
                .await
                .err(),
            group::remove_members(services, &reader, sales, &place.people, None)
                .await
                .err(),
            group::remove_masking(services, &reader, sales, None).await.err(),
            group::remove(services, &reader, sales, before, None).await.err(),
            group::add(services, &reader, &GroupInput::default()).await.err(),
            group::rename(services, &reader, sales, &GroupInput::default(), before)
                .await
                .err(),
        ];
        for refusal in refusals {
            assert_eq!(code(&refusal.unwrap()), "forbidden", "{role:?}");
        }
        assert_eq!(
            group::get(services, &reader, sales).await.unwrap().group.people,
            2
        );
    }
    assert_eq!(place.services.snapshot().unwrap().revision(), before);
}
