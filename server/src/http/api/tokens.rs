//! `/api/v1/tokens`: what service accounts sign in with.

use super::answer::{Answer, Done, document, moment, page};
use super::body::Body;
use super::caller::Caller;
use super::doc::{Doc, words_schema};
use super::endpoints::Endpoints;
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::TokenId;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::access_token::{self, AccessToken, NewToken, State};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/tokens/{token}";
    let tag = "Access tokens";
    Endpoints::default()
        .get(
            "/api/v1/tokens",
            Scope::TokensRead,
            list,
            Doc::new("listTokens", tag, "List access tokens")
                .text("One's own; everybody's with administrators.read too.")
                .page::<TokenDocument>("Tokens, the newest first."),
        )
        .post(
            "/api/v1/tokens",
            Scope::TokensWrite,
            add,
            Doc::new("makeToken", tag, "Make an access token")
                .text("It belongs to the owner of the token that asks, has no scope that this one lacks, and ends no later. The token is shown once, in this answer.")
                .body::<NewTokenInput>()
                .changes::<MadeToken>("The token."),
        )
        .get(
            ONE,
            Scope::TokensRead,
            get,
            Doc::new("getToken", tag, "Read an access token").returns::<TokenDocument>("The token."),
        )
        .delete(
            ONE,
            Scope::TokensWrite,
            revoke,
            Doc::new("revokeToken", tag, "Revoke an access token")
                .text("The next request with it is refused, and with every token that was made with it. Somebody else's takes administrators.write too.")
                .changes::<RevokedToken>("The token as it is now."),
        )
}

fn state() -> RefOr<Schema> {
    words_schema(["active", "expired", "revoked", "owner_disabled"])
}

fn scopes() -> RefOr<Schema> {
    utoipa::openapi::schema::ArrayBuilder::new()
        .items(words_schema(Scope::ALL.iter().map(|scope| scope.code())))
        .into()
}

/// An access token, without the token itself.
#[derive(Serialize, ToSchema)]
struct TokenDocument {
    /// Its key.
    id: Uuid,
    /// What it is called.
    name: String,
    /// Whose it is.
    owner: Uuid,
    /// The owner's name.
    owner_name: String,
    /// What it may be used for.
    #[schema(schema_with = scopes)]
    scopes: Vec<&'static str>,
    /// Whether it counts.
    #[schema(schema_with = state)]
    state: &'static str,
    /// When it was made.
    created_at: String,
    /// When it ends.
    expires_at: String,
    /// When it was last used, to the minute.
    last_used_at: Option<String>,
    /// The token that made it; null when a person or a command did.
    made_by: Option<Uuid>,
}

impl TokenDocument {
    fn of(token: AccessToken, now: OffsetDateTime) -> Self {
        Self {
            id: token.id.0,
            state: State::of(&token, now).code(),
            owner: token.owner.0,
            scopes: token.scopes.iter().map(Scope::code).collect(),
            created_at: moment(token.created_at),
            expires_at: moment(token.expires_at),
            last_used_at: token.last_used_at.map(moment),
            made_by: token.made_by.map(|maker| maker.0),
            name: token.name,
            owner_name: token.owner_name,
        }
    }
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
struct MadeToken {
    /// What is stored of it.
    token: TokenDocument,
    /// The token itself; null in a dry run. It is shown only now and stored nowhere.
    secret: Option<String>,
    /// Why the secret is missing, when the answer is sent again because of its key.
    notice: Option<&'static str>,
}

/// A token that was revoked.
#[derive(Serialize, ToSchema)]
struct RevokedToken {
    #[serde(flatten)]
    token: TokenDocument,
    /// The tokens that counted until then and were revoked with it, because it or one of them made them.
    revoked_with_it: Vec<TokenDocument>,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "monthly export", "scopes": ["people.read"], "days": 90 }))]
struct NewTokenInput {
    /// What it is called.
    name: String,
    /// What it may be used for.
    #[schema(schema_with = scopes)]
    scopes: Vec<Scope>,
    /// How many days it lasts, at most 366.
    #[schema(minimum = 1, maximum = 366)]
    days: u16,
}

fn key(text: &str) -> Result<TokenId, Problem> {
    let missing = |_| ServiceError::NotFound { what: "access token" };
    Ok(text.parse().map_err(missing)?)
}

async fn list(caller: Caller) -> Answer {
    let found = access_token::list(caller.services(), &caller.context).await?;
    let now = caller.context.now;
    let items: Vec<_> = found
        .into_iter()
        .map(|token| TokenDocument::of(token, now))
        .collect();
    page(&items, None)
}

async fn get(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = access_token::find(caller.services(), &caller.context, key(&id)?).await?;
    document(&TokenDocument::of(found, caller.context.now))
}

async fn add(caller: Caller, Body(input): Body<NewTokenInput>) -> Answer {
    let scopes: Vec<_> = input.scopes.iter().map(|scope| scope.code()).collect();
    let new = NewToken::parse(&input.name, &scopes.join(" "), &input.days.to_string())?;
    let created = access_token::create(caller.services(), &caller.context, &new).await?;
    let result = MadeToken {
        token: TokenDocument::of(created.token, caller.context.now),
        secret: Some(created.secret).filter(|_| !caller.is_dry_run),
        notice: None,
    };
    caller.done_once(Done::plain(Some(created.revision), Some(result)), "secret")
}

async fn revoke(caller: Caller, Path(id): Path<String>) -> Answer {
    let (services, context, id) = (caller.services(), &caller.context, key(&id)?);
    let token = access_token::find(services, context, id).await?;
    let revoked = access_token::revoke(services, context, id).await?;
    let ended = |mut token: AccessToken| {
        token.revoked_at = token.revoked_at.or(Some(context.now));
        TokenDocument::of(token, context.now)
    };
    let revision = revoked.as_ref().map(|revoked| revoked.revision);
    let with_it = revoked.map(|revoked| revoked.with_it).unwrap_or_default();
    let result = RevokedToken {
        token: ended(token),
        revoked_with_it: with_it.into_iter().map(ended).collect(),
    };
    caller.done(Done::plain(revision, Some(result)))
}
