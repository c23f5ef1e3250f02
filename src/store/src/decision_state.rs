//! What decisions are made from, read row by row: a million people are never held as rows.

use crate::database::Connection;
use crate::error::StoreError;
use crate::identity::kind_of;
use forecourt_model::decision::IdentifierKind;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    POLICIES = "select person_id, effective_policy_id from assignment where tenant_id = $1";
    POLICIES_SINCE = "select person_id, effective_policy_id from assignment where tenant_id = $1 and revision > $2";
    // What is assigned directly counts, so only for those who lost it what counts now is looked up. In the order of
    // changes: the last of a person's is the one that holds.
    POLICIES_RECORDED = "select c.person_id, coalesce(c.policy_after, (select a.effective_policy_id from assignment a
          where a.tenant_id = c.tenant_id and a.person_id = c.person_id)) from change_person c
        where c.tenant_id = $1 and c.revision > $2 and c.revision <= $3 order by c.revision, c.person_id";
    ADDRESSES = "select person_id, user_principal_name_folded, sip_address_folded, mail_folded from person
        where tenant_id = $1";
    ADDRESSES_OF = "select person_id, user_principal_name_folded, sip_address_folded, mail_folded from person
        where tenant_id = $1 and person_id = $2";
    ADDRESSES_SINCE = "select p.person_id, p.user_principal_name_folded, p.sip_address_folded, p.mail_folded
        from assignment a cross join person p
        where p.tenant_id = a.tenant_id and p.person_id = a.person_id and a.tenant_id = $1 and a.revision > $2";
    IDENTITIES = "select person_id, kind, value from identity where tenant_id = $1";
    POLICY_OF = "select effective_policy_id from assignment where tenant_id = $1 and person_id = $2";
    CHANGES = "select action, target_kind, target_id from change
        where tenant_id = $1 and revision > $2 and revision <= $3 order by revision limit $4";
}

/// Somebody's addresses, folded: sign-in name, chat address, mailbox.
pub type Addresses = (PersonId, String, Option<String>, Option<String>);

/// Which people's policies are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// Of those whose assignment was written after this change.
    WrittenAfter(Revision),
    /// Of those whom the changes after the first, up to the second, have recorded.
    RecordedBetween(Revision, Revision),
}

/// Reads people with the policy that counts for them, one by one.
///
/// # Errors
/// [`StoreError`].
pub async fn policies(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    whose: Whose,
    mut each: impl FnMut(PersonId, PolicyId),
) -> Result<(), StoreError> {
    let mut row = |(person, policy): (Uuid, Uuid)| each(PersonId(person), PolicyId(policy));
    match whose {
        Whose::Everybody => crate::for_each!(connection, (Uuid, Uuid), row, POLICIES, tenant.0),
        Whose::WrittenAfter(after) => {
            crate::for_each!(connection, (Uuid, Uuid), row, POLICIES_SINCE, tenant.0, after.0)
        }
        Whose::RecordedBetween(after, until) => {
            // Whoever is gone has no policy.
            let mut known =
                |(person, policy): (Uuid, Option<Uuid>)| policy.map_or((), |policy| row((person, policy)));
            crate::for_each!(
                connection,
                (Uuid, Option<Uuid>),
                known,
                POLICIES_RECORDED,
                tenant.0,
                after.0,
                until.0
            )
        }
    }
}

/// The policy that counts for a person; `None` when they are gone.
///
/// # Errors
/// [`StoreError`].
pub async fn policy_of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<PolicyId>, StoreError> {
    let row = crate::fetch_optional!(connection, (Uuid,), POLICY_OF, tenant.0, person.0)?;
    Ok(row.map(|(policy,)| PolicyId(policy)))
}

type AddressRow = (Uuid, String, Option<String>, Option<String>);

/// Reads the addresses of everybody, or of those whose assignment was written after a change.
///
/// # Errors
/// [`StoreError`].
pub async fn addresses(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    written_after: Option<Revision>,
    mut each: impl FnMut(Addresses),
) -> Result<(), StoreError> {
    let mut row = |(person, name, sip, mail): AddressRow| each((PersonId(person), name, sip, mail));
    match written_after {
        None => crate::for_each!(connection, AddressRow, row, ADDRESSES, tenant.0),
        Some(after) => crate::for_each!(connection, AddressRow, row, ADDRESSES_SINCE, tenant.0, after.0),
    }
}

/// The addresses of one person.
///
/// # Errors
/// [`StoreError`].
pub async fn addresses_of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<Addresses>, StoreError> {
    let row = crate::fetch_optional!(connection, AddressRow, ADDRESSES_OF, tenant.0, person.0)?;
    Ok(row.map(|(person, name, sip, mail)| (PersonId(person), name, sip, mail)))
}

/// Reads the identities of everybody, one by one.
///
/// # Errors
/// [`StoreError`].
pub async fn identities(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    mut each: impl FnMut(PersonId, IdentifierKind, &str),
) -> Result<(), StoreError> {
    let mut wrong = None;
    let mut row = |(person, kind, value): (Uuid, String, String)| match kind_of(&kind) {
        Ok(kind) => each(PersonId(person), kind, &value),
        Err(error) => wrong = Some(error),
    };
    crate::for_each!(connection, (Uuid, String, String), row, IDENTITIES, tenant.0)?;
    wrong.map_or(Ok(()), Err)
}

/// What the changes after one, up to another, have done to what: action, kind and key. At most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn changes(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    between: (Revision, Revision),
    limit: i64,
) -> Result<Vec<(String, String, String)>, StoreError> {
    crate::fetch_all!(
        connection,
        (String, String, String),
        CHANGES,
        tenant.0,
        between.0.0,
        between.1.0,
        limit
    )
}
