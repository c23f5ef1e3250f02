//! An organization on a database of its own, and what everybody in it may do.

use forecourt_model::access::{Access, ReasonCode, SourceKind};
use forecourt_model::authority::Role;
use forecourt_model::policy::{Policy, PolicySettings};
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision};
use forecourt_service::group::{self, GroupInput};
use forecourt_service::import::{self, Sources};
use forecourt_service::organization::{NewOrganization, create_organization, get_settings, save_settings};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services, people, undo};
use forecourt_store::person::Person;
use forecourt_store::{Database, directory, migrate};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Runs each case of the module on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::world::World::start => $($case),+);
    };
}
pub(crate) use on_both_databases;

/// When the organization is set up.
pub(crate) const BEGIN: OffsetDateTime = datetime!(2026-03-02 09:00 UTC);

/// What a person may do, why, and where that comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) access: Access,
    pub(crate) outward: ReasonCode,
    pub(crate) inward: ReasonCode,
    pub(crate) policy: PolicyId,
    pub(crate) source: SourceKind,
    pub(crate) group: Option<GroupId>,
}

pub(crate) struct World {
    pub(crate) services: Services,
    hours: AtomicI64,
}

impl World {
    pub(crate) async fn start(address: &str) -> Self {
        let database = Database::open(address).await.unwrap();
        migrate::up(&database).await.unwrap();
        let clock = Arc::new(FixedClock::new(BEGIN));
        let services = Services::start(database, clock, Arc::new(SeededRandom::new(7)))
            .await
            .unwrap();
        let new = NewOrganization::parse("Contoso", "contoso.example").unwrap();
        let command = OpContext::command("test", BEGIN);
        create_organization(&services, &command, &new, async |_| Ok(()))
            .await
            .unwrap();
        Self {
            services,
            hours: AtomicI64::new(0),
        }
    }

    /// The circumstances of an administrator, one hour after the last ones.
    pub(crate) fn later(&self) -> OpContext {
        self.hours.fetch_add(1, Ordering::Relaxed);
        self.now()
    }

    /// The circumstances of an administrator now.
    pub(crate) fn now(&self) -> OpContext {
        self.as_role(Role::TeamsAdministrator)
    }

