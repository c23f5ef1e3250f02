//! Taking every kind of change back, and what stands in the way.

use crate::world::{World, on_both_databases, person};
use forecourt_model::Revision;
use forecourt_model::authority::Role;
use forecourt_service::group::{self, GroupInput};
use forecourt_service::{ServiceError, people, policy, undo};

on_both_databases!(
    an_undo_of_an_undo_keeps_what_changed_elsewhere,
    only_the_group_goes_back_to_its_rank,
    a_group_that_was_ranked_again_stays,
    a_policy_of_a_group_that_is_gone_is_named,
    sixty_four_groups_are_the_most,
    members_go_back,
    members_that_changed_again_stay,
    a_group_comes_back_with_members_and_policy,
    an_added_group_goes_while_it_is_empty,
    a_group_gets_its_name_back,
    a_policy_that_was_given_stays,
    a_selection_goes_back,
    what_stays_says_why,
);

async fn an_undo_of_an_undo_keeps_what_changed_elsewhere(world: World) {
    let off = world
        .settings(|settings| settings.allow_teams_consumer = false)
        .await;
    world
        .settings(|settings| settings.block_all_subdomains = true)
        .await;
    let undone = world.undo(off).await.unwrap();
    let again = world.undo(undone).await.unwrap();
    let settings = world.services.snapshot().unwrap().settings.clone();
    assert!(!settings.allow_teams_consumer && settings.block_all_subdomains);
    world.undo(again).await.unwrap();
    let settings = world.services.snapshot().unwrap().settings.clone();
    assert!(settings.allow_teams_consumer && settings.block_all_subdomains);
    let (message, on) = world.refused(off).await;
    assert!(message.contains("taken back already"), "{message}");
    assert_eq!(on, [undone]);
}

async fn only_the_group_goes_back_to_its_rank(world: World) {
    world.import_people(&[(1, ""), (2, ""), (3, "")]).await.unwrap();
    let (open, shut) = (
        world.policy("Open", true, true).await.id,
        world.policy("Shut", false, false).await.id,
    );
    let (a, b, c) = (
        world.group("A").await,
        world.group("B").await,
        world.group("C").await,
    );
    for group in [a, b, c] {
        world.join(group, &[1, 2, 3]).await;
    }
    world.rank(a, open, 1).await;
    world.rank(b, open, 2).await;
    let moved = world.move_to(b, 1).await;
    // Another group gets a policy in between.
    let third = world.rank(c, shut, 1).await;
    assert_eq!(world.ranking(), [(c, shut), (b, open), (a, open)]);
    let back = world.undo(moved).await.unwrap();
    assert_eq!(world.ranking(), [(c, shut), (a, open), (b, open)]);
    world.undo(third).await.unwrap();
    assert_eq!(world.ranking(), [(a, open), (b, open)]);
    world.undo(back).await.unwrap();
    assert_eq!(world.ranking(), [(b, open), (a, open)]);
    let replaced = world.rank(b, shut, 1).await;
    world.undo(replaced).await.unwrap();
    let taken = world.unrank(b).await;
    assert_eq!(world.ranking(), [(a, open)]);
    world.undo(taken).await.unwrap();
    assert_eq!(world.ranking(), [(b, open), (a, open)]);
}

async fn a_group_that_was_ranked_again_stays(world: World) {
    let (open, shut) = (
        world.policy("Open", true, true).await.id,
        world.policy("Shut", false, false).await.id,
    );
    let (a, b) = (world.group("A").await, world.group("B").await);
    let first = world.rank(a, open, 1).await;
    let other = world.rank(b, open, 1).await;
    let second = world.rank(a, shut, 2).await;
    let (message, on) = world.refused(first).await;
    assert!(
        message.contains("the policy or the rank of A was changed again since"),
        "{message}"
    );
    assert_eq!(on, [second]);
    let undone = world.undo(second).await.unwrap();
    // What was taken back stands in nobody's way, and neither does another group.
    world.undo(first).await.unwrap();
    assert_eq!(world.ranking(), [(b, open)]);
    let (message, _) = world.refused(undone).await;
    assert!(message.contains("A was changed again since"), "{message}");
    let removed = world.remove_group(b).await;
    let (message, on) = world.refused(other).await;
    assert!(message.contains("the group B was removed since"), "{message}");
    assert_eq!(on, [removed]);
}

async fn a_policy_of_a_group_that_is_gone_is_named(world: World) {
    let open = world.policy("Open", true, true).await.id;
    let a = world.group("A").await;
    world.rank(a, open, 1).await;
    let taken = world.unrank(a).await;
    let deleted = world.delete(open).await.unwrap();
    let (message, on) = world.refused(taken).await;
    assert!(message.contains("the policy Open was deleted since"), "{message}");
    assert_eq!(on, [deleted]);
    world.undo(deleted).await.unwrap();
    world.undo(taken).await.unwrap();
    assert_eq!(world.ranking(), [(a, open)]);
}

