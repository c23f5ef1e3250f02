//! A handful of people, for estimating how many have what.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    FIRST = "select person_id from person_search where tenant_id = $1 order by person_id limit 1";
    LAST = "select person_id from person_search where tenant_id = $1 order by person_id desc limit 1";
    PICK = "select s.row_number, s.search_text, p.account_enabled, p.department_folded, a.effective_policy_id, a.effective_source
            from person_search s join person p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
            join assignment a on a.tenant_id = s.tenant_id and a.person_id = s.person_id
            where s.tenant_id = $1 and s.person_id >= $2 order by s.person_id limit $3";
}

/// What filters ask for, of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The number of their row, in the order of names.
    pub row_number: i64,
    /// What searches look through.
    pub search_text: String,
    /// Whether they can sign in.
    pub enabled: bool,
    /// Their department, folded.
    pub department_folded: String,
    /// Their effective policy.
    pub policy: PolicyId,
    /// Where that comes from.
    pub source: SourceKind,
}

/// The lowest and the highest identifier of the directory.
///
/// # Errors
/// [`StoreError`].
pub async fn ends(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Option<(PersonId, PersonId)>, StoreError> {
    let first = crate::fetch_optional!(connection, (Uuid,), FIRST, tenant.0)?;
    let last = crate::fetch_optional!(connection, (Uuid,), LAST, tenant.0)?;
    Ok(first
        .zip(last)
        .map(|((first,), (last,))| (PersonId(first), PersonId(last))))
}

/// At most `limit` people from the identifier `from` on.
///
/// # Errors
/// [`StoreError`].
pub async fn pick(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    from: PersonId,
    limit: i64,
) -> Result<Vec<Picked>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (i64, String, bool, String, Uuid, String),
        PICK,
        tenant.0,
        from.0,
        limit
    )?;
    let picked = |(row_number, search_text, enabled, department_folded, policy, source): (
        i64,
        String,
        bool,
        String,
        Uuid,
        String,
    )| {
        Some(Picked {
            row_number,
            search_text,
            enabled,
            department_folded,
            policy: PolicyId(policy),
            source: SourceKind::from_code(&source)?,
        })
    };
    Ok(rows.into_iter().filter_map(picked).collect())
}
