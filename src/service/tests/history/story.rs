//! A story of an organization, and every state of it looked back at.

use crate::world::{Answer, BEGIN, World, on_both_databases, person};
use forecourt_model::access::{AssignmentSource, SourceKind};
use forecourt_model::authority::Role;
use forecourt_model::rollout::Answer as RolloutAnswer;
use forecourt_model::settings::SettingKey;
use forecourt_model::{PersonId, Revision};
use forecourt_service::as_of::{self, When, parse_moment};
use forecourt_service::explain::{ExplainRequest, explain};
use forecourt_service::{ServiceError, people, rollout};
use std::collections::BTreeMap;
use time::{Duration, OffsetDateTime};

on_both_databases!(
    every_step_is_found_again,
    whoever_made_it_so_is_named,
    moments_that_there_is_nothing_about_say_so,
    an_explanation_of_the_past_is_that_of_the_past,
    the_history_of_a_person_tells_groups_and_ranks,
    readers_look_back_and_the_help_desk_does_not,
);

/// A state, as it was said when it was the newest.
pub(crate) struct Step {
    moment: OffsetDateTime,
    revision: Revision,
    answers: BTreeMap<PersonId, Answer>,
}

pub(crate) async fn step(world: &World) -> Step {
    Step {
        moment: world.now().now,
        revision: world.revision(),
        answers: world.answers().await,
    }
}

/// Compares what looking back says with what was said then.
pub(crate) async fn check(world: &World, steps: &[Step]) {
    let context = world.later();
    for step in steps {
        for when in [When::Moment(step.moment), When::After(step.revision)] {
            for (id, expected) in &step.answers {
                // Whoever was taken out of the directory since cannot be looked back at.
                if people::get(&world.services, &context, *id).await.is_err() {
                    continue;
                }
                let found = as_of::at(&world.services, &context, when, Some(*id))
                    .await
                    .unwrap();
                let then = found.person.unwrap();
                let (source, group) = match then.effective.source {
                    AssignmentSource::Direct => (SourceKind::Direct, None),
                    AssignmentSource::Group { group, .. } => (SourceKind::Group, Some(group)),
                    AssignmentSource::Global => (SourceKind::Global, None),
                };
                let answer = Answer {
                    access: then.access,
                    outward: then.outward.reason,
                    inward: then.inward.reason,
                    policy: then.effective.policy,
                    source,
                    group,
                };
                assert_eq!(&answer, expected, "{id} at {when:?}");
                assert_eq!(found.state.revision, step.revision);
            }
        }
    }
}

async fn every_step_is_found_again(world: World) {
    let mut steps = vec![step(&world).await];
    world.import_people(&[(1, ""), (2, ""), (3, "")]).await.unwrap();
    steps.push(step(&world).await);
    let outbound = world.policy("Outbound only", true, false).await;
    let none = world.policy("No chat", false, true).await;
    steps.push(step(&world).await);
    let sales = world.group("Sales").await;
    world.join(sales, &[1, 2]).await;
    steps.push(step(&world).await);
    world.rank(sales, outbound.id, 1).await;
    steps.push(step(&world).await);
    let board = world.group("Board").await;
    world.join(board, &[2, 3]).await;
    world.rank(board, none.id, 1).await;
    steps.push(step(&world).await);
    world.move_to(board, 2).await;
    steps.push(step(&world).await);
    world.assign(1, Some(none.id)).await;
    steps.push(step(&world).await);
    world.leave(sales, &[2]).await;
    steps.push(step(&world).await);
    world
        .settings(|settings| settings.allow_teams_consumer_inbound = false)
        .await;
    steps.push(step(&world).await);
    world.import_people(&[(4, "Outbound only")]).await.unwrap();
    steps.push(step(&world).await);
    world
        .edit(outbound.id, |settings| {
            settings.enable_teams_consumer_inbound = true;
        })
        .await;
    steps.push(step(&world).await);
    world.assign(1, None).await;
    world.unrank(board).await;
    steps.push(step(&world).await);
    world.delete(none.id).await.unwrap();
    steps.push(step(&world).await);
    world.remove_group(sales).await;
    steps.push(step(&world).await);
    let stored = world.services.snapshot().unwrap().rollout.clone().unwrap();
    let context = world.later();
    let answer = RolloutAnswer::TurnOff;
    rollout::answer(
        &world.services,
        &context,
        stored.revision,
        answer,
        None,
        None,
        true,
    )
    .await
    .unwrap();
    steps.push(step(&world).await);
    check(&world, &steps).await;
}

