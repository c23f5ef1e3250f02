//! People who are removed from the directory, and come back.

use crate::world::{World, on_both_databases, person};
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, Policy};
use forecourt_model::{GroupId, Revision};
use forecourt_service::decision::{Identity, get_identities, parse_identities, save_identities};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::people::{AssignOptions, assign_with, get, preview_remove, remove};
use forecourt_service::undo::undo;
use forecourt_service::{ServiceError, activity};
use forecourt_store::change;

on_both_databases!(
    somebody_goes_with_all_that_hangs_on_them_and_comes_back_with_it,
    what_is_taken_since_keeps_them_out,
    somebody_else_was_quicker,
    what_they_did_before_depends_on_them,
    an_end_from_before_they_went_comes_back_with_its_assignment,
);

const STOCK: BuiltIn = BuiltIn::FederationAndPICDefault;

impl World {
    async fn take_out(&self, number: u128) -> Revision {
        let found = get(&self.services, &self.now(), person(number)).await.unwrap();
        let expected = found.person.revision;
        let reason = Some("Left".to_owned());
        remove(&self.services, &self.later(), person(number), expected, reason)
            .await
            .unwrap()
            .revision
    }

    async fn is_there(&self, number: u128) -> bool {
        get(&self.services, &self.now(), person(number)).await.is_ok()
    }

    async fn take_back(&self, revision: Revision) -> Result<Revision, ServiceError> {
        let done = undo(&self.services, &self.later(), revision, None).await?;
        Ok(done.revision)
    }
}

/// A person with identities, a group that has a policy, and an exception besides: the policy, the group, the identities.
async fn somebody_with_everything(world: &World) -> (Policy, GroupId, Vec<Identity>) {
    let quiet = world.policy("Quiet", false, false).await;
    world
        .import_people(&[(1, ""), (2, ""), (3, "Quiet")])
        .await
        .unwrap();
    let sales = world.group("Sales").await;
    world.join(sales, &[1, 2]).await;
    world.rank(sales, quiet.id, 1).await;
    let services = &world.services;
    let identities = parse_identities("@one:chat.contoso.example").unwrap();
    save_identities(services, &world.later(), person(1), &identities)
        .await
        .unwrap();
    let expected = get(services, &world.now(), person(1))
        .await
        .unwrap()
        .person
        .revision;
    let options = AssignOptions {
        reason: Some("Fair".to_owned()),
        exception: Some(ExceptionInput {
            date: "2026-06-30".to_owned(),
            owner: "Ada".to_owned(),
            ..ExceptionInput::default()
        }),
        ..AssignOptions::default()
    };
    assign_with(
        services,
        &world.later(),
        person(1),
        Some(STOCK.id()),
        expected,
        options,
    )
    .await
    .unwrap();
    (quiet, sales, identities)
}

async fn somebody_goes_with_all_that_hangs_on_them_and_comes_back_with_it(world: World) {
    let (quiet, sales, identities) = somebody_with_everything(&world).await;
    let services = &world.services;
    let before = (
        world.answers().await,
        get(services, &world.now(), person(1)).await.unwrap(),
    );
    let counted = services.snapshot().unwrap().people();

    let said = preview_remove(services, &world.now(), person(1)).await.unwrap();
    assert_eq!((said.groups, said.identities), (1, 1));
    assert_eq!(said.direct_policy.as_deref(), Some(STOCK.name()));
    assert_eq!((said.impact.affected, said.impact.chat.lose), (1, 1));
    let removed = world.take_out(1).await;
    assert!(!world.is_there(1).await);
    assert_eq!(services.snapshot().unwrap().people(), counted - 1);
    let snapshot = services.snapshot().unwrap();
    assert_eq!(snapshot.people_with(STOCK.id(), Some(SourceKind::Direct)), 0);
    let row = snapshot
        .ranking
        .iter()
        .find(|row| row.assignment.group == sales)
        .unwrap();
    assert_eq!(row.people, 1);
    assert!(
        get_identities(services, &world.now(), person(1))
            .await
            .map_or(true, |held| held.is_empty())
    );
    let page = activity::list(services, &world.now(), &change::Filter::default(), None)
        .await
        .unwrap();
    let entry = page.entries.first().unwrap();
    assert_eq!(entry.change.revision, removed);
    assert_eq!(
        (entry.change.target_name.as_str(), entry.change.reason.as_deref()),
        ("Person 1", Some("Left"))
    );
    let names: Vec<_> = entry
        .detail
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "UserPrincipalName",
            "ExternalAccessPolicy",
            "Groups",
            "Identities"
        ]
    );

    let back = world.take_back(removed).await.unwrap();
    assert_eq!(world.answers().await, before.0);
    let view = get(services, &world.now(), person(1)).await.unwrap();
    let (was, is) = (before.1.exception.unwrap().0, view.exception.unwrap().0);
    assert_eq!(
        (is.expires_at, is.owner, is.reason, is.previous),
        (was.expires_at, was.owner, was.reason, was.previous)
    );
    assert_eq!(view.groups.len(), 1);
    assert_eq!(
        get_identities(services, &world.now(), person(1)).await.unwrap(),
        identities
    );
    // Without a direct assignment, the group counts again.
    world.assign(1, None).await;
    let view = get(services, &world.now(), person(1)).await.unwrap();
    assert_eq!(view.person.effective_policy, quiet.id);
    let refused = world.refused(back).await.0;
    assert!(refused.contains("Person 1 was changed since"), "{refused}");

    let second = world.take_out(2).await;
    let back = world.take_back(second).await.unwrap();
    assert_eq!(world.answers().await.get(&person(2)), before.0.get(&person(2)));
    let again = world.take_back(back).await.unwrap();
    assert!(!world.is_there(2).await);
    world.take_back(again).await.unwrap();
    assert!(world.is_there(2).await);
}

