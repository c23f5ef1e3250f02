//! Organization and first administrator in one transaction.

use anyhow::Result;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, SaltString};
use forecourt_model::authority::Role;
use forecourt_model::{AdministratorId, Revision};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::{OpContext, ServiceError, Services};
use forecourt_store::administrator::{self, Administrator};
use zeroize::Zeroizing;

pub(super) struct NewSetUp {
    pub(super) organization: String,
    pub(super) domain: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) password: Zeroizing<String>,
}

pub(super) async fn initialize(services: &Services, context: &OpContext, new: NewSetUp) -> Result<()> {
    let organization = NewOrganization::parse(&new.organization, &new.domain).map_err(ServiceError::from)?;
    let mut salt = [0; 16];
    services.random().fill(&mut salt);
    let salt = SaltString::encode_b64(&salt).map_err(|error| anyhow::anyhow!("{error}"))?;
    let hash = Argon2::default().hash_password(new.password.as_bytes(), &salt);
    let administrator = Administrator {
        id: AdministratorId(services.random().identifier(context.now)),
        email: new.email,
        display_name: new.name,
        role: Role::GlobalAdministrator,
        password_hash: hash.map_err(|error| anyhow::anyhow!("{error}"))?.to_string(),
        password_changed_at: context.now,
        second_factor: None,
        disabled: false,
        preferences: administrator::Preferences::default(),
        last_sign_in_at: None,
        revision: Revision(1),
        created_at: context.now,
    };
    create_organization(services, context, &organization, async |connection| {
        Ok(administrator::save(connection, context.tenant, &administrator).await?)
    })
    .await?;
    Ok(())
}
