//! The notice of the rollout: its facts, and its banner that is put away.

use crate::support::{World, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::rollout::{Answer, RolloutState};
use forecourt_service::rollout;
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    the_facts_of_the_notice_are_there,
    the_banner_is_put_away_by_each_alone,
);

async fn the_facts_of_the_notice_are_there(world: World) {
    let view = world.view().await;
    assert_eq!(view.message_id, "MC296208");
    assert_eq!(view.title, "Chat with users with Teams personal accounts");
    assert_eq!(view.roadmap.as_deref(), Some("88381"));
    assert_eq!((view.state, view.activated), (RolloutState::RollingOut, true));
    assert_eq!((view.people, view.can_start, view.can_be_contacted), (10, 8, 8));
    assert!(view.runs_on_default() && view.answer.is_none() && view.moves.is_empty() && !view.hidden);
    let affected: Vec<_> = view
        .outcomes
        .iter()
        .map(|outcome| (outcome.answer, outcome.impact.affected))
        .collect();
    assert_eq!(
        affected,
        [
            (Answer::KeepOn, 0),
            (Answer::OnlyOurPeopleStart, 8),
            (Answer::TurnOff, 8)
        ]
    );
    world.clock.advance(Duration::days(400));
    assert_eq!(world.view().await.state, RolloutState::Launched);
}

async fn the_banner_is_put_away_by_each_alone(world: World) {
    let other = world.context_of(41, Role::GlobalReader);
    let until = rollout::hide_banner(&world.services, &world.context())
        .await
        .unwrap();
    assert_eq!(until, Some(datetime!(2021-12-09 00:00 UTC)));
    assert!(world.view().await.hidden);
    assert!(!rollout::get(&world.services, &other).await.unwrap().hidden);
    world.clock.advance(Duration::hours(11));
    assert!(!world.view().await.hidden, "tomorrow has come");
    rollout::hide_banner(&world.services, &world.context())
        .await
        .unwrap();
    world.answer(Answer::KeepOn, false).await.unwrap();
    assert!(!world.view().await.hidden, "the answer is news");
    assert_eq!(
        rollout::hide_banner(&world.services, &world.context())
            .await
            .unwrap(),
        None
    );
    world.clock.advance(Duration::days(3_000));
    assert!(world.view().await.hidden, "for good");
}
