//! An organization of ten people in the middle of the rollout.

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::rollout::Answer;
use forecourt_model::{AdministratorId, PersonId, PolicyId, Revision};
use forecourt_service::change::Detail;
use forecourt_service::message::{self, Folder, MessageFilter};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::rollout::{self, Dates, DatesInput};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services};
use forecourt_store::person::Person;
use forecourt_store::{Database, migrate, person};
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::support::start => $($case),+);
    };
}
pub(crate) use on_both_databases;

pub(crate) const NOW: OffsetDateTime = datetime!(2021-12-08 13:20 UTC);

pub(crate) struct World {
    pub(crate) services: Services,
    pub(crate) clock: Arc<FixedClock>,
}

/// An organization of ten: eight on Global, two on a policy without chat.
pub(crate) async fn start(address: &str) -> World {
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

pub(crate) async fn new_policy(
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
    pub(crate) fn context(&self) -> OpContext {
        self.context_of(40, Role::TeamsAdministrator)
    }

    pub(crate) fn context_of(&self, number: u128, role: Role) -> OpContext {
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(Uuid::from_u128(number)),
                name: format!("Administrator {number}"),
                role,
            },
            ..OpContext::command("test", self.services.clock().now())
        }
    }

    pub(crate) async fn add_person(&self, number: u128, policy: PolicyId, enabled: bool) {
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

    pub(crate) async fn view(&self) -> rollout::RolloutView {
        rollout::get(&self.services, &self.context()).await.unwrap()
    }

    pub(crate) async fn answer(
        &self,
        answer: Answer,
        acknowledged: bool,
    ) -> Result<rollout::Answered, ServiceError> {
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

    pub(crate) async fn move_to(
        &self,
        activation: &str,
        acknowledged: bool,
    ) -> Result<rollout::Moved, ServiceError> {
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

    pub(crate) async fn rows(&self, context: &OpContext, folder: Folder) -> Vec<(String, bool)> {
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

pub(crate) fn invalid(error: ServiceError) -> Vec<String> {
    match error {
        ServiceError::Invalid(errors) => errors.0.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

/// A message as Graph gives it, invented.
pub(crate) const OTHER: &str = r#"{
  "startDateTime": "2026-09-14T17:02:11Z", "endDateTime": "2027-03-31T00:00:00Z",
  "lastModifiedDateTime": "2026-10-20T08:45:00.613Z", "title": "Example: domains one by one", "id": "MC9990417",
  "category": "stayInformed", "severity": "high", "tags": ["Feature update"], "isMajorChange": false,
  "actionRequiredByDateTime": "2027-01-15T00:00:00Z", "services": ["Microsoft Teams"], "viewPoint": {"isRead": true},
  "details": [{"name": "RoadmapIds", "value": "999901,999902"},
              {"name": "ExternalLink", "value": "javascript:alert(1)"}],
  "body": {"contentType": "html", "content": "<p onclick='x()'>Soon.<script>alert(1)</script></p>"}
}"#;
