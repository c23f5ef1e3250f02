//! Reading the state, and bringing it up to date by what changed.

use super::outside::standard_and;
use super::refusal;
use super::state::{DraftRules, State};
use crate::change::{Action, TargetKind};
use crate::error::ServiceError;
use crate::snapshot::Snapshot;
use forecourt_model::decision::{
    Directory, DirectoryBuilder, FingerprintKey, Identifier, IdentifierKind, OutsideRules, PolicyTable, Rules,
};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, Revision, TenantId};
use forecourt_store::decision_state::{self as store, Addresses, Whose};
use forecourt_store::{Connection, Database, decision_log, identity};
use std::collections::HashMap;
use std::sync::Arc;

/// From how many changes on they are not looked at one by one.
const MANY_CHANGES: i64 = 200;

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
    let mut reader = database.read().await?;
    let mut connection = reader.connection();
    let common = common(&mut connection, tenant, snapshot, &PolicyTable::default()).await?;
    let directory = directory(&mut connection, tenant, key, snapshot, &common.rules.policies).await?;
    Ok(State {
        revision: snapshot.revision(),
        directory,
        ..common.with(snapshot)
    })
}

/// Everything but the people.
struct Common {
    rules: Rules,
    draft: Option<Arc<DraftRules>>,
    refusal: Arc<refusal::Refusal>,
}

impl Common {
    fn with(self, snapshot: &Snapshot) -> State {
        State {
            revision: snapshot.revision(),
            rules: Arc::new(self.rules),
            directory: DirectoryBuilder::new(FingerprintKey([0; 16]), 0).build(),
            draft: self.draft,
            rollout: snapshot.rollout.as_ref().map(|stored| stored.rollout),
            refusal: self.refusal,
        }
    }
}

async fn common(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    before: &PolicyTable,
) -> Result<Common, ServiceError> {
    let outside = standard_and(connection, tenant).await?;
    let rules = rules_of(snapshot, &snapshot.settings, &outside, before);
    let draft = decision_log::draft(connection, tenant).await?.map(|stored| {
        Arc::new(DraftRules {
            revision: stored.revision,
            rules: rules_of(snapshot, &stored.settings, &outside, &rules.policies),
        })
    });
    let refusal = Arc::new(refusal::stored(connection, tenant).await?);
    Ok(Common {
        rules,
        draft,
        refusal,
    })
}

/// The rules that settings come to, with the policies of now.
pub(super) fn rules_of(
    snapshot: &Snapshot,
    settings: &OrganizationSettings,
    outside: &OutsideRules,
    before: &PolicyTable,
) -> Rules {
    Rules {
        policies: PolicyTable::new(settings, &snapshot.policies, before),
        outside: outside.clone(),
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

async fn directory(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    key: FingerprintKey,
    snapshot: &Snapshot,
    policies: &PolicyTable,
) -> Result<Directory, ServiceError> {
    let expected = usize::try_from(snapshot.people()).unwrap_or_default();
    let mut assigned = HashMap::with_capacity(expected);
    store::policies(connection, tenant, Whose::Everybody, |person, policy| {
        assigned.insert(person, policies.number(policy));
    })
    .await?;
    let mut more: HashMap<PersonId, Vec<Identifier>> = HashMap::new();
    store::identities(connection, tenant, |person, kind, value| {
        if let Ok(identifier) = Identifier::parse(Some(kind), value) {
            more.entry(person).or_default().push(identifier);
        }
    })
    .await?;
    let mut builder = DirectoryBuilder::new(key, expected);
    store::addresses(connection, tenant, None, |addresses| {
        let Some(policy) = assigned.get(&addresses.0) else {
            return;
        };
        let mut identifiers = identifiers_of(&addresses);
        identifiers.extend(more.remove(&addresses.0).unwrap_or_default());
        builder.add(addresses.0, *policy, &identifiers);
    })
    .await?;
    Ok(builder.build())
}

/// What changed about people.
enum Touched {
    /// Nobody, or those whom the changes have recorded, and these.
    Recorded(Vec<PersonId>),
    /// Whoever was written since.
    Written,
    /// Perhaps somebody is gone.
    Everything,
}

/// What the changes in between can have done to people.
async fn touched(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    between: (Revision, Revision),
) -> Result<Touched, ServiceError> {
    let changes = store::changes(connection, tenant, between, MANY_CHANGES).await?;
    if i64::try_from(changes.len()).is_ok_and(|count| count >= MANY_CHANGES) {
        return Ok(Touched::Everything);
    }
    let mut named = Vec::new();
    let mut written = false;
    for (action, kind, id) in changes {
        let kind = TargetKind::from_code(&kind);
        match (Action::from_code(&action), kind) {
            // Undoing an import can take people out.
            (Some(Action::ConfigurationImported | Action::SampleFilled) | None, _)
            | (_, Some(TargetKind::Directory) | None) => return Ok(Touched::Everything),
            (_, Some(TargetKind::Group)) => written = true,
            (_, Some(TargetKind::Person)) => named.extend(id.parse::<PersonId>().ok()),
            _ => {}
        }
    }
    Ok(if written {
        Touched::Written
    } else {
        Touched::Recorded(named)
    })
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
    let mut reader = database.read().await?;
    let mut connection = reader.connection();
    let (after, until) = (held.revision, snapshot.revision());
    let common = common(&mut connection, tenant, snapshot, &held.rules.policies).await?;
    let policies = &common.rules.policies;
    let mut directory = held.directory.clone();
    match touched(&mut connection, tenant, (after, until)).await? {
        Touched::Everything => {
            let key = directory.key();
            directory = self::directory(&mut connection, tenant, key, snapshot, policies).await?;
        }
        Touched::Written => {
            let set = |person, policy| {
                directory.set_policy(person, policies.number(policy));
            };
            store::policies(&mut connection, tenant, Whose::WrittenAfter(after), set).await?;
        }
        Touched::Recorded(named) => {
            let set = |person, policy| {
                directory.set_policy(person, policies.number(policy));
            };
            let whose = Whose::RecordedBetween(after, until);
            store::policies(&mut connection, tenant, whose, set).await?;
            for person in named {
                renew_person(&mut connection, tenant, person, policies, &mut directory).await?;
            }
        }
    }
    Ok(State {
        directory,
        ..common.with(snapshot)
    })
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
