//! What chat servers know people by, beside what the directory says.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::decision::{Identifier, IdentifierKind};
use forecourt_model::{PersonId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    OF_PERSON = "select kind, value from identity where tenant_id = $1 and person_id = $2 order by kind, value";
    HOLDER = "select person_id from identity where tenant_id = $1 and kind = $2 and value = $3";
    CLEAR = "delete from identity where tenant_id = $1 and person_id = $2";
    INSERT = "insert into identity (tenant_id, kind, value, person_id, revision) values ($1, $2, $3, $4, $5)";
    OF_KIND = "select person_id, value from identity where tenant_id = $1 and kind = $2 order by person_id, value";
    CLEAR_KIND = "delete from identity where tenant_id = $1 and person_id = $2 and kind = $3";
    COUNT = "select kind, count(*) from identity where tenant_id = $1 group by kind order by kind";
    TOUCH = "update assignment set revision = $3 where tenant_id = $1 and person_id = $2";
}

/// An identity in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its canonical form.
    pub value: String,
}

impl From<&Identifier> for Identity {
    fn from(identifier: &Identifier) -> Self {
        Self {
            kind: identifier.kind(),
            value: identifier.as_str().to_owned(),
        }
    }
}

/// The kind with a name of the database.
pub(crate) fn kind_of(code: &str) -> Result<IdentifierKind, StoreError> {
    IdentifierKind::from_code(code).ok_or_else(|| StoreError::Inconsistent {
        table: "identity",
        problem: format!("the kind `{code}`"),
    })
}

/// The identities of a person.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<Identity>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, String), OF_PERSON, tenant.0, person.0)?;
    rows.into_iter()
        .map(|(kind, value)| {
            let kind = kind_of(&kind)?;
            Ok(Identity { kind, value })
        })
        .collect()
}

/// Who has an identity.
///
/// # Errors
/// [`StoreError`].
pub async fn holder(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    identity: &Identity,
) -> Result<Option<PersonId>, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (Uuid,),
        HOLDER,
        tenant.0,
        identity.kind.code(),
        identity.value.as_str()
    )?;
    Ok(row.map(|(person,)| PersonId(person)))
}

/// Gives a person these identities and no others, as change `revision`.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody else has one of them; [`StoreError::Reference`] when the person is gone.
pub async fn replace(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    identities: &[Identity],
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR, tenant.0, person.0)?;
    for identity in identities {
        crate::execute!(
            connection,
            INSERT,
            tenant.0,
            identity.kind.code(),
            identity.value.as_str(),
            person.0,
            revision.0
        )?;
    }
    crate::execute!(connection, TOUCH, tenant.0, person.0, revision.0)?;
    Ok(())
}

/// Every identity of one kind with who has it, by person.
///
/// # Errors
/// [`StoreError`].
pub async fn of_kind(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    kind: IdentifierKind,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid, String), OF_KIND, tenant.0, kind.code())?;
    let rows = rows.into_iter();
    Ok(rows.map(|(person, value)| (PersonId(person), value)).collect())
}

/// Gives each of these people these identities of one kind and no others of it, as change `revision`. What one of them
/// gives up another may get. Of people who are gone only nothing can be written.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody else has one of them; [`StoreError::Reference`] when a person is gone.
pub async fn replace_kind(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    kind: IdentifierKind,
    people: &[(PersonId, Vec<String>)],
    revision: Revision,
) -> Result<(), StoreError> {
    for (person, _) in people {
        crate::execute!(connection, CLEAR_KIND, tenant.0, person.0, kind.code())?;
    }
    for (person, values) in people {
        for value in values {
            crate::execute!(
                connection,
                INSERT,
                tenant.0,
                kind.code(),
                value.as_str(),
                person.0,
                revision.0
            )?;
        }
        crate::execute!(connection, TOUCH, tenant.0, person.0, revision.0)?;
    }
    Ok(())
}

/// How many identities there are of each kind.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<(IdentifierKind, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64), COUNT, tenant.0)?;
    rows.into_iter()
        .map(|(kind, count)| Ok((kind_of(&kind)?, u64::try_from(count).unwrap_or_default())))
        .collect()
}
