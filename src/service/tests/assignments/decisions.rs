//! The state that chat servers are answered from: brought up to date by what changed, it is what is read anew.

mod journal;
mod silence;

use crate::support::{Bench, on_both_databases};
use forecourt_model::PersonId;
use forecourt_model::access::{Access, Initiator};
use forecourt_model::decision::{DecisionAction, FingerprintKey, Identifier, IdentifierKind, Question};
use forecourt_model::policy::PolicySettings;
use forecourt_service::decision::{
    self, AskError, OutsideInput, State, describe_address, get_outside, import_identities, parse_identities,
    save_identities, save_outside, wait_for,
};
use forecourt_service::{ServiceError, Services, group, policy};
use forecourt_store::person;
use std::sync::Arc;

on_both_databases!(
    every_change_counts_at_once,
    two_servers_agree,
    identities_find_people,
    an_address_is_what_the_lists_say,
    the_future_is_waited_for_and_then_named,
    no_decision_is_older_than_an_acknowledged_change,
);

fn identifier(text: &str) -> Identifier {
    Identifier::parse(None, text).unwrap()
}

fn ask(state: &State, from: &str, to: &str, action: DecisionAction, bench: &Bench) -> &'static str {
    let (from, to) = (identifier(from), [identifier(to)]);
    let question = Question {
        action,
        initiator: &from,
        others: &to,
        started_by: None,
    };
    let now = forecourt_service::Clock::now(bench.clock.as_ref());
    state.decide(&question, now).reason.code()
}

async fn held(services: &Services) -> Arc<State> {
    services.decision_state().await.unwrap()
}

/// What is held is what would be read now, and what the pages say.
async fn check(bench: &Bench, services: &Services, people: &[PersonId]) {
    let snapshot = services.snapshot().unwrap();
    let held = held(services).await;
    assert_eq!(held.revision, snapshot.revision());
    let key = FingerprintKey([3; 16]);
    let fresh = decision::load(services.database(), services.tenant(), key, &snapshot)
        .await
        .unwrap();
    let now = forecourt_service::Clock::now(bench.clock.as_ref());
    for id in people {
        let mut reader = services.database().read().await.unwrap();
        let person = person::find(&mut reader.connection(), services.tenant(), *id)
            .await
            .unwrap();
        drop(reader);
        let name = id.to_string();
        let outside = "@x:matrix.org";
        let codes = |state: &State| {
            [
                ask(state, &name, outside, DecisionAction::StartChat, bench),
                ask(state, outside, &name, DecisionAction::StartChat, bench),
            ]
        };
        assert_eq!(codes(&held), codes(&fresh), "{id}");
        let Some(person) = person else {
            assert_eq!(codes(&held), ["unknown_person"; 2]);
            continue;
        };
        let Access { chat, inbound } = snapshot.access(person.effective_policy, now);
        let allowed = codes(&held).map(|code| code == "allowed");
        assert_eq!(allowed, [chat, inbound], "{id}");
        let situation = snapshot.situation(person.effective_policy, now);
        let verdict = forecourt_model::access::evaluate(
            situation,
            Initiator::External,
            forecourt_model::access::Action::StartChat,
        );
        assert_eq!(codes(&held)[1], verdict.reason.code());
        assert_eq!(
            ask(
                &held,
                &person.user_principal_name,
                outside,
                DecisionAction::StartChat,
                bench
            ),
            codes(&held)[0]
        );
    }
}

