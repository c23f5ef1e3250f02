//! Fewer attempts the more have failed.
//!
//! Failures are counted for the account that was tried and for the address that tried, whether the account exists or
//! not, in the database, so that every server counts together. An attempt counts as failed before it is looked at and
//! is taken back when it was right: many at the same moment count as many.

use crate::error::ServiceError;
use crate::services::Services;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forecourt_model::folding::fold_case;
use forecourt_store::{Connection, throttle as store};
use sha2::{Digest, Sha256};
use time::Duration;

/// Failures of one account before its first pause.
const ACCOUNT_LIMIT: i64 = 5;

/// Failures from one address before its first pause: several people may share one.
const ADDRESS_LIMIT: i64 = 20;

/// The first pause; each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::minutes(1);

/// The longest pause, so that a stranger cannot lock somebody out for a day.
const LONGEST_PAUSE: Duration = Duration::minutes(30);

/// After this long without a failure all are forgotten.
const MEMORY: Duration = Duration::hours(24);

/// An attempt that was let in, and counts as failed until it is taken back.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    account: Option<String>,
    address: String,
    /// How many more attempts the account has before the next pause.
    pub(crate) left: i64,
    /// How long that pause will be, or is from now on when none are left.
    pub(crate) pause: Duration,
}

/// Lets an attempt on `account` from `address` in, and counts it as failed. Without an account only the address counts,
/// by the account's stricter limit.
///
/// # Errors
/// [`ServiceError::Throttled`] while a pause lasts; such an attempt does not count. [`ServiceError::Store`].
pub(crate) async fn admit(
    services: &Services,
    account: Option<&str>,
    address: &str,
) -> Result<Throttle, ServiceError> {
    let account = account.map(account_subject);
    let address = match account {
        Some(_) => format!("address:{address}"),
        None => format!("setup:{address}"),
    };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    // The account always comes first: two attempts cannot wait for each other.
    let mut found = None;
    if let Some(account) = &account {
        found = Some(count(&mut connection, services, account, ACCOUNT_LIMIT).await?);
    }
    let limit = if account.is_some() {
        ADDRESS_LIMIT
    } else {
        ACCOUNT_LIMIT
    };
    let of_address = count(&mut connection, services, &address, limit).await?;
    transaction.commit().await?;
    let failures = found.unwrap_or(of_address);
    Ok(Throttle {
        account,
        address,
        left: (ACCOUNT_LIMIT - failures).max(0),
        pause: pause_after(failures.max(ACCOUNT_LIMIT), ACCOUNT_LIMIT),
    })
}

impl Throttle {
    /// The attempt was right: the account's failures are forgotten, and this one no longer counts for the address.
    pub(crate) async fn succeeded(
        &self,
        connection: &mut Connection<'_>,
        services: &Services,
    ) -> Result<(), ServiceError> {
        let (tenant, now) = (services.tenant(), services.clock().now());
        if let Some(account) = &self.account {
            store::clear(connection, tenant, account).await?;
        }
        store::take_back(connection, tenant, &self.address).await?;
        store::delete_stale(connection, tenant, now - MEMORY, now).await?;
        Ok(())
    }

    /// The attempt was not looked at, so it does not count.
    pub(crate) async fn withdrawn(&self, services: &Services) -> Result<(), ServiceError> {
        let mut transaction = services.database().begin().await?;
        let mut connection = transaction.connection();
        if let Some(account) = &self.account {
            store::take_back(&mut connection, services.tenant(), account).await?;
        }
        store::take_back(&mut connection, services.tenant(), &self.address).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn count(
    connection: &mut Connection<'_>,
    services: &Services,
    subject: &str,
    limit: i64,
) -> Result<i64, ServiceError> {
    let (tenant, now) = (services.tenant(), services.clock().now());
    let counted = store::count(connection, tenant, subject, now, now - MEMORY).await?;
    if counted.blocked_until > now {
        return Err(ServiceError::Throttled {
            until: counted.blocked_until,
        });
    }
    if counted.failures >= limit {
        let until = now + pause_after(counted.failures, limit);
        store::block(connection, tenant, subject, until).await?;
    }
    Ok(counted.failures)
}

/// The pause after so many failures: one minute at the limit, then twice as long each time.
fn pause_after(failures: i64, limit: i64) -> Duration {
    let doublings = u32::try_from((failures - limit).clamp(0, 16)).unwrap_or(16);
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

/// An account as the table names it: addresses that do not exist, and passwords typed into the wrong field, are not
/// written down.
fn account_subject(email: &str) -> String {
    let folded = fold_case(email.trim());
    format!(
        "account:{}",
        URL_SAFE_NO_PAD.encode(Sha256::digest(folded.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNT_LIMIT, account_subject, pause_after};

    #[test]
    fn pauses_double_up_to_half_an_hour() {
        let minutes: Vec<_> = (ACCOUNT_LIMIT..ACCOUNT_LIMIT + 8)
            .map(|failures| pause_after(failures, ACCOUNT_LIMIT).whole_minutes())
            .collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause_after(i64::MAX, ACCOUNT_LIMIT).whole_minutes(), 30);
    }

    #[test]
    fn one_account_has_one_count() {
        assert_eq!(
            account_subject(" Ada@Aldergrove.example"),
            account_subject("ada@aldergrove.example ")
        );
        assert_ne!(
            account_subject("ada@aldergrove.example"),
            account_subject("bea@aldergrove.example")
        );
    }
}
