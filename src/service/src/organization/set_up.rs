//! Making the organization, once.

use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::policy::built_in_policies;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{DomainName, FieldErrors};
use forecourt_store::{Connection, StoreError, organization, policy, settings};

/// The most characters of an organization's name.
const MAXIMUM_NAME_LENGTH: usize = 100;

/// What an organization is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganization {
    /// Its name.
    pub name: String,
    /// Its first domain.
    pub domain: DomainName,
}

impl NewOrganization {
    /// Reads what a person or a command entered. Fields: `organization`, `domain`.
    ///
    /// # Errors
    /// One error for each field that cannot be taken.
    pub fn parse(name: &str, domain: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name.trim();
        if name.is_empty() {
            errors.push(
                "organization",
                "organization-empty",
                "Write what your organization is called.",
            );
        } else if name.chars().count() > MAXIMUM_NAME_LENGTH || name.chars().any(char::is_control) {
            errors.push(
                "organization",
                "organization-too-long",
                format!("Write the name in one line of at most {MAXIMUM_NAME_LENGTH} characters."),
            );
        }
        match DomainName::parse(domain) {
            Ok(domain) if errors.is_empty() => Ok(Self {
                name: name.to_owned(),
                domain,
            }),
            Ok(_) => Err(errors),
            Err(error) => {
                errors.push("domain", error.code(), error.to_string());
                Err(errors)
            }
        }
    }
}

/// Makes the organization with its settings, built-in policies and the announcement of the feature, everything on.
/// `finish` runs in the same transaction, for what has to come with it.
///
/// # Errors
/// [`ServiceError::Refused`] when it has been set up already; [`ServiceError::Store`].
pub async fn create_organization(
    services: &Services,
    context: &OpContext,
    new: &NewOrganization,
    finish: impl AsyncFnOnce(&mut Connection<'_>) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    // The revision is counted in the organization's row, so that row comes first, in the same transaction.
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    match organization::create(
        &mut connection,
        context.tenant,
        &new.name,
        new.domain.as_str(),
        context.now,
    )
    .await
    {
        Err(StoreError::Duplicate(_)) => {
            let message = "This Forecourt has been set up already. Sign in instead.";
            return Err(ServiceError::refused("already-set-up", message));
        }
        made => made?,
    }
    let defaults = OrganizationSettings::default();
    settings::save(
        &mut connection,
        context.tenant,
        &defaults,
        forecourt_model::Revision(1),
        context.now,
    )
    .await?;
    for mut built_in in built_in_policies() {
        built_in.revision = forecourt_model::Revision(1);
        policy::insert(&mut connection, context.tenant, &built_in, context.now).await?;
    }
    crate::rollout::seed(&mut connection, context).await?;
    finish(&mut connection).await?;
    let fields = vec![
        FieldChange::new("Organization", None, Some(new.name.clone())),
        FieldChange::new("Domain", None, Some(new.domain.to_string())),
    ];
    let record = Record::new(
        Action::OrganizationSetUp,
        Target::new(TargetKind::Organization, context.tenant, new.name.clone()),
        fields,
    );
    Draft::resume(services, context, transaction)
        .await?
        .commit(record, &[])
        .await?;
    Ok(())
}
