//! What lies between this server and its database.

use crate::database::Connection;
use crate::error::StoreError;

/// How what is said to the database is kept from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// It never leaves this machine.
    Local,
    /// TLS of this version, as `TLSv1.3`.
    Tls(String),
    /// Not at all.
    None,
}

/// How `connection` is kept from others, as the database sees it.
///
/// # Errors
/// [`StoreError`].
pub async fn of(connection: &mut Connection<'_>) -> Result<Encryption, StoreError> {
    // Without an address, it is a Unix socket.
    let text =
        "select coalesce(inet_server_addr() <<= any ('{127.0.0.0/8,::1/128}'::inet[]), true), s.version
                from pg_stat_ssl s where s.pid = pg_backend_pid()";
    let Connection::Postgres(inner) = connection else {
        return Ok(Encryption::Local);
    };
    let (is_local, version): (bool, Option<String>) = sqlx::query_as(text).fetch_one(&mut **inner).await?;
    Ok(match version {
        Some(version) => Encryption::Tls(version),
        None if is_local => Encryption::Local,
        None => Encryption::None,
    })
}
