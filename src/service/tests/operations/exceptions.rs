//! Operations whose assignments end by themselves.

use crate::support::{P, Q, World, assign, code, everybody, id, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_service::exception::{AssignmentException, ExceptionInput, expire_due};
use forecourt_service::operation::{self, NewOperation, People, Task};
use forecourt_service::people::{assign_many_with, get};
use forecourt_service::undo::{preview, undo, undo_with};
use forecourt_service::{Actor, Clock as _, OpContext, ServiceError};
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

on_both_databases!(
    each_goes_back_to_what_was_before,
    who_has_the_policy_keeps_what_they_have,
    taking_it_back_brings_the_earlier_exceptions_back,
    very_many_are_put_back_in_parts,
    an_end_that_cannot_be_taken_is_refused_by_its_field,
    an_end_that_passed_before_the_start_is_refused,
    another_try_ends_at_the_same_moment,
);

fn until(date: &str, owner: &str) -> ExceptionInput {
    ExceptionInput {
        date: date.to_owned(),
        owner: owner.to_owned(),
        ..ExceptionInput::default()
    }
}

fn new(people: People, task: Task, exception: ExceptionInput) -> NewOperation {
    NewOperation {
        people,
        task,
        reason: Some("Project".to_owned()),
        exception,
        idempotency_key: String::new(),
    }
}

impl World {
    fn now(&self) -> OpContext {
        OpContext {
            now: self.clock.now(),
            ..self.context.clone()
        }
    }

    async fn prepare_with(
        &self,
        people: People,
        task: Task,
        exception: ExceptionInput,
    ) -> Result<Uuid, ServiceError> {
        operation::prepare(&self.services, &self.now(), new(people, task, exception)).await
    }

    async fn run_with(&self, people: People, task: Task, exception: ExceptionInput) -> Uuid {
        let id = self.prepare_with(people, task, exception).await.unwrap();
        self.start(id).await;
        self.run(3).await;
        self.clock.advance(Duration::minutes(1));
        id
    }

    async fn except(&self, numbers: &[u128], policy: PolicyId, date: &str) {
        let people: Vec<_> = numbers.iter().map(|number| id(*number)).collect();
        let exception = until(date, "Ben");
        assign_many_with(
            &self.services,
            &self.now(),
            &people,
            Some(policy),
            Some("Earlier".to_owned()),
            Some(&exception),
        )
        .await
        .unwrap();
    }

    async fn plain(&self, numbers: &[u128], policy: PolicyId) {
        let people: Vec<_> = numbers.iter().map(|number| id(*number)).collect();
        assign_many_with(&self.services, &self.now(), &people, Some(policy), None, None)
            .await
            .unwrap();
    }

    pub(crate) async fn exception(&self, number: u128) -> Option<AssignmentException> {
        let found = get(&self.services, &self.now(), id(number)).await.unwrap();
        found.exception.map(|(exception, _)| exception)
    }

    /// Ends what is due so much later.
    async fn end_after(&self, by: Duration) -> u64 {
        self.clock.advance(by);
        let system = OpContext {
            actor: Actor::System,
            ..self.now()
        };
        let ended = expire_due(&self.services, &system, self.clock.now())
            .await
            .unwrap();
        ended.people
    }
}

async fn each_goes_back_to_what_was_before(world: World) {
    world.plain(&[1, 2], Q.id()).await;
    world.except(&[3], Q.id(), "2026-03-20").await;
    // Goes back to the policy that the operation assigns, which is none of before.
    world.plain(&[4], P.id()).await;
    world.except(&[4], Q.id(), "2026-03-20").await;
    let made = world
        .run_with(everybody(), assign(P.id()), until("2026-03-10", "Ada"))
        .await;
    let stored = world.view(made).await.0;
    assert_eq!((stored.succeeded, stored.failed), (25, 0));
    assert_eq!(stored.owner.as_deref(), Some("Ada"));
    for (number, previous) in [(1, Some(Q.id())), (3, None), (4, None), (20, None)] {
        let exception = world.exception(number).await.unwrap();
        assert_eq!(exception.previous, previous, "{number}");
        assert_eq!(exception.policy, P.id());
        assert_eq!(exception.expires_at, Some(datetime!(2026-03-10 23:59:59 UTC)));
        assert_eq!(
            (exception.owner.as_str(), exception.reason.as_deref()),
            ("Ada", Some("Project"))
        );
    }
    let event = world.events().await.remove(0);
    let fields: Vec<_> = event
        .detail
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(fields, ["ExternalAccessPolicy", "Ends", "Owner"]);
    assert_eq!(world.end_after(Duration::days(7)).await, 0, "not yet");
    assert_eq!(world.end_after(Duration::days(2)).await, 25);
    for (number, policy) in [(1, Some(Q.id())), (3, None), (4, None), (20, None)] {
        assert_eq!(world.direct(number).await, policy, "{number}");
    }
    assert_eq!(
        world.end_after(Duration::days(60)).await,
        0,
        "nothing is left to end"
    );
}

async fn who_has_the_policy_keeps_what_they_have(world: World) {
    world.plain(&[1], P.id()).await;
    world.except(&[2], P.id(), "2026-03-20").await;
    let ticked = People::Ticked((1..=3).map(id).collect());
    let made = world
        .run_with(ticked, assign(P.id()), until("2026-03-10", ""))
        .await;
    let (stored, counts) = world.view(made).await;
    assert_eq!((stored.succeeded, counts.already), (1, 2));
    assert_eq!(world.exception(1).await, None);
    let kept = world.exception(2).await.unwrap();
    assert_eq!(kept.expires_at, Some(datetime!(2026-03-20 23:59:59 UTC)));
    let got = world.exception(3).await.unwrap();
    assert_eq!(got.owner, "test", "whoever prepares it");
    assert_eq!(world.end_after(Duration::days(10)).await, 1);
    assert_eq!(world.direct(1).await, Some(P.id()));
    assert_eq!(world.direct(2).await, Some(P.id()));
}

async fn taking_it_back_brings_the_earlier_exceptions_back(world: World) {
    world.plain(&[1], Q.id()).await;
    world.except(&[2, 3, 4, 5, 6], Q.id(), "2026-03-20").await;
    let before = world.exception(5).await.unwrap();
    for exception in [until("2026-03-10", ""), ExceptionInput::default()] {
        let made = world.run_with(everybody(), assign(P.id()), exception).await;
        let revision = world.view(made).await.0.revision.unwrap();
        let back = undo(&world.services, &world.now(), revision, None).await.unwrap();
        assert_eq!(world.direct(1).await, Some(Q.id()));
        assert_eq!(world.exception(1).await, None);
        for number in 2..=6 {
            let restored = world.exception(number).await.unwrap();
            assert_eq!(restored.expires_at, before.expires_at, "{number}");
            assert_eq!((restored.owner.as_str(), restored.previous), ("Ben", None));
        }
        assert_eq!(world.exception(20).await, None);
        // Taking that back in turn gives everybody the policy again, with its end if it had one.
        let has_end = world.view(made).await.0.expires_at.is_some();
        let again = undo(&world.services, &world.now(), back.revision, None)
            .await
            .unwrap();
        for number in [1, 4, 20] {
            assert_eq!(world.direct(number).await, Some(P.id()), "{number}");
            assert_eq!(world.exception(number).await.is_some(), has_end, "{number}");
        }
        undo(&world.services, &world.now(), again.revision, None)
            .await
            .unwrap();
    }
    assert_eq!(world.end_after(Duration::days(15)).await, 0);
    assert_eq!(world.end_after(Duration::days(5)).await, 5);
}

async fn very_many_are_put_back_in_parts(world: World) {
    world.plain(&[1, 2], Q.id()).await;
    world.except(&[3, 4], Q.id(), "2026-03-20").await;
    let made = world
        .run_with(everybody(), assign(P.id()), until("2026-03-10", ""))
        .await;
    let revision = world.view(made).await.0.revision.unwrap();
    let planned = preview(&world.services, &world.now(), revision).await.unwrap();
    let back = undo_with(&world.services, &world.now(), revision, None, 20)
        .await
        .unwrap();
    assert_eq!(back.impact, planned.impact);
    assert_eq!(world.direct(1).await, Some(P.id()), "it has only begun");
    let refused = undo(&world.services, &world.now(), back.revision, None).await;
    assert_eq!(code(&refused.unwrap_err()), "operation-runs");
    let page = operation::list(&world.services, &world.context, None)
        .await
        .unwrap();
    let running = page.operations.first().unwrap();
    assert_eq!(operation::title(running), "Give 25 people back what they had");
    // Somebody gets something else before their turn.
    world.plain(&[20], Q.id()).await;
    world.run(7).await;
    world.clock.advance(Duration::minutes(1));
    let (done, counts) = world.view(running.id).await;
    assert_eq!((done.succeeded, counts.not_from, done.failed), (24, 1, 0));
    for (number, policy) in [
        (1, Some(Q.id())),
        (3, Some(Q.id())),
        (20, Some(Q.id())),
        (9, None),
    ] {
        assert_eq!(world.direct(number).await, policy, "{number}");
    }
    assert_eq!(world.exception(1).await, None);
    let restored = world.exception(3).await.unwrap();
    assert_eq!(restored.expires_at, Some(datetime!(2026-03-20 23:59:59 UTC)));
    let events = world.events().await;
    assert_eq!(events.first().unwrap().change.undoes, Some(revision));
    // Taking that back in turn gives the policy and its end again.
    undo(&world.services, &world.now(), back.revision, None)
        .await
        .unwrap();
    assert_eq!(world.direct(9).await, Some(P.id()));
    assert_eq!(world.direct(20).await, Some(Q.id()), "it was not touched");
    let again = world.exception(3).await.unwrap();
    assert_eq!((again.policy, again.previous), (P.id(), None));
}

async fn an_end_that_cannot_be_taken_is_refused_by_its_field(world: World) {
    let nothing = Task {
        policy: None,
        from: None,
    };
    let at = |date: &str, time: &str| ExceptionInput {
        time: time.to_owned(),
        ..until(date, "")
    };
    let cases = [
        (assign(P.id()), at("2026-03-01", ""), "expires", "end-in-the-past"),
        (assign(P.id()), at("soon", ""), "expires", "end-not-a-day"),
        (assign(P.id()), at("2036-03-03", ""), "expires", "end-too-late"),
        (
            assign(P.id()),
            at("2026-03-10", "9"),
            "expires_time",
            "end-not-a-time",
        ),
        (
            assign(P.id()),
            until("", &"x".repeat(101)),
            "owner",
            "owner-too-long",
        ),
        (nothing, at("2026-03-10", ""), "expires", "end-without-policy"),
        (
            assign(PolicyId::GLOBAL),
            at("2026-03-10", ""),
            "expires",
            "end-without-policy",
        ),
    ];
    for (task, exception, field, expected) in cases {
        let refused = world
            .prepare_with(everybody(), task, exception)
            .await
            .unwrap_err();
        let ServiceError::Invalid(errors) = &refused else {
            panic!("{refused:?}");
        };
        assert_eq!(errors.0.first().unwrap().field, field);
        assert_eq!(code(&refused), expected);
    }
    let left = operation::list(&world.services, &world.context, None)
        .await
        .unwrap();
    assert!(left.operations.is_empty(), "nothing of it stays");
}

async fn an_end_that_passed_before_the_start_is_refused(world: World) {
    let made = world
        .prepare_with(everybody(), assign(P.id()), until("2026-03-02", ""))
        .await
        .unwrap();
    world.clock.advance(Duration::hours(15));
    let refused = operation::start(&world.services, &world.now(), made, true)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "end-in-the-past");
    world.run(10).await;
    assert_eq!(world.direct(1).await, None);
}

async fn another_try_ends_at_the_same_moment(world: World) {
    let ticked = People::Ticked(vec![id(1), id(2)]);
    let first = world
        .prepare_with(ticked, assign(P.id()), until("2026-03-10", "Ada"))
        .await
        .unwrap();
    world.start(first).await;
    world.delete_person(2).await;
    world.run(10).await;
    world.add_people([2]).await;
    let failed = world.view(first).await.0;
    let retry = NewOperation::retry(&failed);
    let second = operation::prepare(&world.services, &world.now(), retry)
        .await
        .unwrap();
    world.start(second).await;
    world.run(10).await;
    let exception = world.exception(2).await.unwrap();
    assert_eq!(exception.expires_at, Some(datetime!(2026-03-10 23:59:59 UTC)));
    assert_eq!(exception.owner, "Ada");
}
