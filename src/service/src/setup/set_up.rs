//! Setting up from the page `/setup`.

use super::code::hash_of;
use super::initialize::create_with;
use crate::administrator::NewAdministrator;
use crate::context::{Actor, OpContext};
use crate::error::ServiceError;
use crate::organization::NewOrganization;
use crate::password::{self, Password};
use crate::services::Services;
use crate::session::{Begun, Browser, begin};
use crate::sign_in::admit;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Role;
use forecourt_store::{Connection, administrator, setup_code};

/// What was entered.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The code from the server's output.
    pub code: String,
    /// The organization's name.
    pub organization: String,
    /// Its first domain.
    pub domain: String,
    /// The first administrator's name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their password.
    pub password: Password,
    /// The same again.
    pub password_again: Password,
    /// The browser, which is signed in afterwards.
    pub browser: Browser,
}

/// Sets up the organization and signs its first administrator in. The code is used up with it.
///
/// # Errors
/// [`ServiceError::Invalid`], every field that cannot be taken with its sentence; [`ServiceError::Throttled`] after too
/// many wrong codes; [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn set_up(services: &Services, request_id: &str, input: &SetUp) -> Result<Begun, ServiceError> {
    if services.snapshot_if_set_up().is_some() {
        return Err(used());
    }
    let (tenant, now) = (services.tenant(), services.clock().now());
    let throttle = admit(services, None, &input.browser.address).await?;
    let hash = hash_of(&input.code);
    let code_is_right = stored_code(services).await?.is_some_and(|stored| stored == hash);
    if code_is_right {
        throttle.withdrawn(services).await?;
    }
    let (organization, administrator) = read(input, code_is_right)?;
    let context = OpContext {
        tenant,
        actor: Actor::Command {
            name: administrator.name.clone(),
        },
        now,
        request_id: request_id.to_owned(),
    };
    let take_code = async |connection: &mut Connection<'_>| {
        if setup_code::take(connection, tenant, &hash).await? {
            Ok(())
        } else {
            Err(used())
        }
    };
    let made = create_with(
        services,
        &context,
        &organization,
        &administrator,
        &input.password,
        take_code,
    );
    let id = made.await.map_err(|error| match error {
        ServiceError::Refused {
            code: "already-set-up",
            ..
        } => used(),
        other => other,
    })?;
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    if let Some(first) = administrator::find(&mut connection, tenant, id).await? {
        let hash = &first.password_hash;
        administrator::signed_in(&mut connection, tenant, id, now, hash, hash).await?;
    }
    let begun = begin(&mut connection, services, id, &input.browser).await?;
    transaction.commit().await?;
    tracing::info!(administrator.id = %id, "the organization was set up");
    Ok(begun)
}

async fn stored_code(services: &Services) -> Result<Option<Vec<u8>>, ServiceError> {
    let mut reader = services.database().read().await?;
    Ok(setup_code::find(&mut reader.connection(), services.tenant()).await?)
}

/// Everything that is wrong with the input at once, in the order of the page.
fn read(input: &SetUp, code_is_right: bool) -> Result<(NewOrganization, NewAdministrator), FieldErrors> {
    let mut errors = FieldErrors::default();
    if !code_is_right {
        let message = "This is not the setup code. It is in the output of the server, new after each start.";
        errors.push("code", "code-wrong", message);
    }
    let mut note = |found: FieldErrors| errors.0.extend(found.0);
    let organization = NewOrganization::parse(&input.organization, &input.domain).map_err(&mut note);
    let role = Role::GlobalAdministrator;
    let administrator = NewAdministrator::parse(&input.name, &input.email, role).map_err(&mut note);
    if let Err(message) = password::check(&input.password, &[&input.email, &input.organization]) {
        errors.push("password", "password-refused", message);
    } else if input.password != input.password_again {
        let message = "The two passwords differ. Write the same one twice.";
        errors.push("password_again", "password-differs", message);
    }
    match (organization, administrator) {
        (Ok(organization), Ok(administrator)) => errors.or((organization, administrator)),
        _ => Err(errors),
    }
}

fn used() -> ServiceError {
    let message = "This code has been used: Forecourt is set up already. Sign in instead.";
    ServiceError::field("code", "code-used", message)
}
