//! The rollout, its messages and the dashboard, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::rollout::{Answer, RolloutState};
use forecourt_model::{AdministratorId, PersonId, PolicyId, Revision};
use forecourt_service::change::Detail;
use forecourt_service::dashboard;
use forecourt_service::hygiene::FindingKind;
use forecourt_service::message::{self, Folder, Mark, MessageFilter};
use forecourt_service::organization::{NewOrganization, create_organization, save_settings};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::rollout::{self, CONSUMER_CHAT, Dates, DatesInput};
use forecourt_service::undo::undo;
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, migrate, person};
use forecourt_testkit::TempDir;
use std::sync::Arc;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $case() {
                let folder = forecourt_testkit::TempDir::new().unwrap();
                super::$case(super::sqlite(&folder).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(super::start(&forecourt_testkit::fresh_database().await).await).await;
            })+
        }
    };
}

on_both_databases!(
    the_facts_of_the_notice_are_there,
    keeping_it_on_records_the_answer_alone,
    turning_off_changes_settings_and_answer_at_once,
    letting_only_our_people_start_keeps_the_rest,
    a_large_loss_has_to_be_acknowledged,
    a_stale_answer_says_who_came_first,
    keep_on_after_turn_off_turns_nothing_on,
    an_answer_is_taken_back_with_its_settings,
    an_answer_before_activation_is_staged,
    moves_are_kept_and_shown,
    dates_that_make_no_sense_say_why,
    the_banner_is_put_away_by_each_alone,
    marks_belong_to_one_administrator,
    a_message_is_added_and_updated,
    json_that_is_no_message_says_why,
    readers_answer_nothing_and_help_desk_reads_nothing,
    the_dashboard_counts_and_reviews,
);

const NOW: OffsetDateTime = datetime!(2021-12-08 13:20 UTC);

struct World {
    services: Services,
    clock: Arc<FixedClock>,
}

async fn sqlite(folder: &TempDir) -> World {
    start(&format!("sqlite://{}/test.db", folder.path().display())).await
}

/// An organization of ten: eight on Global, two on a policy without chat.
async fn start(address: &str) -> World {
    let database = Database::open(address).await.unwrap();
    migrate::up(&database).await.unwrap();
    let clock = Arc::new(FixedClock::new(NOW));
    let services = Services::start(database, clock.clone(), Arc::new(SeededRandom::new(7)))
        .await
        .unwrap();
    let command = OpContext::command("test", NOW);
    let new = NewOrganization::parse("Aldergrove", "aldergrove.example").unwrap();
    create_organization(&services, &command, &new, async |_| Ok(()))
        .await
        .unwrap();
    let world = World { services, clock };
    for number in 1..=8 {
        world.add_person(number, PolicyId::GLOBAL, true).await;
    }
    let context = world.context();
    let none = new_policy(&world.services, &context, "No personal accounts", (false, true)).await;
    world.add_person(9, none, true).await;
    world.add_person(10, none, false).await;
    world.services.catch_up().await.unwrap();
    world
}

async fn new_policy(
    services: &Services,
    context: &OpContext,
    name: &str,
    switches: (bool, bool),
) -> PolicyId {
    let mut settings = forecourt_model::policy::PolicySettings::default();
    (
        settings.enable_teams_consumer_access,
        settings.enable_teams_consumer_inbound,
    ) = switches;
    let new = NewPolicy {
        name: name.to_owned(),
        settings,
    };
    policy::add(services, context, new, None, None).await.unwrap();
    let snapshot = services.snapshot().unwrap();
    snapshot
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name)
        .unwrap()
        .id
}

impl World {
    fn context(&self) -> OpContext {
        self.context_of(40, Role::TeamsAdministrator)
    }

    fn context_of(&self, number: u128, role: Role) -> OpContext {
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(Uuid::from_u128(number)),
                name: format!("Administrator {number}"),
                role,
            },
            ..OpContext::command("test", self.services.clock().now())
        }
    }

    async fn add_person(&self, number: u128, policy: PolicyId, enabled: bool) {
        let direct = policy != PolicyId::GLOBAL;
        let source = if direct {
            SourceKind::Direct
        } else {
            SourceKind::Global
        };
        let person = Person {
            id: PersonId(Uuid::from_u128(number)),
            user_principal_name: format!("p{number}@aldergrove.example"),
            display_name: format!("Person {number}"),
            sip_address: None,
            mail: None,
            department: None,
            account_enabled: enabled,
            direct_policy: None,
            effective_policy: policy,
            effective_source: source,
            effective_group: None,
            revision: Revision(1),
        };
        // A change of its own, so that the snapshot is read again.
        let context = self.context();
        let mut draft = forecourt_service::change::Draft::begin(&self.services, &context)
            .await
            .unwrap();
        let revision = draft.revision();
        let mut connection = draft.connection();
        person::upsert(&mut connection, context.tenant, &person, NOW)
            .await
            .unwrap();
        if direct {
            forecourt_store::assignment::set_direct(
                &mut connection,
                context.tenant,
                &[person.id],
                Some(policy),
                revision,
            )
            .await
            .unwrap();
        }
        let record = forecourt_service::change::Record {
            action: forecourt_service::change::Action::PolicyAssigned,
            target: forecourt_service::change::Target::new(
                forecourt_service::change::TargetKind::Person,
                person.id,
                person.display_name.clone(),
            ),
            detail: Detail::default(),
            reason: None,
            undoes: None,
        };
        draft.commit(record, &[]).await.unwrap();
    }

    async fn view(&self) -> rollout::RolloutView {
        rollout::get(&self.services, &self.context()).await.unwrap()
    }

    async fn answer(&self, answer: Answer, acknowledged: bool) -> Result<rollout::Answered, ServiceError> {
        let (context, revision) = (self.context(), self.view().await.revision);
        let reason = Some("decided in the board".to_owned());
        rollout::answer(
            &self.services,
            &context,
            revision,
            answer,
            reason,
            None,
            acknowledged,
        )
        .await
    }

    async fn move_to(&self, activation: &str, acknowledged: bool) -> Result<rollout::Moved, ServiceError> {
        let input = DatesInput {
            window_start: "2022-01-03".to_owned(),
            window_end: "2022-01-14".to_owned(),
            activation: activation.to_owned(),
        };
        let (context, revision) = (self.context(), self.view().await.revision);
        let dates = Dates::parse(&input)?;
        let reason = Some("the vendor is late".to_owned());
        rollout::move_dates(
            &self.services,
            &context,
            revision,
            dates,
            reason,
            None,
            acknowledged,
        )
        .await
    }

    async fn rows(&self, context: &OpContext, folder: Folder) -> Vec<(String, bool)> {
        let filter = MessageFilter {
            folder,
            ..MessageFilter::default()
        };
        let list = message::list(&self.services, context, &filter).await.unwrap();
        list.rows
            .into_iter()
            .map(|row| (row.message.id, row.view_point.is_read))
            .collect()
    }
}

