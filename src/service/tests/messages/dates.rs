//! The dates of the rollout: moved, staged for, and those that make no sense.

use crate::support::{NOW, World, invalid, on_both_databases};
use forecourt_model::rollout::{Answer, RolloutState};
use forecourt_service::rollout::{self, Dates, DatesInput};
use forecourt_service::undo::undo;
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    an_answer_before_activation_is_staged,
    moves_are_kept_and_shown,
    dates_that_make_no_sense_say_why,
);

async fn an_answer_before_activation_is_staged(world: World) {
    world.move_to("2022-01-10T07:00", true).await.unwrap();
    let view = world.view().await;
    assert_eq!((view.state, view.activated), (RolloutState::Scheduled, false));
    assert_eq!((view.can_start, view.can_be_contacted), (0, 0));
    assert!(
        !view.takes_something(Answer::TurnOff),
        "nobody has anything to lose yet"
    );
    let answered = world.answer(Answer::OnlyOurPeopleStart, false).await.unwrap();
    assert!(!answered.activated);
    assert_eq!(answered.impact.inbound.lose, 8, "as of the moment of activation");
    world.clock.advance(Duration::days(40));
    let view = world.view().await;
    assert_eq!(
        (view.state, view.can_start, view.can_be_contacted),
        (RolloutState::Launched, 8, 0)
    );
}

async fn moves_are_kept_and_shown(world: World) {
    let moved = world.move_to("2022-01-10T07:00", true).await.unwrap();
    assert_eq!(moved.impact.chat.lose, 8);
    let again = world.move_to("2022-01-10T07:00", false).await.unwrap();
    assert!(!again.changed, "the same dates are no move");
    world.move_to("2021-12-06T07:00", false).await.unwrap();
    let view = world.view().await;
    assert_eq!(view.moves.len(), 2);
    let (newest, oldest) = (&view.moves[0], &view.moves[1]);
    assert_eq!((oldest.by.as_str(), oldest.at), ("Administrator 40", NOW));
    assert_eq!(oldest.reason.as_deref(), Some("the vendor is late"));
    assert_eq!(oldest.before.activation, datetime!(2021-12-01 00:00 UTC));
    assert_eq!(oldest.after.activation, datetime!(2022-01-10 07:00 UTC));
    assert_eq!(newest.before, oldest.after);
    assert_eq!(view.can_start, 8);
    undo(&world.services, &world.context(), newest.revision, None)
        .await
        .unwrap();
    let view = world.view().await;
    assert_eq!(view.rollout.activation, datetime!(2022-01-10 07:00 UTC));
    assert_eq!(
        view.moves.iter().map(|step| step.undone).collect::<Vec<_>>(),
        [false, true, false]
    );
}

async fn dates_that_make_no_sense_say_why(world: World) {
    let dates = |start: &str, end: &str, activation: &str| {
        let input = DatesInput {
            window_start: start.to_owned(),
            window_end: end.to_owned(),
            activation: activation.to_owned(),
        };
        Dates::parse(&input)
            .map_err(|errors| errors.0.into_iter().map(|error| error.field).collect::<Vec<_>>())
    };
    assert_eq!(
        dates("2021-12-15", "2021-12-01", "2021-12-06T07:00").unwrap_err(),
        ["window_end"]
    );
    assert_eq!(
        dates("soon", "2021-02-30", "").unwrap_err(),
        ["window_start", "window_end", "activation"]
    );
    assert_eq!(
        dates("2021-12-01", "2021-12-01", "2021-12-06 7:00").unwrap_err(),
        ["activation"]
    );
    assert!(
        dates("2021-12-01", "2021-12-01", "2031-12-06T07:00:30").is_ok(),
        "outside the window is fine"
    );
    let dates = DatesInput::of(&world.view().await.rollout);
    assert_eq!(dates.activation, "2021-12-01T00:00");
    let parsed = Dates::parse(&dates).unwrap();
    let long = Some("x".repeat(501));
    let (context, revision) = (world.context(), world.view().await.revision);
    let refused = rollout::move_dates(&world.services, &context, revision, parsed, long, None, false).await;
    assert_eq!(invalid(refused.unwrap_err()), ["reason"]);
}