async fn sixty_four_groups_are_the_most(world: World) {
    let open = world.policy("Open", true, true).await.id;
    let mut groups = Vec::new();
    for number in 0..65 {
        groups.push(world.group(&format!("Group {number}")).await);
    }
    for group in groups.iter().take(64) {
        world.rank(*group, open, 1).await;
    }
    let taken = world.unrank(groups[0]).await;
    world.rank(groups[64], open, 1).await;
    let refused = world.undo(taken).await.unwrap_err();
    assert_eq!(refused.code(), "too-many-ranked-groups");
    assert_eq!(world.ranking().len(), 64);
}

async fn members_go_back(world: World) {
    world.import_people(&[(1, ""), (2, ""), (3, "")]).await.unwrap();
    let shut = world.policy("Shut", false, false).await.id;
    let sales = world.group("Sales").await;
    world.rank(sales, shut, 1).await;
    let joined = world.join(sales, &[1, 2]).await;
    world.join(sales, &[3]).await;
    let undone = world.undo(joined).await.unwrap();
    let members = async || {
        let view = group::get(&world.services, &world.now(), sales).await.unwrap();
        view.group.people
    };
    assert_eq!(members().await, 1);
    world.undo(undone).await.unwrap();
    assert_eq!(members().await, 3);
    let left = world.leave(sales, &[1, 3]).await;
    world.undo(left).await.unwrap();
    assert_eq!(members().await, 3);
    let view = people::get(&world.services, &world.now(), person(3))
        .await
        .unwrap();
    assert!(!view.access.chat);
}

async fn members_that_changed_again_stay(world: World) {
    world.import_people(&[(1, ""), (2, "")]).await.unwrap();
    let sales = world.group("Sales").await;
    let joined = world.join(sales, &[1, 2]).await;
    let left = world.leave(sales, &[2]).await;
    let (message, on) = world.refused(joined).await;
    assert!(
        message.contains("not everybody whom it added is a member any more: Person 2"),
        "{message}"
    );
    assert_eq!(on, [left]);
    let again = world.join(sales, &[2]).await;
    let (message, on) = world.refused(left).await;
    assert!(
        message.contains("somebody whom it removed is a member again: Person 2"),
        "{message}"
    );
    assert_eq!(on, [again]);
    let (message, on) = world.refused(joined).await;
    assert!(message.contains("added again since: Person 2"), "{message}");
    assert_eq!(on, [again]);
    // Backwards, one by one, everything goes.
    world.undo(again).await.unwrap();
    world.undo(left).await.unwrap();
    world.undo(joined).await.unwrap();
    let removed = world.remove_group(sales).await;
    let (message, on) = world.refused(joined).await;
    assert!(message.contains("taken back already"), "{message}");
    assert_eq!(on.len(), 1);
    let undone = world.undo(removed).await.unwrap();
    assert!(undone > removed);
}

async fn a_group_comes_back_with_members_and_policy(world: World) {
    world.import_people(&[(1, ""), (2, "")]).await.unwrap();
    let shut = world.policy("Shut", false, false).await.id;
    let (sales, other) = (world.group("Sales").await, world.group("Other").await);
    world.join(sales, &[1, 2]).await;
    let assigned = world.rank(sales, shut, 1).await;
    world.rank(other, shut, 2).await;
    let joined = world.join(other, &[2]).await;
    let removed = world.remove_group(sales).await;
    assert_eq!(world.ranking(), [(other, shut)]);
    let undone = world.undo(removed).await.unwrap();
    assert_eq!(world.ranking(), [(sales, shut), (other, shut)]);
    let view = group::get(&world.services, &world.now(), sales).await.unwrap();
    assert_eq!(
        (view.group.display_name.as_str(), view.group.people),
        ("Sales", 2)
    );
    // The undo goes back as well, with all that came with it.
    let again = world.undo(undone).await.unwrap();
    assert!(group::get(&world.services, &world.now(), sales).await.is_err());
    let (message, on) = world.refused(assigned).await;
    assert!(message.contains("the group Sales was removed since"), "{message}");
    assert!(!on.is_empty());
    world.undo(joined).await.unwrap();
    world.undo(again).await.unwrap();
    assert_eq!(world.ranking(), [(sales, shut), (other, shut)]);
}

async fn an_added_group_goes_while_it_is_empty(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let open = world.policy("Open", true, true).await.id;
    let sales = world.group("Sales").await;
    let added = world.revision();
    let joined = world.join(sales, &[1]).await;
    let (message, on) = world.refused(added).await;
    assert!(
        message.contains("people became members of Sales since: Person 1"),
        "{message}"
    );
    assert_eq!(on, [joined]);
    world.undo(joined).await.unwrap();
    let ranked = world.rank(sales, open, 1).await;
    let (message, on) = world.refused(added).await;
    assert!(message.contains("got another policy since"), "{message}");
    assert_eq!(on, [ranked]);
    world.undo(ranked).await.unwrap();
    let undone = world.undo(added).await.unwrap();
    assert!(group::get(&world.services, &world.now(), sales).await.is_err());
    world.undo(undone).await.unwrap();
    assert!(group::get(&world.services, &world.now(), sales).await.is_ok());
}