fn invalid(error: ServiceError) -> Vec<String> {
    match error {
        ServiceError::Invalid(errors) => errors.0.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

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

async fn marks_belong_to_one_administrator(world: World) {
    let (one, two) = (world.context(), world.context_of(41, Role::GlobalReader));
    let read = (CONSUMER_CHAT.to_owned(), true);
    let unread = (CONSUMER_CHAT.to_owned(), false);
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Read)
        .await
        .unwrap();
    assert_eq!(world.rows(&one, Folder::Inbox).await, [read.clone()]);
    assert_eq!(world.rows(&two, Folder::Inbox).await, [unread]);
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Archive)
        .await
        .unwrap();
    message::mark(&world.services, &one, CONSUMER_CHAT, Mark::Favorite)
        .await
        .unwrap();
    assert!(world.rows(&one, Folder::Inbox).await.is_empty());
    assert_eq!(world.rows(&one, Folder::Archive).await, [read.clone()]);
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

/// A message as Graph gives it, invented.
const OTHER: &str = r#"{
  "startDateTime": "2026-09-14T17:02:11Z", "endDateTime": "2027-03-31T00:00:00Z",
  "lastModifiedDateTime": "2026-10-20T08:45:00.613Z", "title": "Example: domains one by one", "id": "MC9990417",
  "category": "stayInformed", "severity": "high", "tags": ["Feature update"], "isMajorChange": false,
  "actionRequiredByDateTime": "2027-01-15T00:00:00Z", "services": ["Microsoft Teams"], "viewPoint": {"isRead": true},
  "details": [{"name": "RoadmapIds", "value": "999901,999902"},
              {"name": "ExternalLink", "value": "javascript:alert(1)"}],
  "body": {"contentType": "html", "content": "<p onclick='x()'>Soon.<script>alert(1)</script></p>"}
}"#;

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

async fn the_dashboard_counts_and_reviews(world: World) {
    let context = world.context();
    let view = dashboard::get(&world.services, &context).await.unwrap();
    assert_eq!((view.people, view.can_start, view.can_be_contacted), (10, 8, 8));
    let sources: Vec<_> = view
        .sources
        .iter()
        .map(|reach| (reach.source, reach.people, reach.can_start))
        .collect();
    assert_eq!(sources, [(SourceKind::Global, 8, 8), (SourceKind::Direct, 2, 0)]);
    let kinds = |view: &dashboard::DashboardView| -> Vec<_> {
        view.findings.list.iter().map(|finding| finding.kind).collect()
    };
    assert_eq!(kinds(&view), [FindingKind::Wakes, FindingKind::DisabledAccounts]);
    assert_eq!(view.recent.unwrap().len(), 5);
    new_policy(&world.services, &context, "Open", (true, true)).await;
    let snapshot = world.services.snapshot().unwrap();
    let mut global = snapshot.policy(PolicyId::GLOBAL).unwrap().clone();
    global.settings.enable_teams_consumer_inbound = false;
    policy::edit(
        &world.services,
        &context,
        global.id,
        global.revision,
        &global.settings,
        None,
        None,
    )
    .await
    .unwrap();
    let mut settings = snapshot.settings.clone();
    settings.allow_teams_consumer = false;
    save_settings(
        &world.services,
        &context,
        snapshot.settings_revision,
        &settings,
        None,
        None,
    )
    .await
    .unwrap();
    let view = dashboard::get(&world.services, &context).await.unwrap();
    assert_eq!(view.can_start, 0);
    let found = kinds(&view);
    assert_eq!(found[..2], [FindingKind::Wakes, FindingKind::Wakes]);
    assert_eq!(found.last(), Some(&FindingKind::NobodyHas));
    let desk = dashboard::get(&world.services, &world.context_of(42, Role::HelpDesk))
        .await
        .unwrap();
    assert!(desk.recent.is_none() && desk.people == 10);
}
