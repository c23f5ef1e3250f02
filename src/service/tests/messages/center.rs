//! Messages: marks of each administrator, and new ones from JSON.

use crate::support::{OTHER, World, invalid, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::rollout::RolloutState;
use forecourt_service::ServiceError;
use forecourt_service::message::{self, Folder, Mark, MessageFilter};
use forecourt_service::rollout::CONSUMER_CHAT;
use time::macros::datetime;

on_both_databases!(
    marks_belong_to_one_administrator,
    a_message_is_added_and_updated,
    json_that_is_no_message_says_why,
);

async fn marks_belong_to_one_administrator(world: World) {
    let (one, two) = (world.context(), world.context_of(41, Role::GlobalReader));
    let read = (CONSUMER_CHAT.to_owned(), true);
    let unread = (CONSUMER_CHAT.to_owned(), false);
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Read)
        .await
        .unwrap();
    assert_eq!(world.rows(&one, Folder::Inbox).await, std::slice::from_ref(&read));
    assert_eq!(world.rows(&two, Folder::Inbox).await, [unread]);
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Archive)
        .await
        .unwrap();
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Favorite)
        .await
        .unwrap();
    assert!(world.rows(&one, Folder::Inbox).await.is_empty());
    assert_eq!(
        world.rows(&one, Folder::Archive).await,
        std::slice::from_ref(&read)
    );
    assert_eq!(world.rows(&one, Folder::Favorites).await, [read]);
    assert!(world.rows(&two, Folder::Favorites).await.is_empty());
    for mark in [Mark::Unarchive, Mark::Unfavorite, Mark::Unread] {
        message::mark(&world.services, &one, CONSUMER_CHAT, mark)
            .await
            .unwrap();
    }
    let view = message::get(&world.services, &one, CONSUMER_CHAT).await.unwrap();
    assert_eq!(view.view_point, message::ViewPoint::default());
    let missing = message::mark(&world.services, &one, "MC1", Mark::Read)
        .await
        .unwrap_err();
    assert!(matches!(missing, ServiceError::NotFound { .. }));
}

async fn a_message_is_added_and_updated(world: World) {
    let context = world.context();
    let added = message::add(&world.services, &context, OTHER).await.unwrap();
    assert!(!added.updated);
    let view = message::get(&world.services, &context, "MC9990417")
        .await
        .unwrap();
    assert!(view.rollout.is_none() && !view.view_point.is_read);
    assert_eq!(view.message.body(), "<p>Soon.</p>");
    assert_eq!(view.message.roadmap_ids(), ["999901", "999902"]);
    assert_eq!(view.message.external_link(), None);
    assert_eq!(view.message.act_by, Some(datetime!(2027-01-15 00:00 UTC)));
    assert_eq!(
        world.rows(&context, Folder::Inbox).await[0].0,
        "MC9990417",
        "the newest comes first"
    );
    message::mark(&world.services, &context, "MC9990417", Mark::Read)
        .await
        .unwrap();
    let again = message::add(&world.services, &context, OTHER).await.unwrap();
    assert!(again.updated);
    assert_eq!(again.title, "(Updated) Example: domains one by one");
    let view = message::get(&world.services, &context, "MC9990417")
        .await
        .unwrap();
    assert!(!view.view_point.is_read && view.message.is_updated());
    assert_eq!(view.message.tags, ["Updated message", "Feature update"]);
    let only = |filter: MessageFilter| {
        let (services, context) = (world.services.clone(), context.clone());
        async move {
            let list = message::list(&services, &context, &filter).await.unwrap();
            list.rows
                .into_iter()
                .map(|row| row.message.id)
                .collect::<Vec<_>>()
        }
    };
    let updated = MessageFilter {
        updated: true,
        ..MessageFilter::default()
    };
    assert_eq!(only(updated).await, ["MC9990417"]);
    let rolling = MessageFilter {
        states: vec![RolloutState::RollingOut],
        ..MessageFilter::default()
    };
    assert_eq!(only(rolling).await, ["MC296208"]);
    let text = MessageFilter {
        text: "PERSÓNAL accounts".to_owned(),
        ..MessageFilter::default()
    };
    assert_eq!(only(text).await, ["MC296208"]);
}

async fn json_that_is_no_message_says_why(world: World) {
    let context = world.context();
    let before = world.services.snapshot().unwrap().revision();
    for (json, fields) in [
        ("", vec!["json"]),
        ("{", vec!["json"]),
        ("[]", vec!["json"]),
        (r#"{"value": []}"#, vec!["json"]),
        (
            r#"{"Identity": "Global", "AllowTeamsConsumer": true}"#,
            vec!["json"],
        ),
        (
            r#"{"id": "a/b"}"#,
            vec!["id", "title", "body.contentType", "body.content"],
        ),
        (
            r#"{"id": "MC1", "title": "T", "body": {"contentType": "html", "content": "x"}, "tags": "new", "category": 1,
                "startDateTime": "soon", "isMajorChange": "yes", "details": [{"name": "a"}]}"#,
            vec!["category", "tags", "startDateTime", "isMajorChange", "details"],
        ),
    ] {
        let refused = message::add(&world.services, &context, json).await.unwrap_err();
        assert_eq!(invalid(refused), fields, "{json}");
    }
    assert_eq!(world.services.snapshot().unwrap().revision(), before);
}