async fn a_group_gets_its_name_back(world: World) {
    let sales = world.group("Sales").await;
    let rename = async |name: &str, mail: &str| {
        let view = group::get(&world.services, &world.now(), sales).await.unwrap();
        let input = GroupInput {
            display_name: name.to_owned(),
            mail: mail.to_owned(),
        };
        let expected = view.group.revision;
        let done = group::rename(&world.services, &world.later(), sales, &input, expected).await;
        done.unwrap().revision
    };
    let first = rename("Sales people", "").await;
    rename("Sales people", "sales@contoso.example").await;
    world.undo(first).await.unwrap();
    let view = group::get(&world.services, &world.now(), sales).await.unwrap();
    assert_eq!(view.group.display_name, "Sales");
    assert_eq!(view.group.mail.as_deref(), Some("sales@contoso.example"));
    let second = rename("Another", "sales@contoso.example").await;
    let third = rename("Yet another", "sales@contoso.example").await;
    let (message, on) = world.refused(second).await;
    assert!(
        message.contains("display_name was changed again since"),
        "{message}"
    );
    assert_eq!(on, [third]);
}

async fn a_policy_that_was_given_stays(world: World) {
    world.import_people(&[(1, ""), (2, "")]).await.unwrap();
    let open = world.policy("Open", true, true).await;
    let assigned = world.assign(1, Some(open.id)).await;
    let (message, on) = world.refused(open.revision).await;
    assert!(
        message.contains("people have the policy by now: Person 1"),
        "{message}"
    );
    assert_eq!(on, [assigned]);
    world.undo(assigned).await.unwrap();
    let sales = world.group("Sales").await;
    let ranked = world.rank(sales, open.id, 1).await;
    let (message, on) = world.refused(open.revision).await;
    assert!(message.contains("is assigned to Sales by now"), "{message}");
    assert_eq!(on, [ranked]);
    world.undo(ranked).await.unwrap();
    let edited = world
        .edit(open.id, |settings| settings.enable_teams_consumer_access = false)
        .await;
    let (message, on) = world.refused(open.revision).await;
    assert!(message.contains("was changed since"), "{message}");
    assert_eq!(on, [edited]);
    world.undo(edited).await.unwrap();
    let undone = world.undo(open.revision).await.unwrap();
    assert!(world.services.snapshot().unwrap().policy(open.id).is_none());
    let other = world.policy("Open", false, false).await;
    let (message, on) = world.refused(undone).await;
    assert!(message.contains("another policy named Open"), "{message}");
    assert_eq!(on, [other.revision]);
}

async fn a_selection_goes_back(world: World) {
    let all: Vec<_> = (1..=60)
        .map(|number| (number, if number % 3 == 0 { "Open" } else { "" }))
        .collect();
    let open = world.policy("Open", true, true).await.id;
    let shut = world.policy("Shut", false, false).await;
    world.import_people(&all).await.unwrap();
    let ids: Vec<_> = (1..=60).map(person).collect();
    let context = world.later();
    let many = people::assign_many(&world.services, &context, &ids, Some(shut.id), None).await;
    let revision = many.unwrap().revision.unwrap();
    let plan = undo::preview(&world.services, &world.now(), revision)
        .await
        .unwrap();
    let words: Vec<_> = plan.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(words, ["40 people", "20 people"]);
    let undone = world.undo(revision).await.unwrap();
    let direct = async |number| {
        let view = people::get(&world.services, &world.now(), person(number))
            .await
            .unwrap();
        view.person.direct_policy
    };
    assert_eq!((direct(3).await, direct(4).await), (Some(open), None));
    world.undo(undone).await.unwrap();
    assert_eq!((direct(3).await, direct(4).await), (Some(shut.id), Some(shut.id)));
    let later = world.assign(7, None).await;
    let newest = Revision(later.0 - 1);
    let (message, on) = world.refused(newest).await;
    assert!(
        message.contains("the policy of Person 7 was changed again since"),
        "{message}"
    );
    assert_eq!(on, [later]);
}

async fn what_stays_says_why(world: World) {
    let first = undo::preview(&world.services, &world.now(), Revision(1))
        .await
        .unwrap_err();
    assert_eq!(first.code(), "not-undoable");
    let missing = undo::undo(&world.services, &world.now(), Revision(99), None)
        .await
        .unwrap_err();
    assert!(matches!(missing, ServiceError::NotFound { .. }));
    let open = world.policy("Open", true, true).await;
    let reader = world.as_role(Role::GlobalReader);
    let refused = undo::undo(&world.services, &reader, open.revision, None)
        .await
        .unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden { .. }));
    let deleted = policy::delete(
        &world.services,
        &world.later(),
        open.id,
        open.revision,
        None,
        None,
    )
    .await;
    let deleted = deleted.unwrap().revision;
    let first = world.undo(deleted).await.unwrap();
    let (message, on) = world.refused(deleted).await;
    assert!(
        message.contains(&format!("taken back already, by change {first}")),
        "{message}"
    );
    assert_eq!(on, [first]);
}