async fn every_change_counts_at_once(bench: Bench) {
    bench.clock.advance(time::Duration::days(365));
    let services = &bench.services;
    let people = bench.add_people(1..=30, true).await;
    check(&bench, services, &people).await;
    let closed = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let closed = bench.add_policy("Closed", closed).await;
    let outward = PolicySettings {
        enable_teams_consumer_inbound: false,
        ..PolicySettings::default()
    };
    let outward = bench.add_policy("Outward", outward).await;
    check(&bench, services, &people).await;
    let assigned = bench.assign(people[0], Some(closed)).await;
    check(&bench, services, &people).await;
    let group = bench.add_group("Sales", &people[..10], Some(outward)).await;
    check(&bench, services, &people).await;
    let context = bench.context();
    group::add_members(services, &context, group, &people[10..15], None)
        .await
        .unwrap();
    check(&bench, services, &people).await;
    bench.assign(people[0], None).await;
    check(&bench, services, &people).await;
    assert!(assigned.0 > 0);
    let mut settings = services.snapshot().unwrap().settings.clone();
    settings.allow_teams_consumer_inbound = false;
    bench.save(&settings).await;
    check(&bench, services, &people).await;
    settings.allow_teams_consumer_inbound = true;
    bench.save(&settings).await;
    let identities = parse_identities("@one:chat.aldergrove.example\n+4722334455").unwrap();
    save_identities(services, &context, people[1], &identities)
        .await
        .unwrap();
    check(&bench, services, &people).await;
    // Somebody who joins later is known as soon as they are written.
    let later = bench.add_people(31..=32, true).await;
    import_identities(
        services,
        &context,
        "p31@aldergrove.example, @late:chat.aldergrove.example",
    )
    .await
    .unwrap();
    check(&bench, services, &later).await;
    let global = services
        .snapshot()
        .unwrap()
        .policy(forecourt_model::PolicyId::GLOBAL)
        .unwrap()
        .clone();
    let edited = PolicySettings {
        enable_teams_consumer_inbound: false,
        ..global.settings.clone()
    };
    policy::edit(
        services,
        &context,
        global.id,
        global.revision,
        &edited,
        None,
        None,
    )
    .await
    .unwrap();
    check(&bench, services, &people).await;
}

async fn two_servers_agree(bench: Bench) {
    bench.clock.advance(time::Duration::days(365));
    let people = bench.add_people(1..=5, true).await;
    let other = bench.another().await;
    check(&bench, &other, &people).await;
    let closed = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let closed = bench.add_policy("Closed", closed).await;
    let revision = bench.assign(people[2], Some(closed)).await;
    // Asked for the revision, the other server reads it before it answers.
    let before = held(&other).await;
    assert!(before.revision < revision);
    let after = wait_for(&other, before, revision).await.unwrap();
    assert!(after.revision >= revision);
    check(&bench, &other, &people).await;
}

async fn identities_find_people(bench: Bench) {
    bench.clock.advance(time::Duration::days(365));
    let services = &bench.services;
    let people = bench.add_people(1..=3, true).await;
    let context = bench.context();
    held(services).await;
    let name = "@ada:chat.aldergrove.example";
    let answer = async |from: &str| {
        let state = held(services).await;
        ask(&state, from, "@x:matrix.org", DecisionAction::StartChat, &bench)
    };
    assert_eq!(answer("p1@aldergrove.example").await, "allowed");
    let own = OutsideInput {
        own: "chat.aldergrove.example".to_owned(),
        ..OutsideInput::of(&get_outside(services, &context).await.unwrap())
    };
    save_outside(services, &context, forecourt_model::Revision(0), &own)
        .await
        .unwrap();
    assert_eq!(answer(name).await, "unknown_person");
    let ada = parse_identities(&format!("{name}\njid ada@chat.aldergrove.example")).unwrap();
    save_identities(services, &context, people[0], &ada)
        .await
        .unwrap();
    assert_eq!(answer(name).await, "allowed");
    let state = held(services).await;
    let jid = Identifier::parse(Some(IdentifierKind::Jid), "ada@chat.aldergrove.example/phone").unwrap();
    assert!(matches!(state.directory.find(&jid), decision_found!()));
    let taken = save_identities(services, &context, people[1], &ada).await;
    let Err(ServiceError::Invalid(errors)) = taken else {
        panic!("{taken:?}")
    };
    assert!(errors.message("identities").unwrap().contains("somebody else"));
    save_identities(services, &context, people[0], &[]).await.unwrap();
    assert_eq!(answer(name).await, "unknown_person");
    let lines =
        "p1@aldergrove.example, @a:chat.aldergrove.example\nnobody@x.example, @b:c\np2@aldergrove.example, b";
    let Err(ServiceError::Invalid(errors)) = import_identities(services, &context, lines).await else {
        panic!("the import was taken")
    };
    let messages: Vec<_> = errors.0.iter().map(|error| error.message.as_str()).collect();
    assert!(messages[0].starts_with("Line 2: nobody"), "{messages:?}");
    assert!(messages[1].starts_with("Line 3: "), "{messages:?}");
    assert_eq!(answer("@a:chat.aldergrove.example").await, "unknown_person");
}

macro_rules! decision_found {
    () => {
        forecourt_model::decision::Found::One(_)
    };
}
use decision_found;

