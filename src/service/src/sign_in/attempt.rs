//! One attempt to sign in.

use super::throttle::{Throttle, admit};
use crate::error::ServiceError;
use crate::password::{Password, Verified};
use crate::services::Services;
use crate::session::{Begun, Browser, begin};
use forecourt_store::administrator::{self, Administrator};
use time::Duration;

/// The longest e-mail address that is looked at (RFC 5321 §4.5.3.1.3).
const MAXIMUM_EMAIL: usize = 254;

/// What was typed, and where.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: Password,
    /// The browser.
    pub browser: Browser,
}

/// Begins a session for whoever has this e-mail address and password. An address that nobody has, a wrong password
/// and an administrator who may not sign in get the same answer after the same time.
///
/// # Errors
/// [`ServiceError::Invalid`] on the field `password`; [`ServiceError::Throttled`] after too many failures;
/// [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn sign_in(services: &Services, attempt: &SignIn) -> Result<Begun, ServiceError> {
    let email: String = attempt.email.chars().take(MAXIMUM_EMAIL).collect();
    let throttle = admit(services, Some(&email), &attempt.browser.address).await?;
    let found = find(services, &email).await?;
    let hash = found.as_ref().map(|found| found.password_hash.as_str());
    let verified = match services.passwords().verify(&attempt.password, hash).await {
        Ok(verified) => verified,
        Err(error) => {
            throttle.withdrawn(services).await?;
            return Err(error);
        }
    };
    let right = found.filter(|found| !found.disabled && verified != Verified::Wrong);
    let begun = match &right {
        Some(found) => enter(services, attempt, found, verified, &throttle).await?,
        None => None,
    };
    if let (Some(begun), Some(who)) = (begun, right) {
        tracing::info!(administrator.id = %who.id, client.address = attempt.browser.address, "signed in");
        Ok(begun)
    } else {
        tracing::warn!(
            client.address = attempt.browser.address,
            "an attempt to sign in was refused"
        );
        Err(refusal(&throttle))
    }
}

async fn find(services: &Services, email: &str) -> Result<Option<Administrator>, ServiceError> {
    let mut reader = services.database().read().await?;
    Ok(administrator::find_by_email(&mut reader.connection(), services.tenant(), email).await?)
}

/// Begins the session; `None` when the password was changed or the administrator disabled a moment ago.
async fn enter(
    services: &Services,
    attempt: &SignIn,
    found: &Administrator,
    verified: Verified,
    throttle: &Throttle,
) -> Result<Option<Begun>, ServiceError> {
    let hash = match verified {
        Verified::RightButWeak => {
            services
                .passwords()
                .hash(&attempt.password, services.random())
                .await?
        }
        Verified::Right | Verified::Wrong => found.password_hash.clone(),
    };
    let (tenant, now) = (services.tenant(), services.clock().now());
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    let verified_hash = &found.password_hash;
    if !administrator::signed_in(&mut connection, tenant, found.id, now, verified_hash, &hash).await? {
        return Ok(None);
    }
    throttle.succeeded(&mut connection, services).await?;
    let begun = begin(&mut connection, services, found.id, &attempt.browser).await?;
    transaction.commit().await?;
    Ok(Some(begun))
}

/// The answer to every wrong attempt. What it says about further ones depends on the attempts alone.
fn refusal(throttle: &Throttle) -> ServiceError {
    let pause = minutes(throttle.pause);
    let further = match throttle.left {
        0 => format!("The next try is possible in {pause}."),
        1 => format!("1 try left before a pause of {pause}."),
        left => format!("{left} tries left before a pause of {pause}."),
    };
    let message = format!("This e-mail address and password do not match. {further}");
    ServiceError::field("password", "sign-in-refused", message)
}

fn minutes(pause: Duration) -> String {
    match pause.whole_minutes() {
        1 => "1 minute".to_owned(),
        several => format!("{several} minutes"),
    }
}
