//! Making an access token.

use super::{AccessToken, MAXIMUM_DAYS, MAXIMUM_TOKENS, PREFIX, State, target};
use crate::change::{Action, Draft, FieldChange, Record};
use crate::context::{Actor, OpContext};
use crate::error::ServiceError;
use crate::services::Services;
use crate::session::{hash_of, new_token};
use forecourt_model::authority::{Permission, Role};
use forecourt_model::scope::Scopes;
use forecourt_model::{FieldErrors, Revision, TokenId};
use forecourt_store::access_token as store;
use forecourt_store::administrator::{self, Administrator};
use time::Duration;

/// The most characters of a name.
const MAXIMUM_NAME: usize = 100;

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is called.
    pub name: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// How many days it lasts.
    pub days: u16,
}

impl NewToken {
    /// Reads what a person or a program entered. Fields: `name`, `scopes`, `days`.
    ///
    /// # Errors
    /// One error for each field that cannot be taken.
    pub fn parse(name: &str, scopes: &str, days: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name.trim();
        if name.is_empty() {
            errors.push("name", "name-empty", "Write what the token is for.");
        } else if name.chars().count() > MAXIMUM_NAME || name.chars().any(char::is_control) {
            let message = format!("Write the name in one line of at most {MAXIMUM_NAME} characters.");
            errors.push("name", "name-too-long", message);
        }
        let parsed = Scopes::parse(scopes);
        match &parsed {
            None => errors.push(
                "scopes",
                "scope-unknown",
                "One of the scopes is unknown. Choose among those listed.",
            ),
            Some(scopes) if scopes.is_empty() => {
                errors.push("scopes", "scopes-empty", "Choose at least one scope.");
            }
            Some(_) => {}
        }
        let parsed_days = days
            .trim()
            .parse()
            .ok()
            .filter(|days| (1..=MAXIMUM_DAYS).contains(days));
        if parsed_days.is_none() {
            let message = format!("Write a number of days from 1 to {MAXIMUM_DAYS}.");
            errors.push("days", "days-out-of-range", message);
        }
        let new = Self {
            name: name.to_owned(),
            scopes: parsed.unwrap_or_default(),
            days: parsed_days.unwrap_or_default(),
        };
        errors.or(new)
    }
}

/// A token that was made.
#[derive(Clone, Debug)]
pub struct Created {
    /// The token as it is stored.
    pub token: AccessToken,
    /// The secret. It is stored nowhere and shown once.
    pub secret: String,
    /// The change that made it.
    pub revision: Revision,
}

/// Makes a token for the administrator who asks. Nobody gives a token what they do not have: scopes must fit the role,
/// and a token that makes a token passes on no scope that it lacks and no time after its own end.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] on `scopes`; [`ServiceError::Refused`] with
/// `too-many-tokens`, `token-ended` when the token that asks has just ended, or `token-without-owner` for a command; [`ServiceError::Store`].
pub async fn create(
    services: &Services,
    context: &OpContext,
    new: &NewToken,
) -> Result<Created, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    if let Actor::Token { scopes: own, .. } = &context.actor
        && let Some(scope) = new.scopes.iter().find(|scope| !own.includes(*scope))
    {
        let message = format!(
            "The token that asks lacks the scope {scope}. Leave it out, or sign in to make the token."
        );
        return Err(ServiceError::field("scopes", "scope-beyond-token", message));
    }
    let Some(owner) = context.administrator() else {
        let message = "A token belongs to an administrator. Sign in to make one.";
        return Err(ServiceError::refused("token-without-owner", message));
    };
    let mut draft = Draft::begin(services, context).await?;
    let found = administrator::find(&mut draft.connection(), context.tenant, owner).await?;
    let owner = found.ok_or(ServiceError::NotFound {
        what: "administrator",
    })?;
    let maker = maker(&mut draft, context).await?;
    make(services, context, draft, owner, new, maker).await
}

/// The token that asks: a new one ends with it at the latest. It is read in the transaction that makes the new one, for
/// it may have been revoked since the request came.
async fn maker(draft: &mut Draft<'_>, context: &OpContext) -> Result<Option<AccessToken>, ServiceError> {
    let Actor::Token { token, .. } = &context.actor else {
        return Ok(None);
    };
    let asking = store::find(&mut draft.connection(), context.tenant, *token).await?;
    match asking.filter(|asking| State::of(asking, context.now) == State::Active) {
        Some(asking) => Ok(Some(asking)),
        None => {
            let message = "No token was made: the token that asks has ended. Sign in to make one.";
            Err(ServiceError::refused("token-ended", message))
        }
    }
}

/// Makes a token on the server itself for the administrator with this e-mail address.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when nobody has the address; otherwise as [`create`].
pub async fn create_by_command(
    services: &Services,
    context: &OpContext,
    email: &str,
    new: &NewToken,
) -> Result<Created, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let mut draft = Draft::begin(services, context).await?;
    let found = administrator::find_by_email(&mut draft.connection(), context.tenant, email).await?;
    let owner = found.ok_or(ServiceError::NotFound {
        what: "administrator",
    })?;
    make(services, context, draft, owner, new, None).await
}

async fn make(
    services: &Services,
    context: &OpContext,
    mut draft: Draft<'_>,
    owner: Administrator,
    new: &NewToken,
    maker: Option<AccessToken>,
) -> Result<Created, ServiceError> {
    check_scopes(owner.role, &new.scopes)?;
    let mut connection = draft.connection();
    if store::count_of(&mut connection, context.tenant, owner.id, context.now).await? >= MAXIMUM_TOKENS {
        let message =
            format!("{MAXIMUM_TOKENS} tokens count already. Revoke one that is not needed any more.");
        return Err(ServiceError::refused("too-many-tokens", message));
    }
    let secret = format!("{PREFIX}{}", new_token(services.random()));
    let wanted = context.now + Duration::days(i64::from(new.days));
    let token = AccessToken {
        id: TokenId(services.random().identifier(context.now)),
        owner: owner.id,
        owner_name: owner.display_name,
        owner_role: owner.role,
        owner_disabled: owner.disabled,
        name: new.name.clone(),
        scopes: new.scopes.clone(),
        created_at: context.now,
        expires_at: maker
            .as_ref()
            .map_or(wanted, |maker| maker.expires_at.min(wanted)),
        last_used_at: None,
        revoked_at: None,
        made_by: maker.map(|maker| maker.id),
    };
    store::insert(&mut connection, context.tenant, &token, &hash_of(&secret)).await?;
    let mut fields = vec![
        FieldChange::new("Owner", None, Some(token.owner_name.clone())),
        FieldChange::new("Scopes", None, Some(token.scopes.to_string())),
        FieldChange::new("Days", None, Some(new.days.to_string())),
    ];
    if token.expires_at < wanted {
        let end = "With the token that made it".to_owned();
        fields.push(FieldChange::new("Ends", None, Some(end)));
    }
    let record = Record::new(Action::TokenCreated, target(token.id, &token.name), fields);
    let revision = draft.commit(record, &[]).await?;
    Ok(Created {
        token,
        secret,
        revision,
    })
}

fn check_scopes(role: Role, scopes: &Scopes) -> Result<(), ServiceError> {
    match scopes.iter().find(|scope| !scope.fits(role)) {
        None => Ok(()),
        Some(scope) => {
            let message = format!(
                "The role {} cannot make use of the scope {scope}. Leave it out.",
                role.label()
            );
            Err(ServiceError::field("scopes", "scope-beyond-role", message))
        }
    }
}
