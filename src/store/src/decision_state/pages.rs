//! Everybody, thousands at a time in one text.
//!
//! A row on its own costs more to hand over than to read: SQLite's come one by one from another thread, with each value
//! copied. So the engine joins what it reads, and a million people come as a few hundred rows.

use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::give_way::Turn;
use crate::identity::kind_of;
use forecourt_model::decision::IdentifierKind;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    // Compared with true, the tenant is no reason for SQLite to leave the order in which rows lie.
    ADDRESSES = "select {last place}, string_agg({id of:person_id} || '\u{1f}' || name || '\u{1f}' || sip || '\u{1f}' || mail, '\u{1e}')
        from (select {place} as place, person_id, user_principal_name_folded as name,
              coalesce(sip_address_folded, '') as sip, coalesce(mail_folded, '') as mail
              from person where (tenant_id = $1) = true and {place} > {behind:2} order by {place} limit $3) page";
    POLICIES = "select max(name), string_agg({id of:person_id} || {id of:policy_id}, '' order by name, person_id)
        from (select {stored by} as name, person_id, effective_policy_id as policy_id from assignment
              where tenant_id = $1 and {stored behind} order by {stored by}, person_id limit $4) page";
    IDENTITIES = "select max(kind), string_agg({id of:person_id} || '\u{1f}' || kind || '\u{1f}' || value, '\u{1e}' order by kind, value)
        from (select person_id, kind, value from identity where tenant_id = $1 and (kind, value) > ($2, $3)
              order by kind, value limit $4) page";
}

/// How many people a page has.
pub const PAGE: i64 = 4_096;

/// A page of people with their addresses.
#[derive(Debug)]
pub struct AddressPage {
    /// Where the next page begins.
    last: String,
    text: String,
}

impl AddressPage {
    /// Each person with the sign-in name, chat address and mailbox, folded; empty for none.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`].
    pub fn each(&self, mut person: impl FnMut(PersonId, [&str; 3])) -> Result<(), StoreError> {
        let mut turn = Turn::begin();
        for row in self.text.split('\u{1e}') {
            turn.give_way();
            let mut parts = row.split('\u{1f}');
            let mut part = || parts.next().ok_or_else(broken);
            let (id, addresses) = (part()?, [part()?, part()?, part()?]);
            person(PersonId(uuid(id)?), addresses);
        }
        Ok(())
    }
}

/// The page of people after another, or the first. `None` after the last.
///
/// # Errors
/// [`StoreError`].
pub async fn addresses(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    after: Option<&AddressPage>,
) -> Result<Option<AddressPage>, StoreError> {
    let after = after.map(|page| page.last.as_str());
    let text = text_for(connection.engine(), ADDRESSES);
    let row = crate::fetch_optional!(
        connection,
        (Option<String>, Option<String>),
        text,
        tenant.0,
        after,
        PAGE
    )?;
    Ok(match row {
        Some((Some(last), Some(text))) => Some(AddressPage { last, text }),
        _ => None,
    })
}

/// A page of people with their policies.
#[derive(Debug)]
pub struct PolicyPage {
    name: String,
    text: String,
}

impl PolicyPage {
    /// Each person with the policy that counts.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`].
    pub fn each(&self, person: impl FnMut(PersonId, PolicyId)) -> Result<(), StoreError> {
        each_policy(&self.text, person)
    }

    fn last_person(&self) -> &str {
        let from = self.text.len().saturating_sub(64);
        self.text.get(from..from + 32).unwrap_or_default()
    }
}

/// Each person of a text with the policy that counts: both as 32 digits, one after the other.
pub(super) fn each_policy(text: &str, mut person: impl FnMut(PersonId, PolicyId)) -> Result<(), StoreError> {
    let (mut rest, mut turn) = (text, Turn::begin());
    while !rest.is_empty() {
        let (id, more) = rest.split_at_checked(32).ok_or_else(broken)?;
        let (policy, more) = more.split_at_checked(32).ok_or_else(broken)?;
        person(PersonId(uuid(id)?), PolicyId(uuid(policy)?));
        rest = more;
        turn.give_way();
    }
    Ok(())
}

/// The page of assignments after another, or the first. `None` after the last.
///
/// # Errors
/// [`StoreError`].
pub async fn policies(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    after: Option<&PolicyPage>,
) -> Result<Option<PolicyPage>, StoreError> {
    const FIRST: &str = "00000000000000000000000000000000";
    let (name, person) = after.map_or(("", FIRST), |page| (page.name.as_str(), page.last_person()));
    let text = text_for(connection.engine(), POLICIES);
    let row = crate::fetch_optional!(
        connection,
        (Option<String>, Option<String>),
        text,
        tenant.0,
        name,
        person,
        PAGE
    )?;
    Ok(match row {
        Some((Some(name), Some(text))) => Some(PolicyPage { name, text }),
        _ => None,
    })
}

/// A page of what chat servers know people by.
#[derive(Debug)]
pub struct IdentityPage {
    kind: String,
    text: String,
}

impl IdentityPage {
    /// Each identity with its person.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`].
    pub fn each(&self, mut identity: impl FnMut(PersonId, IdentifierKind, &str)) -> Result<(), StoreError> {
        for row in self.text.split('\u{1e}') {
            let (id, rest) = row.split_once('\u{1f}').ok_or_else(broken)?;
            let (kind, value) = rest.split_once('\u{1f}').ok_or_else(broken)?;
            identity(PersonId(uuid(id)?), kind_of(kind)?, value);
        }
        Ok(())
    }

    fn last_value(&self) -> &str {
        self.text.rsplit_once('\u{1f}').map_or("", |(_, value)| value)
    }
}

/// The page of identities after another, or the first. `None` after the last.
///
/// # Errors
/// [`StoreError`].
pub async fn identities(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    after: Option<&IdentityPage>,
) -> Result<Option<IdentityPage>, StoreError> {
    let (kind, value) = after.map_or(("", ""), |page| (page.kind.as_str(), page.last_value()));
    let text = text_for(connection.engine(), IDENTITIES);
    let row = crate::fetch_optional!(
        connection,
        (Option<String>, Option<String>),
        text,
        tenant.0,
        kind,
        value,
        PAGE
    )?;
    Ok(match row {
        Some((Some(kind), Some(text))) => Some(IdentityPage { kind, text }),
        _ => None,
    })
}

fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::try_parse_ascii(text.as_bytes()).map_err(|_| broken())
}

fn broken() -> StoreError {
    StoreError::Inconsistent {
        table: "person",
        problem: "a page of people cannot be read".to_owned(),
    }
}
