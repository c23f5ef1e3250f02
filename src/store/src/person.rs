//! People of the directory, and the policies assigned to them directly.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use crate::person_search;
use forecourt_model::access::SourceKind;
use forecourt_model::folding::{fold, fold_case};
use forecourt_model::{GroupId, PersonId, PolicyId, Revision, TenantId};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

/// The columns of a person with what counts for them, for [`Row`].
macro_rules! select_person {
    ($($rest:literal)+) => {
        concat!(
            "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
             p.account_enabled, a.direct_policy_id, a.effective_policy_id, a.effective_source, a.effective_group_id,
             a.revision from person p join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id ",
            $($rest),+
        )
    };
}
pub(crate) use select_person;

crate::statements! {
    FIND = select_person!("where p.tenant_id = $1 and p.person_id = $2");
    FIND_MANY = select_person!("where p.tenant_id = $1 and p.person_id in (select c.person_id from {ids:2} c)");
    FIND_BY_NAME = select_person!("where p.tenant_id = $1 and p.user_principal_name_folded = $2");
    FIND_BY_ADDRESS = select_person!("where p.tenant_id = $1
            and (p.user_principal_name_folded = $2 or p.sip_address_folded = $2 or p.mail_folded = $2)
            order by p.user_principal_name_folded limit $3");
    UPSERT = "insert into person (tenant_id, person_id, user_principal_name, user_principal_name_folded, display_name,
              display_name_folded, sip_address, sip_address_folded, mail, mail_folded, department, department_folded,
              account_enabled, created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
              on conflict (tenant_id, person_id) do update set
              user_principal_name = excluded.user_principal_name,
              user_principal_name_folded = excluded.user_principal_name_folded,
              display_name = excluded.display_name, display_name_folded = excluded.display_name_folded,
              sip_address = excluded.sip_address, sip_address_folded = excluded.sip_address_folded,
              mail = excluded.mail, mail_folded = excluded.mail_folded, department = excluded.department,
              department_folded = excluded.department_folded, account_enabled = excluded.account_enabled,
              updated_at = excluded.updated_at";
    UPSERT_ASSIGNMENT = "insert into assignment (tenant_id, person_id, display_name_folded, effective_policy_id,
              effective_source, revision) values ($1, $2, $3, $4, 'global', $5)
              on conflict (tenant_id, person_id) do update set
              display_name_folded = excluded.display_name_folded, revision = excluded.revision";
    CREATED = "select created_at from person where tenant_id = $1 and person_id = $2";
    DELETE = "delete from person where tenant_id = $1 and person_id = $2";
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
    /// The group that it comes from, when it comes from one.
    pub effective_group: Option<GroupId>,
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

/// Also read from a list of these in their order.
#[derive(sqlx::FromRow, Deserialize)]
pub(crate) struct Row {
    person_id: Uuid,
    user_principal_name: String,
    display_name: String,
    sip_address: Option<String>,
    mail: Option<String>,
    department: Option<String>,
    account_enabled: bool,
    direct_policy_id: Option<Uuid>,
    effective_policy_id: Uuid,
    effective_source: String,
    effective_group_id: Option<Uuid>,
    revision: i64,
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
            effective_group: row.effective_group_id.map(GroupId),
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

/// Finds people by object id, in no order. Those who are not there are left out.
///
/// # Errors
/// [`StoreError`].
pub async fn find_many(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
) -> Result<Vec<Person>, StoreError> {
    let text = text_for(connection.engine(), FIND_MANY);
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let rows = crate::fetch_all!(connection, Row, text.clone(), tenant.0, ids.clone())?;
    rows.into_iter().map(Person::try_from).collect()
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

/// Adds a person, or replaces what is known of one. What counts for them is not touched: somebody new has Global,
/// until [`crate::assignment`] writes something else.
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
        to_micros(now)
    )?;
    crate::execute!(
        connection,
        UPSERT_ASSIGNMENT,
        tenant.0,
        person.id.0,
        display.as_str(),
        PolicyId::GLOBAL.0,
        person.revision.0
    )?;
    person_search::write(connection, tenant, person).await
}

/// When a person was added to the directory.
///
/// # Errors
/// [`StoreError`].
pub async fn created_at(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<OffsetDateTime>, StoreError> {
    crate::fetch_optional!(connection, (i64,), CREATED, tenant.0, person.0)?
        .map(|(micros,)| from_micros("person", micros))
        .transpose()
}

/// Takes a person out of the directory. Memberships have to be ended before. Returns whether they were there.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, DELETE, tenant.0, person.0)? == 1)
}
