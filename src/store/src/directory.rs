//! Everybody at once: what an import compares a file with.

use crate::database::Connection;
use crate::error::StoreError;
use crate::person::{Person, Row};
use forecourt_model::TenantId;

crate::statements! {
    EVERYBODY = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
            p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
            from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id
            where p.tenant_id = $1";
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
