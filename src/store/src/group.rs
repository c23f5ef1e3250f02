//! Groups of the directory.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::folding::fold;
use forecourt_model::{GroupId, Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    FIND = "select group_id, display_name, kind, mail, people, revision from directory_group
            where tenant_id = $1 and group_id = $2";
    LIST = "select group_id, display_name, kind, mail, people, revision from directory_group
            where tenant_id = $1 and (display_name_folded, group_id) > ($2, $3)
            and ($4 = '' or display_name_folded like $4 escape '!')
            order by display_name_folded, group_id limit $5";
    COUNT = "select count(*) from directory_group where tenant_id = $1
             and ($2 = '' or display_name_folded like $2 escape '!')";
    UPSERT = "insert into directory_group (tenant_id, group_id, display_name, display_name_folded, kind, mail, people,
              revision, created_at) values ($1, $2, $3, $4, $5, $6, 0, $7, $8)
              on conflict (tenant_id, group_id) do update set display_name = excluded.display_name,
              display_name_folded = excluded.display_name_folded, kind = excluded.kind, mail = excluded.mail,
              revision = excluded.revision";
    DELETE = "delete from directory_group where tenant_id = $1 and group_id = $2";
    CHILDREN = "select g.group_id, g.display_name, g.kind, g.mail, g.people, g.revision from group_child c
                join directory_group g on g.tenant_id = c.tenant_id and g.group_id = c.child_group_id
                where c.tenant_id = $1 and c.group_id = $2 order by g.display_name_folded, g.group_id";
    ADD_CHILD = "insert into group_child (tenant_id, group_id, child_group_id) values ($1, $2, $3)
                 on conflict (tenant_id, group_id, child_group_id) do nothing";
    PARENTS = "select group_id from group_child where tenant_id = $1 and child_group_id = $2 order by group_id";
    REMOVE_CHILDREN = "delete from group_child where tenant_id = $1 and group_id = $2";
    REMOVE_AS_CHILD = "delete from group_child where tenant_id = $1 and child_group_id = $2";
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The object id.
    pub id: GroupId,
    /// Its name.
    pub display_name: String,
    /// What kind it is, in the directory's words: `Microsoft365`, `Security`, `Distribution`.
    pub kind: String,
    /// Its mailbox.
    pub mail: Option<String>,
    /// How many people are direct members. Not written by [`upsert`]; counted as they come and go.
    pub people: u64,
    /// The change that touched the group or its members last.
    pub revision: Revision,
}

#[derive(sqlx::FromRow)]
struct Row {
    group_id: Uuid,
    display_name: String,
    kind: String,
    mail: Option<String>,
    people: i64,
    revision: i64,
}

impl From<Row> for Group {
    fn from(row: Row) -> Self {
        Self {
            id: GroupId(row.group_id),
            display_name: row.display_name,
            kind: row.kind,
            mail: row.mail,
            people: u64::try_from(row.people).unwrap_or_default(),
            revision: Revision(row.revision),
        }
    }
}

/// A group by its identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<Option<Group>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, group.0)?;
    Ok(row.map(Group::from))
}

fn pattern(search: &str) -> String {
    let folded = fold(&search.replace('\0', " "));
    if folded.is_empty() {
        return folded;
    }
    let escaped: String = folded
        .chars()
        .flat_map(|character| {
            let escape = matches!(character, '%' | '_' | '!').then_some('!');
            escape.into_iter().chain([character])
        })
        .collect();
    format!("%{escaped}%")
}

/// At most `limit` groups whose name has `search` in it, by name, after the group `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    search: &str,
    after: Option<&Group>,
    limit: i64,
) -> Result<Vec<Group>, StoreError> {
    let name = after.map(|group| fold(&group.display_name)).unwrap_or_default();
    let id = after.map_or(Uuid::nil(), |group| group.id.0);
    let pattern = pattern(search);
    let rows = crate::fetch_all!(
        connection,
        Row,
        LIST,
        tenant.0,
        name.as_str(),
        id,
        pattern.as_str(),
        limit
    )?;
    Ok(rows.into_iter().map(Group::from).collect())
}

/// How many groups have `search` in their name.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    search: &str,
) -> Result<u64, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), COUNT, tenant.0, pattern(search).as_str())?;
    Ok(row.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default()))
}

/// Adds a group, or replaces what is known of one. Members are not touched.
///
/// # Errors
/// [`StoreError`].
pub async fn upsert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: &Group,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let folded = fold(&group.display_name);
    crate::execute!(
        connection,
        UPSERT,
        tenant.0,
        group.id.0,
        group.display_name.as_str(),
        folded.as_str(),
        group.kind.as_str(),
        group.mail.as_deref(),
        group.revision.0,
        to_micros(now)
    )?;
    Ok(())
}

/// Deletes a group that has no members and no assignment any more. Returns whether it was there.
///
/// # Errors
/// [`StoreError::Reference`] while a policy is assigned to it.
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<bool, StoreError> {
    crate::execute!(connection, REMOVE_CHILDREN, tenant.0, group.0)?;
    crate::execute!(connection, REMOVE_AS_CHILD, tenant.0, group.0)?;
    Ok(crate::execute!(connection, DELETE, tenant.0, group.0)? == 1)
}

/// The groups that are members of a group, by name. Their people are no members of it.
///
/// # Errors
/// [`StoreError`].
pub async fn children(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<Vec<Group>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, CHILDREN, tenant.0, group.0)?;
    Ok(rows.into_iter().map(Group::from).collect())
}

/// The groups that a group is a member of.
///
/// # Errors
/// [`StoreError`].
pub async fn parents(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<Vec<GroupId>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), PARENTS, tenant.0, group.0)?;
    Ok(rows.into_iter().map(|(group,)| GroupId(group)).collect())
}

/// Makes a group a member of another.
///
/// # Errors
/// [`StoreError`].
pub async fn add_child(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    child: GroupId,
) -> Result<(), StoreError> {
    crate::execute!(connection, ADD_CHILD, tenant.0, group.0, child.0)?;
    Ok(())
}

/// Writes which groups are members of a group.
///
/// # Errors
/// [`StoreError`].
pub async fn set_children(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    children: &[GroupId],
) -> Result<(), StoreError> {
    crate::execute!(connection, REMOVE_CHILDREN, tenant.0, group.0)?;
    for child in children {
        crate::execute!(connection, ADD_CHILD, tenant.0, group.0, child.0)?;
    }
    Ok(())
}
