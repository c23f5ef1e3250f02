//! What decisions are made from: everybody in [`pages`], or those whom a change touched, one by one.

pub mod pages;

use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    POLICIES_SINCE = "select person_id, effective_policy_id from assignment where tenant_id = $1 and revision > $2";
    // What is assigned directly counts, so only for those who lost it what counts now is looked up; whoever is gone has
    // no policy. In the order of changes: the last of a person's is the one that holds.
    POLICIES_RECORDED = "select string_agg({id of:r.person_id} || {id of:r.policy_id}, '') from (
          select c.revision, c.person_id, coalesce(c.policy_after, (select a.effective_policy_id from assignment a
            where a.tenant_id = c.tenant_id and a.person_id = c.person_id)) as policy_id from change_person c
          where c.tenant_id = $1 and c.revision > $2 and c.revision <= $3) r
        where r.policy_id is not null group by r.revision order by r.revision";
    ADDRESSES_OF = "select person_id, user_principal_name_folded, sip_address_folded, mail_folded from person
        where tenant_id = $1 and person_id = $2";
    POLICY_OF = "select effective_policy_id from assignment where tenant_id = $1 and person_id = $2";
    CHANGES = "select action, target_kind, target_id from change
        where tenant_id = $1 and revision > $2 and revision <= $3 order by revision limit $4";
}

/// Somebody's addresses, folded: sign-in name, chat address, mailbox.
pub type Addresses = (PersonId, String, Option<String>, Option<String>);

/// Reads those whose assignment was written after a change, with the policy that counts for them.
///
/// # Errors
/// [`StoreError`].
pub async fn policies_since(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    after: Revision,
    mut each: impl FnMut(PersonId, PolicyId),
) -> Result<(), StoreError> {
    let mut row = |(person, policy): (Uuid, Uuid)| each(PersonId(person), PolicyId(policy));
    crate::for_each!(connection, (Uuid, Uuid), row, POLICIES_SINCE, tenant.0, after.0)
}

/// Whom a change has recorded, with the policy that counts for them: joined to one text, as in [`pages`].
#[derive(Debug)]
pub struct Recorded(String);

impl Recorded {
    /// Takes the text apart, which takes a while for many people.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`].
    pub fn each(&self, each: impl FnMut(PersonId, PolicyId)) -> Result<(), StoreError> {
        pages::each_policy(&self.0, each)
    }
}

/// Reads whom the changes after the first have recorded, up to the second, one change after the other.
///
/// # Errors
/// [`StoreError`]; those of `each`.
pub async fn recorded(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (after, until): (Revision, Revision),
    mut each: impl FnMut(&Recorded) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let statement = text_for(connection.engine(), POLICIES_RECORDED);
    let mut outcome = Ok(());
    let mut change = |(text,): (String,)| {
        if outcome.is_ok() {
            outcome = each(&Recorded(text));
        }
    };
    crate::for_each!(
        connection,
        (String,),
        change,
        statement,
        tenant.0,
        after.0,
        until.0
    )?;
    outcome
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