    pub(crate) fn as_role(&self, role: Role) -> OpContext {
        let now = BEGIN + Duration::hours(self.hours.load(Ordering::Relaxed));
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(Uuid::from_u128(40)),
                name: "Priya Raman".to_owned(),
                role,
            },
            ..OpContext::command("test", now)
        }
    }

    pub(crate) fn revision(&self) -> Revision {
        self.services.snapshot().unwrap().revision()
    }

    pub(crate) async fn everybody(&self) -> Vec<Person> {
        let mut reader = self.services.database().read().await.unwrap();
        let mut all = directory::everybody(&mut reader.connection(), self.services.tenant())
            .await
            .unwrap();
        all.sort_by_key(|person| person.id);
        all
    }

    /// What the answers of today are, for everybody, through the front door.
    pub(crate) async fn answers(&self) -> BTreeMap<PersonId, Answer> {
        let context = self.now();
        let mut answers = BTreeMap::new();
        for person in self.everybody().await {
            let view = people::get(&self.services, &context, person.id).await.unwrap();
            let answer = Answer {
                access: view.access,
                outward: view.outward.reason,
                inward: view.inward.reason,
                policy: view.person.effective_policy,
                source: view.person.effective_source,
                group: view.person.effective_group,
            };
            answers.insert(person.id, answer);
        }
        answers
    }

    /// Imports people `p1…` by number, each with the name of a policy or none.
    pub(crate) async fn import_people(&self, people: &[(u128, &str)]) -> Result<Revision, ServiceError> {
        let mut text = String::from(
            "UserPrincipalName,DisplayName,SipAddress,Identity,AccountEnabled,Department,ExternalAccessPolicy\n",
        );
        for (number, policy) in people {
            let line = format!(
                "p{number}@contoso.example,Person {number},,{},True,Sales,{policy}\n",
                person(*number)
            );
            text.push_str(&line);
        }
        self.import(None, None, Some(&text)).await
    }

    pub(crate) async fn import(
        &self,
        tenant: Option<&str>,
        policies: Option<&str>,
        users: Option<&str>,
    ) -> Result<Revision, ServiceError> {
        let sources = Sources {
            tenant: tenant.map(str::to_owned),
            policies: policies.map(str::to_owned),
            users: users.map(str::to_owned),
            ..Sources::default()
        };
        let done = import::apply(&self.services, &self.later(), &sources, None, &|_, _| {}).await?;
        Ok(done.revision.unwrap())
    }

    pub(crate) async fn policy(&self, name: &str, access: bool, inbound: bool) -> Policy {
        let settings = PolicySettings {
            enable_teams_consumer_access: access,
            enable_teams_consumer_inbound: inbound,
            ..PolicySettings::default()
        };
        let new = NewPolicy {
            name: name.to_owned(),
            settings,
        };
        policy::add(&self.services, &self.later(), new, None, None)
            .await
            .unwrap()
            .policy
    }

    pub(crate) async fn edit(&self, id: PolicyId, change: impl Fn(&mut PolicySettings)) -> Revision {
        let policy = self.services.snapshot().unwrap().policy(id).unwrap().clone();
        let mut settings = policy.settings.clone();
        change(&mut settings);
        policy::edit(
            &self.services,
            &self.later(),
            id,
            policy.revision,
            &settings,
            None,
            None,
        )
        .await
        .unwrap()
        .revision
    }

    pub(crate) async fn delete(&self, id: PolicyId) -> Result<Revision, ServiceError> {
        let revision = self.services.snapshot()?.policy(id).unwrap().revision;
        let done = policy::delete(&self.services, &self.later(), id, revision, None, None).await?;
        Ok(done.revision)
    }

    pub(crate) async fn settings(
        &self,
        change: impl Fn(&mut forecourt_model::settings::OrganizationSettings),
    ) -> Revision {
        let context = self.later();
        let view = get_settings(&self.services, &context).unwrap();
        let mut settings = view.settings.clone();
        change(&mut settings);
        save_settings(&self.services, &context, view.revision, &settings, None, None)
            .await
            .unwrap()
            .revision
    }

    pub(crate) async fn assign(&self, number: u128, policy: Option<PolicyId>) -> Revision {
        let id = person(number);
        let view = people::get(&self.services, &self.now(), id).await.unwrap();
        let revision = view.person.revision;
        people::assign(&self.services, &self.later(), id, policy, revision, None, None)
            .await
            .unwrap()
            .revision
    }

    pub(crate) async fn group(&self, name: &str) -> GroupId {
        let input = GroupInput {
            display_name: name.to_owned(),
            mail: String::new(),
        };
        group::add(&self.services, &self.later(), &input)
            .await
            .unwrap()
            .id
    }

    pub(crate) async fn join(&self, id: GroupId, people: &[u128]) -> Revision {
        let people: Vec<_> = people.iter().map(|number| person(*number)).collect();
        let done = group::add_members(&self.services, &self.later(), id, &people, None).await;
        done.unwrap().revision.unwrap()
    }

    pub(crate) async fn leave(&self, id: GroupId, people: &[u128]) -> Revision {
        let people: Vec<_> = people.iter().map(|number| person(*number)).collect();
        let done = group::remove_members(&self.services, &self.later(), id, &people, None).await;
        done.unwrap().revision.unwrap()
    }

    fn ranking_revision(&self) -> Revision {
        self.services.snapshot().unwrap().ranking_revision
    }

    pub(crate) async fn rank(&self, id: GroupId, policy: PolicyId, rank: i64) -> Revision {
        let wanted = (id, policy, Some(rank));
        let expected = self.ranking_revision();
        let done = group::assign(&self.services, &self.later(), wanted, expected, None).await;
        done.unwrap().revision
    }

    pub(crate) async fn unrank(&self, id: GroupId) -> Revision {
        let expected = self.ranking_revision();
        let done = group::unassign(&self.services, &self.later(), id, expected, None).await;
        done.unwrap().revision
    }

    pub(crate) async fn move_to(&self, id: GroupId, rank: i64) -> Revision {
        let expected = self.ranking_revision();
        let done = group::move_to(&self.services, &self.later(), id, rank, expected, None).await;
        done.unwrap().revision
    }

    pub(crate) async fn remove_group(&self, id: GroupId) -> Revision {
        let view = group::get(&self.services, &self.now(), id).await.unwrap();
        let done = group::remove(&self.services, &self.later(), id, view.group.revision, None).await;
        done.unwrap().0
    }

    /// The policies of groups, best rank first.
    pub(crate) fn ranking(&self) -> Vec<(GroupId, PolicyId)> {
        let rows = self.services.snapshot().unwrap().group_assignments();
        rows.iter().map(|row| (row.group, row.policy)).collect()
    }

    /// Takes a change back and checks that exactly what was announced happens to people.
    pub(crate) async fn undo(&self, revision: Revision) -> Result<Revision, ServiceError> {
        let context = self.later();
        let before = self.answers().await;
        let planned = undo::preview(&self.services, &context, revision).await?;
        let done = undo::undo(&self.services, &context, revision, Some("A mistake".to_owned())).await?;
        assert_eq!(done.impact, planned.impact, "the preview of change {revision}");
        let after = self.answers().await;
        let count = |change: fn(Access, Access) -> bool| {
            let both = before.iter().filter_map(|(id, was)| Some((was, after.get(id)?)));
            both.filter(|(was, is)| change(was.access, is.access)).count() as u64
        };
        let impact = &planned.impact;
        assert_eq!(
            impact.chat.lose,
            count(|was, is| was.chat && !is.chat),
            "{planned:?}"
        );
        assert_eq!(
            impact.chat.gain,
            count(|was, is| !was.chat && is.chat),
            "{planned:?}"
        );
        assert_eq!(
            impact.inbound.lose,
            count(|was, is| was.inbound && !is.inbound),
            "{planned:?}"
        );
        assert_eq!(
            impact.inbound.gain,
            count(|was, is| !was.inbound && is.inbound),
            "{planned:?}"
        );
        assert_eq!(impact.affected, count(|was, is| was != is), "{planned:?}");
        Ok(done.revision)
    }

    /// Tries to take a change back, which has to be refused because something later depends on it, and leaves nothing.
    pub(crate) async fn refused(&self, revision: Revision) -> (String, Vec<Revision>) {
        let newest = self.revision();
        let (previewed, done) = (
            undo::preview(&self.services, &self.later(), revision).await,
            undo::undo(&self.services, &self.later(), revision, None).await,
        );
        assert_eq!(self.revision(), newest, "nothing is written");
        match (previewed, done) {
            (Err(ServiceError::Depends(first)), Err(ServiceError::Depends(second))) => {
                assert_eq!(first, second);
                (first.message, first.on)
            }
            other => panic!("{other:?}"),
        }
    }
}

/// The identifier of person `number`.
pub(crate) fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x7000 + number))
}
