//! Drafts: who is meant, and what is refused.

use crate::support::{P, Q, World, assign, code, everybody, id, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{self, FateFilter, NewOperation, People, State, Task};
use forecourt_service::people::Filter;
use forecourt_service::{Clock as _, OpContext};
use time::Duration;
use uuid::Uuid;

on_both_databases!(
    a_list_says_of_each_line_what_it_means,
    the_same_key_is_the_same_operation,
    a_draft_knows_those_who_were_renamed,
    a_draft_is_its_authors_alone_and_goes_after_a_day,
    what_cannot_be_taken_is_refused,
);

async fn a_list_says_of_each_line_what_it_means(world: World) {
    let text = format!(
        "P3@Aldergrove.example\nsip:p4@aldergrove.example\n{}\nshared@aldergrove.example\nnobody@x.example\n\
         p3@aldergrove.example\nnot an address\n{}\n",
        id(5),
        Uuid::from_u128(77)
    );
    let operation = world
        .prepare(People::List(text.into_bytes()), assign(P.id()))
        .await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!((stored.lines, stored.people), (8, 3));
    assert_eq!((counts.change, counts.not_found, counts.ambiguous), (3, 2, 1));
    assert_eq!((counts.duplicate, counts.unreadable), (1, 1));
    let left_out = operation::lines(
        &world.services,
        &world.context,
        operation,
        FateFilter::LeftOut,
        0,
        10,
    )
    .await
    .unwrap();
    let lines: Vec<_> = left_out
        .lines
        .iter()
        .map(|line| (line.line, line.fate.code()))
        .collect();
    let expected = [
        (4, "ambiguous"),
        (5, "not_found"),
        (6, "duplicate"),
        (7, "unreadable"),
        (8, "not_found"),
    ];
    assert_eq!(lines, expected.map(|(line, fate)| (Some(line), fate)));
    world.start(operation).await;
    world.run(3).await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!(
        (stored.state, stored.succeeded, counts.left_out()),
        (State::Done, 3, 5)
    );
    for number in 3..=5 {
        assert_eq!(world.direct(number).await, Some(P.id()), "{number}");
    }
    assert_eq!(
        world.direct(1).await,
        None,
        "an address that is shared means nobody"
    );
}

async fn the_same_key_is_the_same_operation(world: World) {
    let ticked = || People::Ticked(vec![id(1), id(2)]);
    let first = world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap();
    assert_eq!(
        world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap(),
        first
    );
    let refused = world
        .try_prepare(ticked(), assign(Q.id()), "k1")
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "idempotency-key-reused");
    let other = world.administrator(1, Role::TeamsAdministrator);
    let new = NewOperation {
        people: ticked(),
        task: assign(Q.id()),
        reason: None,
        exception: ExceptionInput::default(),
        idempotency_key: "k1".to_owned(),
    };
    let theirs = operation::prepare(&world.services, &other, new).await.unwrap();
    assert_ne!(theirs, first, "a key belongs to its author");
    world.start(first).await;
    world.run(10).await;
    let again = world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap();
    assert_eq!(again, first, "also when it is done");
    assert_eq!(world.events().await.len(), 1);
}

async fn a_draft_knows_those_who_were_renamed(world: World) {
    let ticked = || People::Ticked((1..=4).map(id).collect());
    let given = world.prepare(ticked(), assign(P.id())).await;
    let taken = world
        .prepare(
            ticked(),
            Task {
                policy: None,
                from: None,
            },
        )
        .await;
    let before = [world.view(given).await.1, world.view(taken).await.1];
    world.rename(3, "Another Name").await;
    assert_eq!([world.view(given).await.1, world.view(taken).await.1], before);
    world.delete_person(4).await;
    let counts = world.view(given).await.1;
    assert_eq!((counts.gone, counts.matched()), (1, 3));
}

