//! People of the directory, and the policies assigned to them directly.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::access::SourceKind;
use forecourt_model::folding::{fold, fold_case};
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    FIND = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
            p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
            from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id
            where p.tenant_id = $1 and p.person_id = $2";
    FIND_BY_NAME = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
            p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
            from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id
            where p.tenant_id = $1 and p.user_principal_name_folded = $2";
    FIND_BY_ADDRESS = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
            p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
            from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id
            where p.tenant_id = $1
            and (p.user_principal_name_folded = $2 or p.sip_address_folded = $2 or p.mail_folded = $2)
            order by p.user_principal_name_folded limit $3";
    UPSERT = "insert into person (tenant_id, person_id, user_principal_name, user_principal_name_folded, display_name,
              display_name_folded, sip_address, sip_address_folded, mail, mail_folded, department, department_folded,
              account_enabled, search_text, effective_policy_id, effective_source, revision, created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
              on conflict (tenant_id, person_id) do update set
              user_principal_name = excluded.user_principal_name,
              user_principal_name_folded = excluded.user_principal_name_folded,
              display_name = excluded.display_name, display_name_folded = excluded.display_name_folded,
              sip_address = excluded.sip_address, sip_address_folded = excluded.sip_address_folded,
              mail = excluded.mail, mail_folded = excluded.mail_folded, department = excluded.department,
              department_folded = excluded.department_folded, account_enabled = excluded.account_enabled,
              search_text = excluded.search_text, effective_policy_id = excluded.effective_policy_id,
              effective_source = excluded.effective_source, revision = excluded.revision,
              updated_at = excluded.updated_at";
    ASSIGN = "insert into direct_assignment (tenant_id, person_id, policy_id, assigned_at, assigned_by, revision)
              values ($1, $2, $3, $4, $5, $6)
              on conflict (tenant_id, person_id) do update set policy_id = excluded.policy_id,
              assigned_at = excluded.assigned_at, assigned_by = excluded.assigned_by, revision = excluded.revision";
    UNASSIGN = "delete from direct_assignment where tenant_id = $1 and person_id = $2";
    SET_EFFECTIVE = "update person set effective_policy_id = $3, effective_source = $4, revision = $5, updated_at = $6
                     where tenant_id = $1 and person_id = $2";
    WITH_POLICY = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
            p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
            from direct_assignment d join person p on p.tenant_id = d.tenant_id and p.person_id = d.person_id
            where d.tenant_id = $1 and d.policy_id = $2 order by p.display_name_folded, p.person_id limit $3";
}

/// A person of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The object id.
    pub id: PersonId,
    /// The name they sign in with.
    pub user_principal_name: String,
    /// The name that others see. May be empty.
    pub display_name: String,
    /// Where chats reach them; differs from the sign-in name for some.
    pub sip_address: Option<String>,
    /// Their mailbox.
    pub mail: Option<String>,
    /// Their department.
    pub department: Option<String>,
    /// Whether they can sign in.
    pub account_enabled: bool,
    /// The policy assigned to them directly.
    pub direct_policy: Option<PolicyId>,
    /// The one policy that counts.
    pub effective_policy: PolicyId,
    /// Where that one comes from.
    pub effective_source: SourceKind,
    /// The change that they were last touched by.
    pub revision: Revision,
}

impl Person {
    /// The name to show: the display name, or the sign-in name where that is blank.
    pub fn shown_name(&self) -> &str {
        if self.display_name.trim().is_empty() {
            &self.user_principal_name
        } else {
            &self.display_name
        }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    person_id: Uuid,
    user_principal_name: String,
    display_name: String,
    sip_address: Option<String>,
    mail: Option<String>,
    department: Option<String>,
    account_enabled: bool,
    effective_policy_id: Uuid,
    effective_source: String,
    revision: i64,
    direct_policy_id: Option<Uuid>,
}

impl TryFrom<Row> for Person {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wrong = || StoreError::Inconsistent {
            table: "person",
            problem: format!("the source `{}`", row.effective_source),
        };
        Ok(Self {
            id: PersonId(row.person_id),
            effective_source: SourceKind::from_code(&row.effective_source).ok_or_else(wrong)?,
            user_principal_name: row.user_principal_name,
            display_name: row.display_name,
            sip_address: row.sip_address,
            mail: row.mail,
            department: row.department,
            account_enabled: row.account_enabled,
            direct_policy: row.direct_policy_id.map(PolicyId),
            effective_policy: PolicyId(row.effective_policy_id),
            revision: Revision(row.revision),
        })
    }
}