async fn an_address_is_what_the_lists_say(bench: Bench) {
    let services = &bench.services;
    let context = bench.context();
    bench.add_people(1..=1, true).await;
    let describe = async |text: &str| describe_address(services, &context, text).await.unwrap();
    let known = describe("@x:matrix.org").await;
    assert_eq!(
        (known.title.as_str(), known.why.as_str()),
        ("A personal account", "matrix.org is in the list.")
    );
    let below = describe("@x:eu.matrix.org").await;
    assert_eq!(
        below.why,
        "eu.matrix.org counts like matrix.org, which is in the list."
    );
    assert!(describe("x@nowhere.example").await.why.contains("is in no list"));
    assert_eq!(describe("+4722334455").await.title, "A personal account");
    let inside = describe("P1@Aldergrove.example").await;
    assert_eq!(inside.title, "A person of this organization");
    assert!(inside.person.is_some());
    assert!(
        describe("p9@aldergrove.example")
            .await
            .why
            .contains("so it is refused")
    );
    let mut input = OutsideInput::of(&get_outside(services, &context).await.unwrap());
    "matrix.org\nbad server\nmatrix.org".clone_into(&mut input.personal);
    "x".clone_into(&mut input.unknown);
    let Err(ServiceError::Invalid(errors)) =
        save_outside(services, &context, forecourt_model::Revision(0), &input).await
    else {
        panic!("the lists were taken")
    };
    let fields: Vec<_> = errors
        .0
        .iter()
        .map(|error| (error.field.as_str(), error.code.as_str()))
        .collect();
    assert_eq!(
        fields,
        [
            ("personal", "server-wrong"),
            ("personal", "server-twice"),
            ("unknown", "choice-unknown"),
        ]
    );
    "matrix.org".clone_into(&mut input.personal);
    "partner.example".clone_into(&mut input.organization);
    "refuse".clone_into(&mut input.unknown);
    save_outside(services, &context, forecourt_model::Revision(0), &input)
        .await
        .unwrap();
    assert_eq!(describe("x@nowhere.example").await.title, "Unknown, and refused");
    assert_eq!(
        describe("x@partner.example").await.title,
        "Somebody of another organization"
    );
    let stale = save_outside(services, &context, forecourt_model::Revision(0), &input).await;
    assert!(matches!(stale, Err(ServiceError::Conflict(_))));
}

async fn the_future_is_waited_for_and_then_named(bench: Bench) {
    let services = &bench.services;
    let state = held(services).await;
    let revision = state.revision;
    let future = forecourt_model::Revision(revision.0 + 5);
    let outcome = wait_for(services, state, future).await;
    assert!(matches!(outcome, Err(AskError::NotReached { revision: here }) if here == revision));
}

/// Threads that never stop deciding while settings go back and forth: what was acknowledged before a question is put
/// counts for it.
async fn no_decision_is_older_than_an_acknowledged_change(bench: Bench) {
    use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
    bench.clock.advance(time::Duration::days(365));
    bench.add_people(1..=1, true).await;
    held(&bench.services).await;
    let acknowledged = Arc::new(AtomicI64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (services, acknowledged, over) = (bench.services.clone(), acknowledged.clone(), over.clone());
            std::thread::spawn(move || {
                let (mut asked, mut newest) = (0_u64, 0);
                while !over.load(Ordering::Acquire) {
                    let at_least = acknowledged.load(Ordering::Acquire);
                    let state = services.decisions().borrow();
                    let revision = state.as_ref().unwrap().revision.0;
                    assert!(revision >= at_least, "{revision} < {at_least}");
                    assert!(revision >= newest, "went back from {newest} to {revision}");
                    newest = revision;
                    asked += 1;
                }
                asked
            })
        })
        .collect();
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    for _ in 0..40 {
        settings.allow_teams_consumer_inbound = !settings.allow_teams_consumer_inbound;
        bench.save(&settings).await;
        let revision = bench.services.snapshot().unwrap().settings_revision;
        acknowledged.store(revision.0, Ordering::Release);
        let state = bench.services.decisions().state().unwrap();
        let code = ask(
            &state,
            "@x:matrix.org",
            "p1@aldergrove.example",
            DecisionAction::StartChat,
            &bench,
        );
        let wanted = if settings.allow_teams_consumer_inbound {
            "allowed"
        } else {
            "organization_inbound_off"
        };
        assert_eq!(code, wanted);
    }
    over.store(true, Ordering::Release);
    for reader in readers {
        assert!(reader.join().unwrap() > 0);
    }
}
