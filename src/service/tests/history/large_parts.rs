//! A part over so many people that it is not indexed by person: asked about one of them, it is found all the same.

use crate::world::{World, on_both_databases, person};
use forecourt_model::Revision;
use forecourt_service::activity::{self, Filter};
use forecourt_service::as_of::{self, When};
use forecourt_service::operation::{NewOperation, People, Runner, Step, Task, prepare, start};
use forecourt_service::people;
use forecourt_store::operation::part::LARGE;

on_both_databases!(somebody_of_large_parts_has_a_history);

/// Gives everybody `policy` in one part.
async fn everybody_gets(world: &World, policy: &str) {
    let (services, context) = (&world.services, world.later());
    let snapshot = services.snapshot().unwrap();
    let policy = snapshot
        .policies
        .iter()
        .find(|found| found.name.as_str() == policy);
    let new = NewOperation {
        people: People::Matching(Box::default()),
        task: Task {
            policy: Some(policy.unwrap().id),
            from: None,
        },
        reason: None,
        owner: None,
        expires_at: None,
        idempotency_key: String::new(),
    };
    let id = prepare(services, &context, new).await.unwrap();
    start(services, &context, id, true).await.unwrap();
    let step = Runner::new(services).with_part(LARGE * 2).step(services).await;
    assert_eq!(step.unwrap(), Step::Over(id));
}

async fn somebody_of_large_parts_has_a_history(world: World) {
    let services = &world.services;
    world.policy("Shut", false, false).await;
    let open = world.policy("Open", true, true).await.id;
    let many = u128::try_from(LARGE).unwrap();
    let people: Vec<_> = (1..=many).map(|number| (number, "")).collect();
    world.import_people(&people).await.unwrap();
    let nobody = world.revision();
    everybody_gets(&world, "Shut").await;
    let first = Revision(world.revision().0 - 1);
    let after_first = world.assign(8, Some(open)).await;
    let one = world.assign(7, Some(open)).await;
    everybody_gets(&world, "Shut").await;
    let last = Revision(world.revision().0 - 1);
    let after_last = world.assign(8, Some(open)).await;

    let context = world.now();
    let view = people::get(services, &context, person(7)).await.unwrap();
    let history: Vec<_> = view.history.iter().map(|entry| entry.revision).collect();
    assert_eq!(history, [last, one, first]);
    let of_person = Filter {
        target: Some(("person".to_owned(), person(7).to_string())),
        ..Filter::default()
    };
    let list = activity::list(services, &context, &of_person, None)
        .await
        .unwrap();
    let listed: Vec<_> = list.entries.iter().map(|entry| entry.change.revision).collect();
    assert_eq!(listed, [last, one, first]);
    for (moment, made) in [
        (nobody, None),
        (after_first, Some(first)),
        (one, Some(one)),
        (after_last, Some(last)),
    ] {
        let then = as_of::at(services, &context, When::After(moment), Some(person(7)))
            .await
            .unwrap();
        let direct = then.person.unwrap().direct_made.map(|change| change.revision);
        assert_eq!(direct, made, "{moment}");
    }
}
