//! What was entered for a new administrator.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::password::{self, Password};
use crate::services::Services;
use forecourt_model::authority::Role;
use forecourt_model::{AdministratorId, DomainName, FieldErrors, Revision};
use forecourt_store::administrator::{self as store, Administrator, Preferences};
use forecourt_store::{Connection, StoreError};

/// The most characters of a name.
const MAXIMUM_NAME: usize = 100;

/// The most characters of an e-mail address (RFC 5321 §4.5.3.1.3).
const MAXIMUM_EMAIL: usize = 254;

/// A new administrator whose name and address can be taken. The password is looked at on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdministrator {
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their role.
    pub role: Role,
}

impl NewAdministrator {
    /// Reads what a person or a command entered. Fields: `name`, `email`.
    ///
    /// # Errors
    /// One error for each field that cannot be taken.
    pub fn parse(name: &str, email: &str, role: Role) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, email) = (name.trim(), email.trim());
        check_name(&mut errors, name);
        check_email(&mut errors, email);
        errors.or(Self {
            name: name.to_owned(),
            email: email.to_owned(),
            role,
        })
    }
}

/// Notes what is wrong with a name, on the field `name`.
pub(crate) fn check_name(errors: &mut FieldErrors, name: &str) {
    if name.is_empty() {
        errors.push("name", "name-empty", "Write the administrator's name.");
    } else if name.chars().count() > MAXIMUM_NAME || name.chars().any(char::is_control) {
        let message = format!("Write the name in one line of at most {MAXIMUM_NAME} characters.");
        errors.push("name", "name-too-long", message);
    }
}

fn check_email(errors: &mut FieldErrors, email: &str) {
    let mut push = |code: &str, message: &str| errors.push("email", code, message);
    if email.is_empty() {
        return push(
            "email-empty",
            "Write an e-mail address, for example ada@contoso.com.",
        );
    }
    if email.chars().count() > MAXIMUM_EMAIL {
        return push(
            "email-too-long",
            "Write an e-mail address of at most 254 characters.",
        );
    }
    let odd = |character: char| {
        character.is_whitespace() || character.is_control() || "<>\"(),;:\\".contains(character)
    };
    let (mailbox, domain) = email.rsplit_once('@').unwrap_or_default();
    if mailbox.is_empty()
        || mailbox.contains('@')
        || email.contains(odd)
        || DomainName::parse(domain).is_err()
    {
        push(
            "email-wrong",
            "This is not an e-mail address. Write it like ada@contoso.com.",
        );
    }
}

/// Looks at a chosen password and hashes it. Wrong ones are errors of `field`.
///
/// # Errors
/// [`ServiceError::Invalid`], [`ServiceError::Busy`].
pub(crate) async fn new_password(
    services: &Services,
    field: &str,
    password: &Password,
    about: &[&str],
) -> Result<String, ServiceError> {
    let organization = services.snapshot_if_set_up().map(|s| s.organization.name.clone());
    let mut about = about.to_vec();
    about.extend(organization.as_deref());
    if let Err(message) = password::check(password, &about) {
        return Err(ServiceError::field(field, "password-refused", message));
    }
    services.passwords().hash(password, services.random()).await
}

/// Writes a new administrator in the change `revision`.
///
/// # Errors
/// [`ServiceError::Invalid`] on `email` when somebody has it; [`ServiceError::Store`].
pub(crate) async fn insert(
    connection: &mut Connection<'_>,
    services: &Services,
    context: &OpContext,
    new: &NewAdministrator,
    password_hash: String,
    revision: Revision,
) -> Result<Administrator, ServiceError> {
    if store::find_by_email(connection, context.tenant, &new.email)
        .await?
        .is_some()
    {
        return Err(taken());
    }
    let administrator = Administrator {
        id: AdministratorId(services.random().identifier(context.now)),
        email: new.email.clone(),
        display_name: new.name.clone(),
        role: new.role,
        password_hash,
        password_changed_at: context.now,
        second_factor: None,
        disabled: false,
        preferences: Preferences::default(),
        last_sign_in_at: None,
        revision,
        created_at: context.now,
    };
    match store::save(connection, context.tenant, &administrator).await {
        Err(StoreError::Duplicate(_)) => Err(taken()),
        saved => Ok(saved.map(|()| administrator)?),
    }
}

fn taken() -> ServiceError {
    let message = "An administrator with this e-mail address exists already. Write another one.";
    ServiceError::field("email", "email-taken", message)
}

#[cfg(test)]
mod tests {
    use super::{NewAdministrator, Role};

    #[test]
    fn names_and_addresses_are_trimmed_and_checked() {
        let parse = |name, email| NewAdministrator::parse(name, email, Role::GlobalReader);
        let ada = parse("  Ada Byron ", " ada@aldergrove.example ").unwrap();
        assert_eq!(
            (ada.name.as_str(), ada.email.as_str()),
            ("Ada Byron", "ada@aldergrove.example")
        );
        for wrong in [
            "",
            "ada",
            "@aldergrove.example",
            "ada@",
            "ada@x",
            "a da@aldergrove.example",
            "a@b@aldergrove.example",
            "<ada@aldergrove.example>",
        ] {
            let errors = parse("", wrong).unwrap_err();
            assert!(
                errors.message("email").is_some() && errors.message("name").is_some(),
                "{wrong}: {errors:?}"
            );
        }
    }
}
