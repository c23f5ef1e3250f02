//! The state at any moment of the past, and who made it so.
//!
//! Settings, policies, ranks and the rollout come from their versions, direct assignments from the audit trail, and
//! memberships from when they began and ended. What they come to is asked of the same rules as today's answers.

mod get;
mod made;
mod moment;
mod person;
mod settings;
mod state;

pub use get::{AsOf, Difference, at};
pub use made::Made;
pub use moment::{When, parse_moment, utc_words};
pub(crate) use person::person_then;
pub use person::{DecidingSetting, GroupThen, PersonThen};
pub(crate) use state::state;
pub use state::{PolicyThen, State};

use crate::error::ServiceError;
use crate::explain::find_person;
use crate::{OpContext, Services};
use forecourt_model::PersonId;
use forecourt_model::authority::Permission;

/// Who is meant by an address or an object id, for looking back. Blank means nobody.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `user` when nobody, or more than one, is meant;
/// [`ServiceError::Store`].
pub async fn who(
    services: &Services,
    context: &OpContext,
    address: &str,
) -> Result<Option<PersonId>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let address = address.trim();
    if address.is_empty() {
        return Ok(None);
    }
    let mut reader = services.database().read().await?;
    let found = find_person(&mut reader.connection(), context, "user", address).await?;
    found.map(|person| Some(person.id)).ok_or_else(|| {
        let message = format!(
            "Nobody in the directory has the address {address}. Write a sign-in name, a chat address or an object id."
        );
        ServiceError::field("user", "person-unknown", message)
    })
}
