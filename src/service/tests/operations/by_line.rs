//! Lists that name a policy for each person.

use crate::support::{P, Q, World, assign, code, id, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{
    self, FateFilter, NewOperation, People, State, Task, line_sentence, title,
};
use forecourt_service::people::{assign_many, get};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::undo::{preview, undo};
use forecourt_service::{Clock as _, OpContext};
use std::collections::BTreeMap;
use time::Duration;

on_both_databases!(
    everybody_gets_the_policy_of_their_line,
    one_change_of_the_audit_trail_takes_it_all_back,
    a_policy_that_is_gone_fails_its_people_alone,
    only_those_with_a_policy_get_an_end,
    what_is_no_such_list_is_refused,
);

const LIST: &str = "UserPrincipalName,ExternalAccessPolicy\n\
    p1@aldergrove.example,P\n\
    p2@aldergrove.example,\n\
    p3@aldergrove.example,q\n\
    nobody@aldergrove.example,P\n\
    p4@aldergrove.example,Sals\n\
    p4@aldergrove.example,Tag:P\n\
    p1@aldergrove.example,Q\n\
    ,P\n\
    p5@aldergrove.example,global\n\
    p6@aldergrove.example,Q\n\
    p7@aldergrove.example,P\n";

fn list() -> People {
    let name = |text: &str| {
        text.replace(",Tag:P\n", &format!(",Tag:{}\n", P.name()))
            .replace(",P\n", &format!(",{}\n", P.name()))
            .replace(",q\n", &format!(",{}\n", Q.name().to_uppercase()))
            .replace(",Q\n", &format!(",{}\n", Q.name()))
    };
    People::PolicyList(name(LIST).into_bytes())
}

async fn with_earlier(world: &World) {
    for (numbers, policy) in [(vec![1, 2, 5], Q), (vec![7], P)] {
        let people: Vec<_> = numbers.into_iter().map(id).collect();
        assign_many(&world.services, &world.context, &people, Some(policy.id()), None)
            .await
            .unwrap();
    }
}

async fn directs(world: &World) -> Vec<Option<PolicyId>> {
    let mut directs = Vec::new();
    for number in 1..=8 {
        directs.push(world.direct(number).await);
    }
    directs
}

async fn everybody_gets_the_policy_of_their_line(world: World) {
    with_earlier(&world).await;
    let made = world.prepare(list(), Task::default()).await;
    let view = operation::get(&world.services, &world.context, made)
        .await
        .unwrap();
    let counts = view.counts;
    assert_eq!((view.operation.lines, view.operation.people), (11, 7));
    assert_eq!((counts.change, counts.already), (6, 1));
    assert_eq!(
        (
            counts.not_found,
            counts.duplicate,
            counts.unreadable,
            counts.policy_unknown
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(counts.left_out(), 4);
    assert_eq!(
        title(&view.operation),
        "Assign the policies of a list to 7 people"
    );
    let of_policy: Vec<_> = view
        .policies
        .iter()
        .map(|stretch| (stretch.policy, stretch.people))
        .collect();
    assert_eq!(of_policy, [(Some(P.id()), 3), (None, 2), (Some(Q.id()), 2)]);
    let impact = view.impact.unwrap();
    assert_eq!(impact.people, 25);
    let page = operation::lines(&world.services, &world.context, made, FateFilter::LeftOut, 0, 20)
        .await
        .unwrap();
    let told: BTreeMap<_, _> = page
        .lines
        .iter()
        .map(|line| (line.line.unwrap(), (line.fate.code(), line.text.clone().unwrap())))
        .collect();
    assert_eq!(told.get(&6).unwrap().0, "policy_unknown");
    assert_eq!(told.get(&6).unwrap().1, "p4@aldergrove.example, Sals");
    assert_eq!(told.get(&8).unwrap().0, "duplicate");
    let unchanged = FateFilter::One(operation::Fate::Outcome(operation::Found::Already));
    let page = operation::lines(&world.services, &world.context, made, unchanged, 0, 20)
        .await
        .unwrap();
    let [line] = page.lines.as_slice() else {
        panic!("{:?}", page.lines);
    };
    assert_eq!(
        (line.person, line.policy_name.as_deref()),
        (Some(id(7)), Some(P.name()))
    );
    assert_eq!(
        line_sentence(&page.operation, line),
        format!("Unchanged: has {} directly already.", P.name())
    );

    world.start(made).await;
    world.run(2).await;
    let (stored, counts) = world.view(made).await;
    assert_eq!(stored.state, State::Done);
    assert_eq!((counts.succeeded, counts.unchanged, counts.failed), (6, 1, 0));
    let (p, q) = (Some(P.id()), Some(Q.id()));
    assert_eq!(directs(&world).await, [p, None, q, p, None, q, p, None]);
    let snapshot = world.services.snapshot().unwrap();
    assert_eq!(snapshot.people_with(P.id(), Some(SourceKind::Direct)), 3);
    assert_eq!(snapshot.people_with(Q.id(), Some(SourceKind::Direct)), 2);
    assert_eq!(
        snapshot.people_with(PolicyId::GLOBAL, Some(SourceKind::Global)),
        20
    );
    assert_eq!(world.fates(made).await.get("succeeded"), Some(&6));
}

async fn one_change_of_the_audit_trail_takes_it_all_back(world: World) {
    with_earlier(&world).await;
    let before = directs(&world).await;
    let made = world.prepared(list(), Task::default()).await;
    world.run(100).await;
    let event = world.events().await.remove(0);
    let fields: Vec<_> = event
        .detail
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.after.as_deref().unwrap()))
        .collect();
    assert_eq!(
        fields,
        [
            (P.name(), "3 people"),
            ("No direct assignment", "2 people"),
            (Q.name(), "2 people")
        ]
    );
    let revision = world.view(made).await.0.revision.unwrap();
    let context = OpContext {
        now: world.clock.now(),
        ..world.context.clone()
    };
    let planned = preview(&world.services, &context, revision).await.unwrap();
    assert_eq!(planned.fields.len(), 6);
    undo(&world.services, &context, revision, None).await.unwrap();
    assert_eq!(directs(&world).await, before);
}

async fn a_policy_that_is_gone_fails_its_people_alone(world: World) {
    let new = NewPolicy {
        name: "Short lived".to_owned(),
        ..NewPolicy::default()
    };
    let short = policy::add(&world.services, &world.context, new, None, None)
        .await
        .unwrap();
    let text = format!(
        "User,Policy\np1@aldergrove.example,Short lived\np2@aldergrove.example,{}\np3@aldergrove.example,Short lived\n",
        Q.name()
    );
    let made = world
        .prepared(People::PolicyList(text.into_bytes()), Task::default())
        .await;
    policy::delete(
        &world.services,
        &world.context,
        short.policy.id,
        short.revision,
        None,
        None,
    )
    .await
    .unwrap();
    world.run(100).await;
    let (stored, counts) = world.view(made).await;
    assert_eq!(
        (stored.state, counts.succeeded, counts.policy_gone),
        (State::Done, 1, 2)
    );
    assert_eq!(world.direct(2).await, Some(Q.id()));
    let page = operation::lines(&world.services, &world.context, made, FateFilter::Failed, 0, 9)
        .await
        .unwrap();
    assert_eq!(
        line_sentence(&page.operation, page.lines.first().unwrap()),
        "Not changed: Short lived was deleted."
    );
    // Another try keeps who was to get what.
    let again = NewOperation::retry(&stored);
    let again = operation::prepare(&world.services, &world.context, again)
        .await
        .unwrap();
    let view = operation::get(&world.services, &world.context, again)
        .await
        .unwrap();
    let [stretch] = view.policies.as_slice() else {
        panic!("{:?}", view.policies);
    };
    assert_eq!((stretch.range, stretch.people), ((0, 2), 2));
    assert_eq!(stretch.policy_name, "Short lived");
}

async fn only_those_with_a_policy_get_an_end(world: World) {
    with_earlier(&world).await;
    let new = NewOperation {
        people: list(),
        task: Task::default(),
        reason: None,
        exception: ExceptionInput {
            date: "2026-03-10".to_owned(),
            ..ExceptionInput::default()
        },
        idempotency_key: String::new(),
    };
    let made = operation::prepare(&world.services, &world.context, new)
        .await
        .unwrap();
    world.start(made).await;
    world.run(100).await;
    world.clock.advance(Duration::minutes(1));
    for (number, has_end) in [
        (1, true),
        (2, false),
        (3, true),
        (4, true),
        (5, false),
        (7, false),
    ] {
        let found = get(&world.services, &world.context, id(number)).await.unwrap();
        assert_eq!(found.exception.is_some(), has_end, "{number}");
    }
}

async fn what_is_no_such_list_is_refused(world: World) {
    let no_column = People::PolicyList(b"UserPrincipalName\np1@aldergrove.example\n".to_vec());
    let refused = world
        .try_prepare(no_column, Task::default(), "")
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "policy-column-missing");
    let refused = world.try_prepare(list(), assign(P.id()), "").await.unwrap_err();
    assert_eq!(code(&refused), "policy-besides-list");
    let from = Task {
        policy: None,
        from: Some(P.id()),
    };
    let refused = world.try_prepare(list(), from, "").await.unwrap_err();
    assert_eq!(code(&refused), "policy-besides-list");
    let unknown = People::PolicyList(b"User,Policy\np1@aldergrove.example,Sals\n".to_vec());
    let made = world.prepare(unknown, Task::default()).await;
    let refused = operation::start(&world.services, &world.context, made, true)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "nobody-changes");
    let left = operation::list(&world.services, &world.context, None)
        .await
        .unwrap();
    assert_eq!(left.operations.len(), 1, "of what is refused nothing stays");
}
