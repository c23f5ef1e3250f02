//! Reading the state, and bringing it up to date by what changed.

use super::outside::standard_and;
use super::refusal;
use super::state::{DraftRules, State};
use crate::apart::in_place;
use crate::change::{Action, TargetKind};
use crate::error::ServiceError;
use crate::snapshot::Snapshot;
use forecourt_model::decision::{
    Directory, DirectoryBuilder, Fingerprint, FingerprintKey, Identifier, IdentifierKind, OutsideRules,
    PolicyTable, Rules,
};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, Revision, TenantId};
use forecourt_store::decision_state::{self as store, Addresses, pages};
use forecourt_store::{Connection, Database, decision_draft, identity};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// From how many changes on they are not looked at one by one.
const MANY_CHANGES: i64 = 200;

/// How long one step of reading may take: a page of people, or what a change touched. A database that hangs is given up
/// then, because whoever has made a change waits.
const STEP: Duration = Duration::from_secs(20);

async fn within<T, E>(step: impl Future<Output = Result<T, E>>) -> Result<T, ServiceError>
where
    ServiceError: From<E>,
{
    Ok(timeout(STEP, step).await??)
}

/// Reads everything.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn load(
    database: &Database,
    tenant: TenantId,
    key: FingerprintKey,
    snapshot: &Snapshot,
) -> Result<State, ServiceError> {
    let mut reader = database.read_aside().await?;
    let mut connection = reader.connection();
    let common = within(common(&mut connection, tenant, snapshot, None, true)).await?;
    let directory = directory(&mut connection, tenant, key, snapshot, &common.rules.policies).await?;
    Ok(common.with(snapshot, directory))
}

/// Everything but the people.
struct Common {
    rules: Arc<Rules>,
    draft: Option<Arc<DraftRules>>,
    refusal: Arc<refusal::Refusal>,
}

impl Common {
    fn of(held: &State) -> Self {
        Self {
            rules: Arc::clone(&held.rules),
            draft: held.draft.clone(),
            refusal: Arc::clone(&held.refusal),
        }
    }

    fn with(self, snapshot: &Snapshot, directory: Directory) -> State {
        State {
            revision: snapshot.revision(),
            rules: self.rules,
            directory,
            draft: self.draft,
            rollout: snapshot.rollout.as_ref().map(|stored| stored.rollout),
            refusal: self.refusal,
        }
    }
}

/// Reads everything but the people. The lists of servers are shared with `held`, unless they changed.
async fn common(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    held: Option<&State>,
    outside_changed: bool,
) -> Result<Common, ServiceError> {
    let outside = match held {
        Some(held) if !outside_changed => Arc::clone(&held.rules.outside),
        _ => Arc::new(standard_and(connection, tenant).await?),
    };
    let first = PolicyTable::default();
    let before = held.map_or(&first, |held| &held.rules.policies);
    let rules = rules_of(snapshot, &snapshot.settings, &outside, before);
    let draft = decision_draft::find(connection, tenant).await?.map(|stored| {
        Arc::new(DraftRules {
            revision: stored.revision,
            rules: rules_of(snapshot, &stored.settings, &outside, &rules.policies),
        })
    });
    let refusal = Arc::new(refusal::stored(connection, tenant).await?);
    Ok(Common {
        rules: Arc::new(rules),
        draft,
        refusal,
    })
}

/// The rules that settings come to, with the policies of now.
pub(super) fn rules_of(
    snapshot: &Snapshot,
    settings: &OrganizationSettings,
    outside: &Arc<OutsideRules>,
    before: &PolicyTable,
) -> Rules {
    Rules {
        policies: PolicyTable::new(settings, &snapshot.policies, before),
        outside: Arc::clone(outside),
        blocked: Rules::blocked_of(settings),
        domain: snapshot.organization.domain.as_str().into(),
    }
}

fn identifiers_of(addresses: &Addresses) -> Vec<Identifier> {
    let (_, name, sip, mail) = addresses;
    [Some(name), sip.as_ref(), mail.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|text| Identifier::parse(Some(IdentifierKind::Address), text).ok())
        .collect()
}

/// What the three kinds of addresses of a person come to.
fn fingerprints_of(builder: &mut DirectoryBuilder, addresses: [&str; 3]) -> [Option<Fingerprint>; 3] {
    addresses.map(|text| {
        let found = Identifier::parse(Some(IdentifierKind::Address), text).ok()?;
        Some(builder.fingerprint(&found))
    })
}

/// What chat servers know people by, in the order of the people.
async fn identities(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    builder: &mut DirectoryBuilder,
) -> Result<Vec<(PersonId, Fingerprint)>, ServiceError> {
    let mut found = Vec::new();
    let mut page = within(pages::identities(connection, tenant, None)).await?;
    while let Some(held) = page {
        held.each(|person, kind, value| {
            if let Ok(one) = Identifier::parse(Some(kind), value) {
                found.push((person, builder.fingerprint(&one)));
            }
        })?;
        page = within(pages::identities(connection, tenant, Some(&held))).await?;
    }
    found.sort_unstable_by_key(|(person, _)| *person);
    Ok(found)
}

