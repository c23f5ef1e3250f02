//! Changing one's own password.

use crate::administrator::{new_password, store_password};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::password::{Password, Verified};
use crate::services::Services;
use crate::sign_in::admit;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::administrator as store;

/// What was entered, and where.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The password until now. Field `current_password`.
    pub current: Password,
    /// The new one. Field `password`.
    pub new: Password,
    /// The same again. Field `password_again`.
    pub again: Password,
    /// The address that the browser is seen from.
    pub address: String,
    /// What is stored of the session that asks; it goes on, all others end.
    pub session: Vec<u8>,
}

/// Changes the password of the administrator who asks. Wrong current passwords count like failed attempts to sign in.
///
/// # Errors
/// [`ServiceError::Invalid`] on `current_password`, `password` or `password_again`; [`ServiceError::Throttled`];
/// [`ServiceError::Forbidden`]; [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn change_password(
    services: &Services,
    context: &OpContext,
    input: &ChangePassword,
) -> Result<Revision, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let missing = || ServiceError::NotFound {
        what: "administrator",
    };
    let id = context.administrator().ok_or_else(missing)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, id).await?;
    drop(reader);
    let own = found.ok_or_else(missing)?;
    let throttle = admit(services, Some(&own.email), &input.address).await?;
    let verified = services
        .passwords()
        .verify(&input.current, Some(&own.password_hash))
        .await;
    if !matches!(verified, Ok(Verified::Wrong)) {
        throttle.withdrawn(services).await?;
    }
    if verified? == Verified::Wrong {
        let message = "This is not your current password.";
        return Err(ServiceError::field("current_password", "password-wrong", message));
    }
    if input.new != input.again {
        let message = "The two passwords differ. Write the same one twice.";
        return Err(ServiceError::field("password_again", "password-differs", message));
    }
    if input.new == input.current {
        let message = "This is the password you have. Choose another one.";
        return Err(ServiceError::field("password", "password-same", message));
    }
    let hash = new_password(services, "password", &input.new, &[&own.email]).await?;
    let verified = Some(own.password_hash.as_str());
    store_password(services, context, id, hash, verified, &input.session).await
}