async fn a_draft_is_its_authors_alone_and_goes_after_a_day(world: World) {
    let operation = world.prepare(everybody(), assign(P.id())).await;
    let other = world.administrator(1, Role::GlobalAdministrator);
    for outcome in [
        operation::get(&world.services, &other, operation).await.map(drop),
        operation::start(&world.services, &other, operation, true)
            .await
            .map(drop),
        operation::discard(&world.services, &other, operation).await,
        operation::cancel(&world.services, &other, operation)
            .await
            .map(drop),
        operation::lines(&world.services, &other, operation, FateFilter::All, 0, 1)
            .await
            .map(drop),
    ] {
        assert_eq!(outcome.unwrap_err().code(), "not-found");
    }
    let page = operation::list(&world.services, &other, None).await.unwrap();
    assert!(page.operations.is_empty());
    assert_eq!(
        operation::list(&world.services, &world.context, None)
            .await
            .unwrap()
            .operations
            .len(),
        1
    );

    world.clock.advance(Duration::hours(25));
    let later = OpContext {
        now: world.clock.now(),
        ..world.context.clone()
    };
    let new = NewOperation {
        people: People::Ticked(vec![id(1)]),
        task: assign(P.id()),
        reason: None,
        exception: ExceptionInput::default(),
        idempotency_key: String::new(),
    };
    let newer = operation::prepare(&world.services, &later, new).await.unwrap();
    let gone = operation::get(&world.services, &later, operation)
        .await
        .unwrap_err();
    assert_eq!(gone.code(), "not-found");
    operation::discard(&world.services, &later, newer).await.unwrap();
    assert_eq!(
        operation::get(&world.services, &later, newer)
            .await
            .unwrap_err()
            .code(),
        "not-found"
    );
    let started = world.prepared(everybody(), assign(P.id())).await;
    assert!(
        operation::get(&world.services, &other, started).await.is_ok(),
        "everybody sees what was started"
    );
    let refused = operation::discard(&world.services, &world.context, started)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "operation-started");
}

async fn what_cannot_be_taken_is_refused(world: World) {
    let one = || People::Ticked(vec![id(1)]);
    let move_ = |policy, from| Task {
        policy,
        from: Some(from),
    };
    let cases = [
        (People::Ticked(Vec::new()), assign(P.id()), "selection-empty"),
        (People::List(b" \n ".to_vec()), assign(P.id()), "list-empty"),
        (
            People::List(vec![b'a'; operation::MAXIMUM_LIST_BYTES + 1]),
            assign(P.id()),
            "list-too-large",
        ),
        (one(), assign(PolicyId(Uuid::from_u128(9))), "not-found"),
        (one(), move_(Some(P.id()), P.id()), "same-policy"),
        (one(), move_(Some(P.id()), PolicyId::GLOBAL), "from-global"),
        (People::FailedOf(Uuid::from_u128(9)), assign(P.id()), "not-found"),
        (
            People::Matching(Box::new(Filter {
                search: "nobody at all".to_owned(),
                ..Filter::default()
            })),
            assign(P.id()),
            "nobody",
        ),
    ];
    for (people, task, expected) in cases {
        let refused = world.try_prepare(people, task, "").await.unwrap_err();
        assert_eq!(code(&refused), expected, "{}", refused.sentence());
    }
    let many = "a@b.example\n".repeat(1_000_001);
    let refused = world
        .try_prepare(People::List(many.into_bytes()), assign(P.id()), "too many")
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "too-many-people");
    let left = operation::list(&world.services, &world.context, None)
        .await
        .unwrap();
    assert!(left.operations.is_empty(), "nothing of it stays");
    let reader = world.administrator(2, Role::GlobalReader);
    let new = NewOperation {
        people: one(),
        task: assign(P.id()),
        reason: None,
        exception: ExceptionInput::default(),
        idempotency_key: String::new(),
    };
    let refused = operation::prepare(&world.services, &reader, new)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    let operation = world.prepare(one(), assign(P.id())).await;
    for outcome in [
        operation::start(&world.services, &reader, operation, true)
            .await
            .map(drop),
        operation::cancel(&world.services, &reader, operation)
            .await
            .map(drop),
        operation::discard(&world.services, &reader, operation).await,
    ] {
        assert_eq!(outcome.unwrap_err().code(), "forbidden");
    }
    assert!(operation::list(&world.services, &reader, None).await.is_ok());
}
