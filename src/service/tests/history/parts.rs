//! A change over many people that was made in parts: it goes back as a whole, and is shown as one.

use crate::world::{World, on_both_databases, person};
use forecourt_model::{PolicyId, Revision};
use forecourt_service::activity::{self, Filter};
use forecourt_service::as_of::{self, When};
use forecourt_service::{people, undo};
use forecourt_store::change;

on_both_databases!(
    the_whole_goes_back_with_its_parts,
    a_part_is_shown_as_its_whole,
    somebody_who_changed_again_is_named,
);

/// Assigns in three changes, of which the last two are parts of the first.
async fn in_parts(world: &World, policy: PolicyId) -> (Revision, [Revision; 2]) {
    let whole = world.assign(1, Some(policy)).await;
    let parts = [
        world.assign(2, Some(policy)).await,
        world.assign(3, Some(policy)).await,
    ];
    let mut transaction = world.services.database().begin().await.unwrap();
    for part in parts {
        change::mark_part(
            &mut transaction.connection(),
            world.services.tenant(),
            part,
            whole,
        )
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
    (whole, parts)
}

async fn start(world: &World) -> PolicyId {
    let shut = world.policy("Shut", false, false).await.id;
    world.policy("Open", true, true).await;
    world
        .import_people(&[(1, ""), (2, "Open"), (3, ""), (4, "")])
        .await
        .unwrap();
    shut
}

async fn the_whole_goes_back_with_its_parts(world: World) {
    let shut = start(&world).await;
    let before = world.answers().await;
    let (whole, parts) = in_parts(&world, shut).await;
    let after = world.answers().await;
    let part = undo::preview(&world.services, &world.now(), parts[1])
        .await
        .unwrap_err();
    assert_eq!(part.code(), "part-of-another");
    assert!(
        part.sentence()
            .contains(&format!("Take change {whole} back instead"))
    );
    let undone = world.undo(whole).await.unwrap();
    assert_eq!(world.answers().await, before);
    world.undo(undone).await.unwrap();
    assert_eq!(world.answers().await, after);
}

async fn a_part_is_shown_as_its_whole(world: World) {
    let shut = start(&world).await;
    let (whole, parts) = in_parts(&world, shut).await;
    let context = world.now();
    let list = activity::list(&world.services, &context, &Filter::default(), None)
        .await
        .unwrap();
    let listed: Vec<_> = list.entries.iter().map(|entry| entry.change.revision).collect();
    assert!(
        listed.contains(&whole) && parts.iter().all(|part| !listed.contains(part)),
        "{listed:?}"
    );
    let view = people::get(&world.services, &context, person(3)).await.unwrap();
    assert_eq!(
        (view.history[0].revision, view.history[0].state),
        (whole, parts[1])
    );
    let when = When::Moment(context.now);
    let then = as_of::at(&world.services, &context, when, Some(person(3)))
        .await
        .unwrap();
    assert_eq!(then.person.unwrap().direct_made.unwrap().revision, whole);
    let of_person = Filter {
        target: Some(("person".to_owned(), person(3).to_string())),
        ..Filter::default()
    };
    let list = activity::list(&world.services, &context, &of_person, None)
        .await
        .unwrap();
    let listed: Vec<_> = list.entries.iter().map(|entry| entry.change.revision).collect();
    assert_eq!(listed, [whole]);
    let touched = activity::touched(&world.services, &context, whole, None, 2)
        .await
        .unwrap();
    assert_eq!((touched.total, touched.people.len()), (3, 2));
    let rest = activity::touched(&world.services, &context, whole, touched.next, 2)
        .await
        .unwrap();
    assert_eq!((rest.people.len(), rest.next), (1, None));
}

async fn somebody_who_changed_again_is_named(world: World) {
    let shut = start(&world).await;
    let (whole, _) = in_parts(&world, shut).await;
    let later = world.assign(3, None).await;
    let (message, on) = world.refused(whole).await;
    assert!(
        message.contains("the policy of Person 3 was changed again since"),
        "{message}"
    );
    assert_eq!(on, [later]);
    let open = world.services.snapshot().unwrap();
    let open = open
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == "Open")
        .unwrap()
        .id;
    world.undo(later).await.unwrap();
    let deleted = world.delete(open).await.unwrap();
    let (message, on) = world.refused(whole).await;
    assert!(
        message.contains("the policy Open that 1 person had was deleted since"),
        "{message}"
    );
    assert_eq!(on, [deleted]);
    world.undo(deleted).await.unwrap();
    world.undo(whole).await.unwrap();
}