async fn what_is_taken_since_keeps_them_out(world: World) {
    let quiet = world.policy("Quiet", false, false).await;
    world.import_people(&[(1, "Quiet"), (2, "")]).await.unwrap();
    let sales = world.group("Sales").await;
    world.join(sales, &[2]).await;
    let services = &world.services;
    let identities = parse_identities("@two:chat.contoso.example").unwrap();
    save_identities(services, &world.later(), person(2), &identities)
        .await
        .unwrap();
    let (first, second) = (world.take_out(1).await, world.take_out(2).await);

    let deleted = world.delete(quiet.id).await.unwrap();
    let (message, on) = world.refused(first).await;
    assert!(
        message.contains("the policy Quiet that 1 person had was deleted since"),
        "{message}"
    );
    assert_eq!(on, [deleted]);
    let gone = world.remove_group(sales).await;
    let (message, on) = world.refused(second).await;
    assert!(
        message.contains("the group Sales that they were in was removed since"),
        "{message}"
    );
    assert_eq!(on, [gone]);
    world.take_back(gone).await.unwrap();
    world.import_people(&[(3, "")]).await.unwrap();
    let taken = save_identities(services, &world.later(), person(3), &identities)
        .await
        .unwrap()
        .unwrap();
    let (message, _) = world.refused(second).await;
    assert!(
        message.contains("is an identity of somebody else by now"),
        "{message}"
    );
    assert!(taken > second);
    save_identities(services, &world.later(), person(3), &[])
        .await
        .unwrap();
    let returned = world.import_people(&[(2, "")]).await.unwrap();
    let (message, _) = world.refused(second).await;
    assert!(
        message.contains("Person 2 is in the directory again"),
        "{message}"
    );
    world.undo(returned).await.unwrap();
    let other = "UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy\n\
                 p2@contoso.example,Other,00000000-0000-0000-0000-0000000000aa,True,\n";
    world.import(None, None, Some(other)).await.unwrap();
    let (message, _) = world.refused(second).await;
    assert!(
        message.contains("somebody else has the sign-in name p2@contoso.example by now"),
        "{message}"
    );
}

async fn somebody_else_was_quicker(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let services = &world.services;
    let stale = get(services, &world.now(), person(1))
        .await
        .unwrap()
        .person
        .revision;
    world.assign(1, Some(STOCK.id())).await;
    let refused = remove(services, &world.later(), person(1), stale, None).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let reader = world.as_role(Role::GlobalReader);
    let refused = remove(services, &reader, person(1), stale, None).await;
    assert!(
        matches!(refused, Err(ServiceError::Forbidden { .. })),
        "{refused:?}"
    );
    assert!(preview_remove(services, &reader, person(1)).await.is_err());
    assert!(world.is_there(1).await);
    world.take_out(1).await;
    let refused = remove(services, &world.later(), person(1), stale, None).await;
    assert!(
        matches!(refused, Err(ServiceError::NotFound { what: "person" })),
        "{refused:?}"
    );
}

async fn what_they_did_before_depends_on_them(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let assigned = world.assign(1, Some(STOCK.id())).await;
    let removed = world.take_out(1).await;
    let (message, _) = world.refused(assigned).await;
    assert!(message.contains("is not in the directory any more"), "{message}");
    world.take_back(removed).await.unwrap();
    world.undo(assigned).await.unwrap();
    let view = get(&world.services, &world.now(), person(1)).await.unwrap();
    assert_eq!(view.person.direct_policy, None);
}

async fn an_end_from_before_they_went_comes_back_with_its_assignment(world: World) {
    let open = world.policy("Open", true, true).await.id;
    let imported = world.import_people(&[(1, "")]).await.unwrap();
    let services = &world.services;
    let expected = get(services, &world.now(), person(1))
        .await
        .unwrap()
        .person
        .revision;
    let options = AssignOptions {
        exception: Some(ExceptionInput {
            date: "2026-06-30".to_owned(),
            ..ExceptionInput::default()
        }),
        ..AssignOptions::default()
    };
    let stock = Some(STOCK.id());
    assign_with(services, &world.later(), person(1), stock, expected, options)
        .await
        .unwrap();
    let replaced = world.assign(1, Some(open)).await;
    let removed = world.take_out(1).await;
    assert!(removed > imported);
    world.take_back(removed).await.unwrap();
    world.take_back(replaced).await.unwrap();
    let view = get(services, &world.now(), person(1)).await.unwrap();
    assert_eq!(view.person.direct_policy, stock);
    let end = view.exception.map(|(exception, _)| exception.expires_at);
    assert_eq!(end, Some(Some(time::macros::datetime!(2026-06-30 23:59:59 UTC))));
}
