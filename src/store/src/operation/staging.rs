//! The people of a draft: putting them there, and what working on them would do.

use super::Found;
use crate::database::Connection;
use crate::dialect::{Ids, StagedLines, Texts, text_for};
use crate::error::StoreError;
use forecourt_model::{PersonId, TenantId};
use uuid::Uuid;

// SQLite takes the tables of a cross join in their order: the people of the operation first.
crate::statements! {
    INSERT_LINES = "insert into operation_person (tenant_id, operation_id, position, line, text, person_id, outcome,
              display_name_folded)
            select $1, $2, l.position, l.line, l.text, l.person_id, l.outcome, l.name
            from {rows:3 position bigint, line bigint, text text, person_id uuid, outcome text, name text} l";
    STAGE_FAILED = "insert into operation_person (tenant_id, operation_id, position, line, text, person_id,
              display_name_folded)
            select tenant_id, $2, row_number() over (order by position), line, text, person_id, display_name_folded
            from operation_person
            where tenant_id = $1 and operation_id = $3 and outcome in ('gone', 'policy_gone') order by position";
    // With their names, which are read with them: looking people up by identifier again takes longer than writing lines.
    KNOWN = "select p.person_id, p.display_name_folded from {ids:2} c
            {in order} person p on p.tenant_id = $1 and p.person_id = c.person_id";
    ADDRESSES = "select t.text, p.person_id, p.display_name_folded from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.user_principal_name_folded = t.text
            union select t.text, p.person_id, p.display_name_folded from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.sip_address_folded = t.text
            union select t.text, p.person_id, p.display_name_folded from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.mail_folded = t.text";
    SIP_ADDRESSES = "select t.text, p.person_id, p.display_name_folded from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.sip_address_folded = t.text";
}

/// Somebody of the directory whom a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Who.
    pub person: PersonId,
    /// Their name as lists are sorted by it.
    pub name: String,
}

/// A line of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedLine {
    /// Its place, counted from 1 without gaps.
    pub position: i64,
    /// The line of the file that it stands on.
    pub line: Option<i64>,
    /// What is written there.
    pub text: Option<String>,
    /// Who is meant, when that is clear.
    pub person: Option<Meant>,
    /// Why nobody is worked on, when that is clear already.
    pub outcome: Option<Found>,
}

/// Adds lines to a draft. A few thousand at once are quick.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_lines(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    lines: &[StagedLine],
) -> Result<(), StoreError> {
    let text = text_for(connection.engine(), INSERT_LINES);
    let rows = StagedLines::of(lines);
    crate::execute!(connection, text.clone(), tenant.0, operation, rows.0.as_str())?;
    Ok(())
}

/// Adds the people whom operation `of` could not change. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn stage_failed(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    of: Uuid,
) -> Result<u64, StoreError> {
    crate::execute!(connection, STAGE_FAILED, tenant.0, operation, of)
}

/// Those of `people` who are in the directory.
///
/// # Errors
/// [`StoreError`].
pub async fn known(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
) -> Result<Vec<Meant>, StoreError> {
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let text = text_for(connection.engine(), KNOWN);
    let rows = crate::fetch_all!(connection, (Uuid, String), text.clone(), tenant.0, ids.clone())?;
    Ok(rows.into_iter().map(meant).collect())
}

/// Who has each of these addresses, which are folded: as sign-in name, chat address or mailbox. Once for each person
/// of each address.
///
/// # Errors
/// [`StoreError`].
pub async fn by_address(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    addresses: &[String],
) -> Result<Vec<(String, Meant)>, StoreError> {
    found_by(connection, tenant, ADDRESSES, addresses).await
}

/// Who has each of these addresses, which are folded, as chat address. Once for each person of each address.
///
/// # Errors
/// [`StoreError`].
pub async fn by_sip_address(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    addresses: &[String],
) -> Result<Vec<(String, Meant)>, StoreError> {
    found_by(connection, tenant, SIP_ADDRESSES, addresses).await
}

async fn found_by(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    statement: &str,
    addresses: &[String],
) -> Result<Vec<(String, Meant)>, StoreError> {
    let text = text_for(connection.engine(), statement);
    let texts = Texts::of(addresses);
    let rows = crate::fetch_all!(
        connection,
        (String, Uuid, String),
        text.clone(),
        tenant.0,
        texts.0.as_str()
    )?;
    let people = rows
        .into_iter()
        .map(|(address, id, name)| (address, meant((id, name))));
    Ok(people.collect())
}

fn meant((id, name): (Uuid, String)) -> Meant {
    let person = PersonId(id);
    Meant { person, name }
}
