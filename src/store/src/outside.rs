//! What the administrator says about servers outside.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::decision::{ServerClass, ServerName};
use forecourt_model::{Revision, TenantId};

crate::statements! {
    LIST = "select server, class from outside_server where tenant_id = $1 order by server";
    CLEAR = "delete from outside_server where tenant_id = $1";
    INSERT = "insert into outside_server (tenant_id, server, class, revision) values ($1, $2, $3, $4)";
}

/// The rows of the list.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<(ServerName, ServerClass)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, String), LIST, tenant.0)?;
    let wrong = |problem| StoreError::Inconsistent {
        table: "outside_server",
        problem,
    };
    rows.into_iter()
        .map(|(server, class)| {
            let name = ServerName::parse(&server).map_err(|error| wrong(error.to_string()))?;
            let class =
                ServerClass::from_code(&class).ok_or_else(|| wrong(format!("the class `{class}`")))?;
            Ok((name, class))
        })
        .collect()
}

/// Writes the whole list as change `revision`.
///
/// # Errors
/// [`StoreError::Duplicate`] when a server is in it twice.
pub async fn replace(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    list: &[(ServerName, ServerClass)],
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR, tenant.0)?;
    for (server, class) in list {
        crate::execute!(
            connection,
            INSERT,
            tenant.0,
            server.as_str(),
            class.code(),
            revision.0
        )?;
    }
    Ok(())
}
