//! Everybody at once: what an import compares a file with, and many new people in one go.

mod add_many;

pub use add_many::{NewPeople, add_many};

use crate::database::Connection;
use crate::error::StoreError;
use crate::person::{Person, Row, select_person};
use forecourt_model::TenantId;

crate::statements! {
    EVERYBODY = select_person!("where p.tenant_id = $1");
}

/// Everybody in the directory, in no order.
///
/// # Errors
/// [`StoreError`].
pub async fn everybody(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<Person>, StoreError> {
    crate::fetch_all!(connection, Row, EVERYBODY, tenant.0)?
        .into_iter()
        .map(Person::try_from)
        .collect()
}