async fn whoever_made_it_so_is_named(world: World) {
    let imported = world.import_people(&[(1, ""), (2, "")]).await.unwrap();
    let policy = world.policy("Outbound only", true, false).await;
    let edited = world
        .edit(policy.id, |settings| {
            settings.enable_teams_consumer_access = false;
        })
        .await;
    world
        .settings(|settings| settings.block_all_subdomains = true)
        .await;
    let off = world
        .settings(|settings| settings.allow_teams_consumer_inbound = false)
        .await;
    world
        .settings(|settings| settings.block_all_subdomains = false)
        .await;
    let sales = world.group("Sales").await;
    let joined = world.join(sales, &[1]).await;
    let ranked = world.rank(sales, policy.id, 1).await;
    let other = world.group("Other").await;
    let pushed = world.rank(other, policy.id, 1).await;
    let assigned = world.assign(2, Some(policy.id)).await;
    let context = world.later();
    let look = async |number| {
        let when = When::Moment(context.now);
        let found = as_of::at(&world.services, &context, when, Some(person(number))).await;
        found.unwrap().person.unwrap()
    };
    let first = look(1).await;
    let of = |made: Option<&as_of::Made>| made.map(|made| made.revision);
    assert_eq!(of(first.made(SettingKey::AllowTeamsConsumer)), Some(Revision(1)));
    assert_eq!(of(first.made(SettingKey::AllowTeamsConsumerInbound)), Some(off));
    assert_eq!(
        of(first.made(SettingKey::EnableTeamsConsumerAccess)),
        Some(edited)
    );
    assert_eq!(
        of(first.made(SettingKey::EnableTeamsConsumerInbound)),
        Some(policy.revision)
    );
    assert_eq!(first.direct_made, None);
    let [group] = first.groups.as_slice() else {
        panic!("{:?}", first.groups)
    };
    assert!(group.wins && group.name == "Sales" && group.assignment.rank == 2);
    let made = [&group.joined, &group.assigned, &group.ranked].map(|made| of(made.as_ref()));
    assert_eq!(made, [Some(joined), Some(ranked), Some(pushed)]);
    let second = look(2).await;
    let made = second.direct_made.unwrap();
    assert_eq!(
        (made.revision, made.actor_name.as_str()),
        (assigned, "Priya Raman")
    );
    assert_eq!(made.at, context.now - Duration::HOUR);
    let when = When::After(imported);
    let state = as_of::at(&world.services, &context, when, None)
        .await
        .unwrap()
        .state;
    assert_eq!(
        (state.revision, state.last.action.as_str()),
        (imported, "imported a configuration")
    );
    assert!(state.policy(policy.id).is_none());
}

async fn moments_that_there_is_nothing_about_say_so(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let context = world.later();
    let look = async |when, who| as_of::at(&world.services, &context, when, who).await.unwrap_err();
    let early = look(When::Moment(BEGIN - Duration::SECOND), None).await;
    assert_eq!(early.code(), "as-of-before-organization");
    assert!(
        early
            .sentence()
            .contains("Contoso was set up here on 2 March 2026, 09:00 UTC")
    );
    assert_eq!(
        look(When::After(Revision(0)), None).await.code(),
        "as-of-before-organization"
    );
    let future = look(When::Moment(context.now + Duration::SECOND), None).await;
    assert_eq!(future.code(), "as-of-future");
    let absent = look(When::Moment(BEGIN), Some(person(1))).await;
    assert!(
        absent
            .sentence()
            .contains("Person 1 was not in the directory yet"),
        "{}",
        absent.sentence()
    );
    assert!(matches!(
        look(When::After(Revision(99)), None).await,
        ServiceError::NotFound { .. }
    ));
    let nobody = look(When::Moment(BEGIN), Some(person(9))).await;
    assert!(matches!(nobody, ServiceError::NotFound { what: "person" }));
    assert!(parse_moment("last Tuesday").is_err());
    let unknown = as_of::who(&world.services, &context, "nobody@contoso.example").await;
    assert!(
        unknown
            .unwrap_err()
            .sentence()
            .contains("Nobody in the directory")
    );
}

async fn an_explanation_of_the_past_is_that_of_the_past(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let before = world.now().now;
    let policy = world.policy("No chat", false, true).await;
    world.assign(1, Some(policy.id)).await;
    world.assign(1, None).await;
    let ask = async |at| {
        let request = ExplainRequest {
            from: "p1@contoso.example".to_owned(),
            to: "pat@outlook.example".to_owned(),
            action: forecourt_model::access::Action::StartChat,
            at: Some(at),
        };
        explain(&world.services, &world.now(), request).await
    };
    assert!(ask(before).await.unwrap().is_allowed());
    let denied = ask(world.now().now - Duration::HOUR).await.unwrap();
    assert!(!denied.is_allowed());
    assert_eq!(denied.policy, "No chat");
    assert_eq!(denied.assignment.source, SourceKind::Direct);
    assert!(ask(world.now().now).await.unwrap().is_allowed());
    let early = ask(BEGIN - Duration::DAY).await.unwrap_err();
    assert_eq!(early.code(), "as-of-before-organization");
}

async fn the_history_of_a_person_tells_groups_and_ranks(world: World) {
    world.import_people(&[(1, "")]).await.unwrap();
    let policy = world.policy("Outbound only", true, false).await;
    let (plain, sales) = (world.group("Plain").await, world.group("Sales").await);
    let unranked = world.join(plain, &[1]).await;
    let ranked = world.rank(sales, policy.id, 1).await;
    let joined = world.join(sales, &[1]).await;
    let moved = world.rank(plain, policy.id, 1).await;
    let left = world.leave(sales, &[1]).await;
    let after = world.unrank(sales).await;
    let view = people::get(&world.services, &world.now(), person(1))
        .await
        .unwrap();
    let entries: Vec<_> = view.history.iter().map(|entry| entry.revision).collect();
    for (revision, expected) in [
        (unranked, false),
        (ranked, false),
        (joined, true),
        (moved, true),
        (left, true),
        (after, false),
    ] {
        assert_eq!(entries.contains(&revision), expected, "{revision} in {entries:?}");
    }
    let entry = view
        .history
        .iter()
        .find(|entry| entry.revision == joined)
        .unwrap();
    assert_eq!(entry.fields[0].name, "Member of Sales");
    assert_eq!(entry.fields[0].after.as_deref(), Some("Outbound only, rank 1"));
}

async fn readers_look_back_and_the_help_desk_does_not(world: World) {
    let when = When::Moment(BEGIN);
    let reader = world.as_role(Role::GlobalReader);
    assert!(as_of::at(&world.services, &reader, when, None).await.is_ok());
    let desk = world.as_role(Role::HelpDesk);
    let refused = as_of::at(&world.services, &desk, when, None).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden { .. }));
}
