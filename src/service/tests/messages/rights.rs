//! What a role may read and may not change.

use crate::support::{OTHER, World, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::rollout::Answer;
use forecourt_service::ServiceError;
use forecourt_service::message::{self, Mark, MessageFilter};
use forecourt_service::rollout::{self, CONSUMER_CHAT, Dates, DatesInput};

on_both_databases!(readers_answer_nothing_and_help_desk_reads_nothing);

async fn readers_answer_nothing_and_help_desk_reads_nothing(world: World) {
    let services = &world.services;
    let reader = world.context_of(41, Role::GlobalReader);
    let view = rollout::get(services, &reader).await.unwrap();
    let refused = rollout::answer(services, &reader, view.revision, Answer::KeepOn, None, None, true).await;
    assert!(matches!(refused.unwrap_err(), ServiceError::Forbidden { .. }));
    let dates = Dates::parse(&DatesInput::of(&view.rollout)).unwrap();
    let refused = rollout::move_dates(services, &reader, view.revision, dates, None, None, true).await;
    assert!(matches!(refused.unwrap_err(), ServiceError::Forbidden { .. }));
    assert!(matches!(
        message::add(services, &reader, OTHER).await.unwrap_err(),
        ServiceError::Forbidden { .. }
    ));
    message::mark(services, &reader, CONSUMER_CHAT, Mark::Read)
        .await
        .unwrap();
    let desk = world.context_of(42, Role::HelpDesk);
    assert!(matches!(
        rollout::get(services, &desk).await.unwrap_err(),
        ServiceError::Forbidden { .. }
    ));
    assert!(matches!(
        rollout::hide_banner(services, &desk).await.unwrap_err(),
        ServiceError::Forbidden { .. }
    ));
    let refused = message::list(services, &desk, &MessageFilter::default())
        .await
        .unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden { .. }));
    let refused = message::mark(services, &desk, CONSUMER_CHAT, Mark::Read)
        .await
        .unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden { .. }));
}
