//! Answers to the rollout: what each changes, what it asks for first, and taking it back.

use crate::support::{NOW, World, invalid, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::rollout::Answer;
use forecourt_service::change::Detail;
use forecourt_service::undo::undo;
use forecourt_service::{ServiceError, rollout};
use forecourt_store::change;

on_both_databases!(
    keeping_it_on_records_the_answer_alone,
    turning_off_changes_settings_and_answer_at_once,
    letting_only_our_people_start_keeps_the_rest,
    a_large_loss_has_to_be_acknowledged,
    a_stale_answer_says_who_came_first,
    keep_on_after_turn_off_turns_nothing_on,
    an_answer_is_taken_back_with_its_settings,
);

async fn keeping_it_on_records_the_answer_alone(world: World) {
    let settings = world.services.snapshot().unwrap().settings_revision;
    let answered = world.answer(Answer::KeepOn, false).await.unwrap();
    let view = world.view().await;
    let given = view.answer.unwrap();
    assert_eq!(
        (given.answer, given.by.as_str(), given.at),
        (Answer::KeepOn, "Administrator 40", NOW)
    );
    assert_eq!(view.revision, answered.revision);
    assert_eq!(world.services.snapshot().unwrap().settings_revision, settings);
}

async fn turning_off_changes_settings_and_answer_at_once(world: World) {
    let answered = world.answer(Answer::TurnOff, true).await.unwrap();
    assert_eq!(answered.impact.chat.lose, 8);
    let snapshot = world.services.snapshot().unwrap();
    assert!(!snapshot.settings.allow_teams_consumer && snapshot.settings.allow_teams_consumer_inbound);
    assert_eq!(snapshot.settings_revision, answered.revision);
    assert_eq!(snapshot.rollout.as_ref().unwrap().revision, answered.revision);
    assert_eq!(snapshot.reach(NOW), (0, 0));
    let mut reader = world.services.database().read().await.unwrap();
    let tenant = world.services.tenant();
    let made = change::find(&mut reader.connection(), tenant, answered.revision)
        .await
        .unwrap()
        .unwrap();
    let detail: Detail = serde_json::from_str(&made.detail).unwrap();
    let fields: Vec<_> = detail.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["Answer", "AllowTeamsConsumer"]);
    for (side, on) in [(detail.before.unwrap(), true), (detail.after.unwrap(), false)] {
        assert_eq!(side["settings"]["allow_teams_consumer"], on);
        assert!(side["rollout"].is_object());
    }
    assert_eq!(made.reason.as_deref(), Some("decided in the board"));
}

async fn letting_only_our_people_start_keeps_the_rest(world: World) {
    world.answer(Answer::OnlyOurPeopleStart, true).await.unwrap();
    let view = world.view().await;
    assert_eq!((view.can_start, view.can_be_contacted), (8, 0));
    assert!(view.switches.access && !view.switches.inbound);
}

async fn a_large_loss_has_to_be_acknowledged(world: World) {
    let before = world.services.snapshot().unwrap().revision();
    for answer in [Answer::TurnOff, Answer::OnlyOurPeopleStart] {
        assert_eq!(
            invalid(world.answer(answer, false).await.unwrap_err()),
            ["acknowledge"]
        );
    }
    assert_eq!(
        invalid(world.move_to("2022-01-10T07:00", false).await.unwrap_err()),
        ["acknowledge"]
    );
    assert_eq!(world.services.snapshot().unwrap().revision(), before);
    assert!(world.view().await.answer.is_none());
}

async fn a_stale_answer_says_who_came_first(world: World) {
    let stale = world.view().await.revision;
    world.answer(Answer::KeepOn, false).await.unwrap();
    let other = world.context_of(41, Role::GlobalAdministrator);
    let refused = rollout::answer(&world.services, &other, stale, Answer::TurnOff, None, None, true).await;
    match refused.unwrap_err() {
        ServiceError::Conflict(conflict) => assert_eq!(conflict.changed_by, "Administrator 40"),
        error => panic!("{error:?}"),
    }
    assert_eq!(world.view().await.answer.unwrap().answer, Answer::KeepOn);
    assert!(world.services.snapshot().unwrap().settings.allow_teams_consumer);
}

async fn keep_on_after_turn_off_turns_nothing_on(world: World) {
    world.answer(Answer::TurnOff, true).await.unwrap();
    let answered = world.answer(Answer::KeepOn, false).await.unwrap();
    assert!(!answered.switches.access);
    let view = world.view().await;
    assert_eq!(view.answer.unwrap().answer, Answer::KeepOn);
    assert_eq!(view.can_start, 0);
}

async fn an_answer_is_taken_back_with_its_settings(world: World) {
    let answered = world.answer(Answer::TurnOff, true).await.unwrap();
    undo(&world.services, &world.context(), answered.revision, None)
        .await
        .unwrap();
    let view = world.view().await;
    assert!(view.answer.is_none() && view.switches.access);
    assert_eq!(view.can_start, 8);
}
