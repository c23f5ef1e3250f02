//! Who gets around controls, one by one.

use super::report::{facts, open_policies};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_model::compliance::{Control, Topic};
use forecourt_model::folding::fold;
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::{directory, exception};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use time::OffsetDateTime;

/// A person who gets around controls by a policy other than Global.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EscapingPerson {
    /// Who.
    pub id: PersonId,
    /// The sign-in name.
    pub user_principal_name: String,
    /// The name, perhaps empty.
    pub display_name: String,
    /// The policy that counts for them.
    pub policy: String,
    /// Where they have it from.
    pub source: SourceKind,
    /// The controls.
    pub controls: Vec<Control>,
    /// Why, when there is an exception with a reason.
    pub reason: Option<String>,
    /// Who answers for the exception.
    pub owner: Option<String>,
    /// When the exception ends. UTC.
    #[serde(serialize_with = "time::serde::rfc3339::option::serialize")]
    pub ends: Option<OffsetDateTime>,
}

/// Everybody who gets around a control, by sign-in name.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn escaping(services: &Services, context: &OpContext) -> Result<Vec<EscapingPerson>, ServiceError> {
    context.require(Permission::ReadSettings)?;
    context.require(Permission::ReadPolicies)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let facts = facts(&snapshot);
    let mut topics: BTreeMap<PolicyId, Vec<Topic>> = BTreeMap::new();
    for topic in [Topic::Domains, Topic::Chat, Topic::Inbound] {
        for policy in open_policies(&snapshot, &facts, topic) {
            topics.entry(policy).or_default().push(topic);
        }
    }
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let filter = exception::Filter::default();
    let exceptions = exception::list(&mut connection, context.tenant, &filter, None, i64::MAX).await?;
    let exceptions: HashMap<PersonId, _> = exceptions
        .into_iter()
        .map(|listed| (listed.exception.person, listed.exception))
        .collect();
    let mut all: Vec<_> = directory::everybody(&mut connection, context.tenant)
        .await?
        .into_iter()
        .filter_map(|person| {
            let open = topics.get(&person.effective_policy)?;
            let exception = exceptions.get(&person.id);
            Some(EscapingPerson {
                id: person.id,
                policy: snapshot
                    .policy(person.effective_policy)
                    .map(|policy| policy.name.to_string())
                    .unwrap_or_default(),
                source: person.effective_source,
                controls: Control::ALL
                    .into_iter()
                    .filter(|control| open.contains(&control.topic()))
                    .collect(),
                reason: exception.and_then(|exception| exception.reason.clone()),
                owner: exception.map(|exception| exception.owner.clone()),
                ends: exception.and_then(|exception| exception.expires_at),
                user_principal_name: person.user_principal_name,
                display_name: person.display_name,
            })
        })
        .collect();
    all.sort_by_cached_key(|person| {
        (
            fold(&person.user_principal_name),
            person.user_principal_name.clone(),
        )
    });
    Ok(all)
}