/// Finds a person by object id.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<Person>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, person.0)?
        .map(Person::try_from)
        .transpose()
}

/// Finds a person by sign-in name, whatever its case.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_name(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    user_principal_name: &str,
) -> Result<Option<Person>, StoreError> {
    let folded = fold_case(user_principal_name.trim());
    crate::fetch_optional!(connection, Row, FIND_BY_NAME, tenant.0, folded.as_str())?
        .map(Person::try_from)
        .transpose()
}

/// The form in which addresses are compared: without `sip:` and without regard to case.
pub fn fold_address(address: &str) -> String {
    let trimmed = address.trim();
    let bare = match trimmed.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("sip:") => trimmed.get(4..).unwrap_or_default(),
        _ => trimmed,
    };
    fold_case(bare)
}

/// At most `limit` people whose sign-in name, chat address or mailbox is `address`, whatever its case, with or without
/// `sip:`. More than one when addresses are shared.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_address(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    address: &str,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    let folded = fold_address(address);
    if folded.is_empty() || folded.contains('\0') {
        return Ok(Vec::new());
    }
    let rows = crate::fetch_all!(connection, Row, FIND_BY_ADDRESS, tenant.0, folded.as_str(), limit)?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Adds a person, or replaces what is known of one. The direct assignment is not touched.
///
/// # Errors
/// [`StoreError::Duplicate`] when another person has the sign-in name.
pub async fn upsert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: &Person,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let (name, display) = (
        fold_case(person.user_principal_name.trim()),
        fold(person.shown_name()),
    );
    let department = fold(person.department.as_deref().unwrap_or_default());
    let address = |address: &Option<String>| address.as_deref().map(fold_address);
    let mail = person
        .mail
        .as_deref()
        .or(person.sip_address.as_deref())
        .unwrap_or_default();
    let search = format!(
        "{display}\n{}\n{}\n{department}",
        fold(&person.user_principal_name),
        fold(mail)
    );
    crate::execute!(
        connection,
        UPSERT,
        tenant.0,
        person.id.0,
        person.user_principal_name.as_str(),
        name.as_str(),
        person.display_name.as_str(),
        display.as_str(),
        person.sip_address.as_deref(),
        address(&person.sip_address),
        person.mail.as_deref(),
        address(&person.mail),
        person.department.as_deref(),
        department.as_str(),
        person.account_enabled,
        search.as_str(),
        person.effective_policy.0,
        person.effective_source.code(),
        person.revision.0,
        to_micros(now)
    )?;
    Ok(())
}

/// Assigns a policy to a person directly, or takes the direct assignment away, and writes what is effective then.
///
/// # Errors
/// [`StoreError::Reference`] when person or policy is gone.
#[expect(
    clippy::too_many_arguments,
    reason = "one row of a table with as many columns"
)]
pub async fn set_direct(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    direct: Option<PolicyId>,
    effective: (PolicyId, SourceKind),
    assigned_by: &str,
    revision: Revision,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let moment = to_micros(now);
    match direct {
        Some(policy) => crate::execute!(
            connection,
            ASSIGN,
            tenant.0,
            person.0,
            policy.0,
            moment,
            assigned_by,
            revision.0
        )?,
        None => crate::execute!(connection, UNASSIGN, tenant.0, person.0)?,
    };
    let (policy, source) = effective;
    crate::execute!(
        connection,
        SET_EFFECTIVE,
        tenant.0,
        person.0,
        policy.0,
        source.code(),
        revision.0,
        moment
    )?;
    Ok(())
}

/// At most `limit` people who hold a policy directly, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn with_policy(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, WITH_POLICY, tenant.0, policy.0, limit)?;
    rows.into_iter().map(Person::try_from).collect()
}