/// Everybody. While a page is taken apart here, the database reads the next one.
async fn directory(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    key: FingerprintKey,
    snapshot: &Snapshot,
    policies: &PolicyTable,
) -> Result<Directory, ServiceError> {
    let expected = usize::try_from(snapshot.people()).unwrap_or_default();
    let mut builder = DirectoryBuilder::new(key, expected);
    let more = identities(connection, tenant, &mut builder).await?;
    let mut page = within(pages::addresses(connection, tenant, None)).await?;
    while let Some(held) = page {
        let take_apart = async {
            held.each(|person, addresses| {
                let from = more.partition_point(|(other, _)| *other < person);
                let own = more.iter().skip(from).take_while(|(other, _)| *other == person);
                let known = own.map(|(_, one)| *one);
                let addresses = fingerprints_of(&mut builder, addresses).into_iter().flatten();
                builder.add_fingerprints(person, None, addresses.chain(known));
            })
        };
        let (next, taken) = tokio::join!(
            within(pages::addresses(connection, tenant, Some(&held))),
            take_apart
        );
        taken?;
        page = next?;
    }
    drop(more);
    let mut directory = in_place(|| builder.build());
    let mut page = within(pages::policies(connection, tenant, None)).await?;
    while let Some(held) = page {
        let take_apart = async {
            held.each(|person, policy| {
                directory.set_policy(person, policies.number(policy));
            })
        };
        let (next, taken) = tokio::join!(
            within(pages::policies(connection, tenant, Some(&held))),
            take_apart
        );
        taken?;
        page = next?;
    }
    Ok(directory)
}

/// What has to be read again.
#[derive(Default)]
struct Again {
    /// Everybody: perhaps somebody is gone.
    everybody: bool,
    /// The policies of whoever was written since, instead of whoever was recorded.
    written: bool,
    /// All that is known of these.
    named: Vec<PersonId>,
    /// Settings, policies, sentences, or settings that are tried.
    rules: bool,
    /// The lists of servers.
    outside: bool,
}

impl Again {
    fn all() -> Self {
        Self {
            everybody: true,
            rules: true,
            outside: true,
            ..Self::default()
        }
    }
}

/// Whether a change is about people, groups or accounts only: settings and policies are as they were.
fn leaves_rules(action: Action) -> bool {
    matches!(
        action,
        Action::PolicyAssigned
            | Action::PolicyUnassigned
            | Action::ExceptionChanged
            | Action::ExceptionEnded
            | Action::OperationStarted
            | Action::OperationCancelled
            | Action::PersonRemoved
            | Action::PersonAdded
            | Action::GroupAdded
            | Action::GroupChanged
            | Action::GroupRemoved
            | Action::GroupMembersChanged
            | Action::GroupPolicyAssigned
            | Action::GroupPolicyUnassigned
            | Action::GroupMoved
            | Action::IdentitiesChanged
            | Action::MessageAdded
            | Action::AdministratorAdded
            | Action::AdministratorChanged
            | Action::AdministratorRemoved
            | Action::PasswordReset
            | Action::TokenCreated
            | Action::TokenRevoked
    )
}

/// What the changes in between can have touched.
async fn touched(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    between: (Revision, Revision),
) -> Result<Again, ServiceError> {
    let changes = store::changes(connection, tenant, between, MANY_CHANGES).await?;
    if i64::try_from(changes.len()).is_ok_and(|count| count >= MANY_CHANGES) {
        return Ok(Again::all());
    }
    let mut again = Again::default();
    for (action, kind, id) in changes {
        let (Some(action), Some(kind)) = (Action::from_code(&action), TargetKind::from_code(&kind)) else {
            return Ok(Again::all());
        };
        match (action, kind) {
            // Imports add people and change who they are; undoing one can take people out.
            (Action::ConfigurationImported | Action::SampleFilled | Action::IdentitiesImported, _) => {
                return Ok(Again::all());
            }
            (_, TargetKind::Group) => again.written = true,
            (_, TargetKind::Person) => again.named.extend(id.parse::<PersonId>().ok()),
            _ => {}
        }
        again.rules |= !leaves_rules(action);
        again.outside |= action == Action::OutsideChanged;
    }
    Ok(again)
}

/// The state at `snapshot`, made from `held` and what changed since. Shares what did not change.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn update(
    database: &Database,
    tenant: TenantId,
    held: &State,
    snapshot: &Snapshot,
) -> Result<State, ServiceError> {
    let mut reader = database.read_aside().await?;
    let mut connection = reader.connection();
    let (after, until) = (held.revision, snapshot.revision());
    let again = within(touched(&mut connection, tenant, (after, until))).await?;
    let common = if again.rules {
        let outside = again.outside;
        within(common(&mut connection, tenant, snapshot, Some(held), outside)).await?
    } else {
        Common::of(held)
    };
    let policies = &common.rules.policies;
    let mut directory = held.directory.clone();
    if again.everybody {
        let key = directory.key();
        directory = self::directory(&mut connection, tenant, key, snapshot, policies).await?;
    } else {
        let mut set = |person, policy| {
            directory.set_policy(person, policies.number(policy));
        };
        if again.written {
            within(store::policies_since(&mut connection, tenant, after, set)).await?;
        } else {
            // A hundred thousand people, maybe: whoever asks for a page meanwhile does not wait for them.
            let each = |recorded: &store::Recorded| in_place(|| recorded.each(&mut set));
            within(store::recorded(&mut connection, tenant, (after, until), each)).await?;
        }
        for person in again.named {
            let step = renew_person(&mut connection, tenant, person, policies, &mut directory);
            within(step).await?;
        }
    }
    Ok(common.with(snapshot, directory))
}

async fn renew_person(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    policies: &PolicyTable,
    directory: &mut Directory,
) -> Result<(), ServiceError> {
    let addresses = store::addresses_of(connection, tenant, person).await?;
    let policy = store::policy_of(connection, tenant, person).await?;
    let (Some(addresses), Some(policy)) = (addresses, policy) else {
        directory.remove(person);
        return Ok(());
    };
    let mut identifiers = identifiers_of(&addresses);
    for more in identity::of_person(connection, tenant, person).await? {
        identifiers.extend(Identifier::parse(Some(more.kind), &more.value).ok());
    }
    directory.set_person(person, policies.number(policy), &identifiers);
    Ok(())
}
