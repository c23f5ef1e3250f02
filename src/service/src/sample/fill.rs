//! Filling an organization that has no people yet.

use super::groups::Groups;
use super::people::People;
use super::policies::{direct_for, sample_policies};
use crate::apart::apart;
use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::random::Random;
use crate::services::Services;
use forecourt_model::access::GroupAssignment;
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::settings::{BlockedPerson, DomainMode, OrganizationSettings};
use forecourt_model::{DomainName, FieldErrors, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::directory::{self, NewPeople};
use forecourt_store::group_assignment::RankedGroup;
use forecourt_store::person::Person;
use forecourt_store::{Connection, bulk, dialect, group, group_assignment, group_member, policy, settings};

/// The most that a sample has.
const MAXIMUM_PEOPLE: usize = 2_000_000;
const MAXIMUM_GROUPS: usize = 10_000;
const MAXIMUM_POLICIES: usize = 200;

/// How many people are written before `progress` hears of it.
const PIECE: usize = 50_000;

/// How many kilobytes of pages are kept while everybody is written.
const MEMORY: u32 = 98_304;

/// A sample that was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// How many people were added.
    pub people: usize,
    /// The change that added them.
    pub revision: Revision,
}

/// How large a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many people.
    pub people: usize,
    /// How many groups; the first six have names and stories.
    pub groups: usize,
    /// How many policies; the first three have names and stories.
    pub policies: usize,
}

impl Size {
    /// So many people with the groups and policies that have a story.
    pub fn of(people: usize) -> Self {
        Self {
            people,
            groups: 6,
            policies: 3,
        }
    }
}

/// Fills the organization with people, groups, policies and settings, in one change. The same `random` gives the same
/// sample. `progress` is told how many people are there.
///
/// # Errors
/// [`ServiceError::Refused`] when the directory is not empty; [`ServiceError::Invalid`] on `users`, `groups` and
/// `policies`; [`ServiceError::Store`].
pub async fn fill(
    services: &Services,
    context: &OpContext,
    random: &dyn Random,
    size: Size,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<Filled, ServiceError> {
    context.require(Permission::Import)?;
    check(size)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    if snapshot.people() > 0 {
        let message = "The directory has people already. A sample is filled into an empty one only.";
        return Err(ServiceError::refused("directory-not-empty", message));
    }
    let (revision, tenant, now) = (draft.revision(), context.tenant, context.now);
    let mut connection = draft.connection();
    dialect::for_many_pages(&mut connection, MEMORY).await?;
    let restored = sample_settings(&snapshot.settings);
    settings::save(&mut connection, tenant, &restored, revision, now).await?;
    let policies = sample_policies(random, size, revision)?;
    for added in &policies {
        policy::insert(&mut connection, tenant, added, now).await?;
    }
    let mut groups = Groups::new(random, size, &policies, revision);
    let mut people = People::new(random, &snapshot.organization.domain, size.people);
    let mut changed = Vec::new();
    let mut everybody = Vec::with_capacity(size.people);
    for _ in 0..size.people {
        let mut someone = people.make();
        someone.revision = revision;
        let department = someone.department.clone().unwrap_or_default();
        someone.direct_policy = direct_for(random, &policies, &department);
        groups.join(random, &mut someone);
        if someone.direct_policy.is_some() {
            changed.push(ChangedPerson {
                person: someone.id,
                before: None,
                after: someone.direct_policy,
            });
        }
        everybody.push(someone);
    }
    // Most tables are in the order of names: written in that order, each page of them is written once.
    everybody.sort_by_cached_key(|someone| (fold(someone.shown_name()), someone.id.0));
    changed.sort_unstable_by_key(|changed| changed.person);
    let indexes = bulk::without_indexes(&mut connection, tenant).await?;
    let mut everybody = everybody.into_iter();
    let (mut next, mut done) = (ready(&mut everybody).await, 0);
    while next.count() > 0 {
        let written = directory::add_many(&mut connection, tenant, &next, now);
        let (written, following) = tokio::join!(written, ready(&mut everybody));
        written?;
        done += next.count();
        progress(done);
        next = following;
    }
    add_groups(&mut connection, context, &groups, revision).await?;
    indexes.restore(&mut connection, tenant).await?;
    dialect::for_few_pages(&mut connection).await?;
    let number = |name: &str, count: usize| FieldChange::new(name, None, Some(count.to_string()));
    let fields = vec![
        number("People added", size.people),
        number("Groups added", groups.all.len()),
        number("Policies added", policies.len()),
    ];
    let record = Record::new(
        Action::SampleFilled,
        Target::new(TargetKind::Directory, "sample", "Sample organization"),
        fields,
    );
    let revision = draft.commit(record, &changed).await?;
    if let Err(error) = bulk::clear_up(services.database()).await {
        tracing::warn!(%error, "the database could not clear up, and does so by itself later");
    }
    Ok(Filled {
        people: size.people,
        revision,
    })
}

/// The next piece, made ready while the one before is written; without anybody after the last.
async fn ready(people: &mut impl Iterator<Item = Person>) -> NewPeople {
    let piece: Vec<_> = people.take(PIECE).collect();
    apart(|| NewPeople::of(piece)).await
}

fn check(size: Size) -> Result<(), ServiceError> {
    let range = |field: &'static str, what: &str, number: usize, from: usize, to: usize| {
        if (from..=to).contains(&number) {
            return Ok(());
        }
        let message = format!("Write a number of {what} from {from} to {to}.");
        Err(FieldErrors::one(field, "size-out-of-range", message))
    };
    range("users", "people", size.people, 1, MAXIMUM_PEOPLE)?;
    range("groups", "groups", size.groups, 0, MAXIMUM_GROUPS)?;
    range("policies", "policies", size.policies, 3, MAXIMUM_POLICIES)?;
    Ok(())
}

async fn add_groups(
    connection: &mut Connection<'_>,
    context: &OpContext,
    made: &Groups,
    revision: Revision,
) -> Result<(), ServiceError> {
    for (added, members) in made.all.iter().zip(&made.members) {
        group::upsert(connection, context.tenant, added, context.now).await?;
        group_member::add_new(connection, context.tenant, added.id, members, revision).await?;
    }
    let ranked = |assignment: &GroupAssignment| RankedGroup {
        assignment: assignment.clone(),
        group_name: String::new(),
        people: 0,
        assigned_at: context.now,
        assigned_by: context.actor_name().to_owned(),
        revision,
    };
    let rows: Vec<_> = made.ranking.iter().map(ranked).collect();
    group_assignment::replace(connection, context.tenant, &rows, revision).await?;
    Ok(())
}

/// The settings of the sample: everything about personal accounts as it came, and some domains and people blocked.
fn sample_settings(current: &OrganizationSettings) -> OrganizationSettings {
    let mut sample = current.clone();
    sample.domains.mode = DomainMode::BlockSpecific;
    sample.domains.blocked = ["mail-offers.example", "promo-desk.example", "bücher.example"]
        .into_iter()
        .filter_map(|domain| DomainName::parse(domain).ok())
        .collect();
    sample.block_all_subdomains = true;
    sample.block_external_access_user_access = true;
    sample.blocked_users = BlockedPerson::parse("it-support.desk@mailbox.example")
        .map(|person| vec![person])
        .unwrap_or_default();
    sample
}
