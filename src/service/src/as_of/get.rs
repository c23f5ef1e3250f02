//! Looking back.

use super::made::{Made, made};
use super::moment::When;
use super::person::{PersonThen, group_name, person_then};
use super::state::{State, state};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{organization_values, policy_values};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::authority::Permission;
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PersonId};
use std::sync::Arc;
use time::OffsetDateTime;

/// A setting, then and today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub setting: SettingKey,
    /// Its value then, as PowerShell prints it.
    pub then: String,
    /// Its value today, when it is another one.
    pub today: Option<String>,
}

/// Everything that was in force at a moment.
#[derive(Clone, Debug)]
pub struct AsOf {
    /// What decided for everybody.
    pub state: State,
    /// Every setting of the organization, then and today.
    pub settings: Vec<Difference>,
    /// Who had written the settings last.
    pub settings_made: Option<Made>,
    /// Who had written each policy last, in the order of the policies.
    pub policies_made: Vec<Option<Made>>,
    /// What the groups with a policy were called, in the order of the ranks.
    pub groups: Vec<(GroupId, String)>,
    /// The person who was asked about.
    pub person: Option<PersonThen>,
    /// The state of today, to compare with.
    pub today: Arc<Snapshot>,
    /// The moment of today.
    pub now: OffsetDateTime,
}

impl AsOf {
    /// Whether nothing was changed since.
    pub fn is_newest(&self) -> bool {
        self.state.revision == self.today.revision()
    }

    /// What differs today in a policy: none when it is the same, and a word when it is gone.
    pub fn policy_today(&self, index: usize) -> Option<String> {
        let then = self.state.policies.get(index)?;
        let Some(now) = self.today.policy(then.id) else {
            return Some("Deleted since".to_owned());
        };
        let (was, is) = (policy_values(&then.kept.settings), policy_values(&now.settings));
        let changed = was.iter().zip(&is).filter(|(was, is)| was != is).count();
        match changed {
            0 => None,
            1 => Some("1 setting differs today".to_owned()),
            several => Some(format!("{several} settings differ today")),
        }
    }
}

/// The state at a moment, and what counted for one person then.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] for a change or a person that there is not;
/// [`ServiceError::Refused`] with `as-of-future`, `as-of-before-organization`, `as-of-not-kept` or
/// `as-of-before-person`; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn at(
    services: &Services,
    context: &OpContext,
    when: When,
    person: Option<PersonId>,
) -> Result<AsOf, ServiceError> {
    context.require(Permission::ReadActivity)?;
    if person.is_some() {
        context.require(Permission::ReadPeople)?;
    }
    let today = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let state = state(&mut connection, context, &today, when).await?;
    let person = match person {
        Some(id) => Some(person_then(&mut connection, context, &state, id).await?),
        None => None,
    };
    let mut policies_made = Vec::with_capacity(state.policies.len());
    for policy in &state.policies {
        policies_made.push(made(&mut connection, context, policy.revision).await?);
    }
    let mut groups = Vec::with_capacity(state.ranking.len());
    for row in &state.ranking {
        let name = group_name(&mut connection, context, row.group, state.revision).await?;
        groups.push((row.group, name));
    }
    let settings_made = made(&mut connection, context, state.settings_revision).await?;
    let now = organization_values(&today.settings);
    let settings = organization_values(&state.settings)
        .into_iter()
        .zip(now)
        .map(|((setting, then), (_, today))| Difference {
            setting,
            today: (today != then).then_some(today),
            then,
        })
        .collect();
    Ok(AsOf {
        state,
        settings,
        settings_made,
        policies_made,
        groups,
        person,
        today,
        now: context.now,
    })
}
