//! Who could read and change what is said to the database.

use crate::address;
use crate::database::WAIT;
use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection as _, PgConnection};
use tokio::time::timeout;

/// How what is said to PostgreSQL is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// It goes no further than this machine, unless a pooler or a tunnel there carries it on.
    Local,
    /// By TLS, with a server that has to show a certificate in its name.
    Verified,
    /// By TLS, with whoever answers.
    Unverified,
    /// Not at all.
    Missing,
}

/// How what is said to PostgreSQL at `address` is kept from others. Asked of the way there, and not of the server: with a
/// pooler in between it knows only of the last part.
///
/// # Errors
/// As [`crate::Database::open`].
pub async fn of(address: &str) -> Result<Encryption, StoreError> {
    let options = address::postgres(address)?;
    match options.get_ssl_mode() {
        PgSslMode::VerifyFull => Ok(Encryption::Verified),
        _ if address::is_local(&options) => Ok(Encryption::Local),
        PgSslMode::Require => Ok(Encryption::Unverified),
        PgSslMode::Prefer => over_tls(address, options).await,
        _ => Ok(Encryption::Missing),
    }
}

/// Whether TLS is offered: then it is what `prefer` takes.
async fn over_tls(address: &str, options: PgConnectOptions) -> Result<Encryption, StoreError> {
    let options = options.ssl_mode(PgSslMode::Require);
    let connecting = timeout(WAIT, PgConnection::connect_with(&options));
    match connecting.await.map_err(|_| StoreError::Silent)? {
        Ok(connection) => {
            // What there was to know is known, however it ends.
            let _ = connection.close().await;
            Ok(Encryption::Unverified)
        }
        Err(sqlx::Error::Tls(_)) => Ok(Encryption::Missing),
        Err(error) => Err(address::not_reached(address, error)),
    }
}
