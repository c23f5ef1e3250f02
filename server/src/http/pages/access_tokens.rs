//! `/access-tokens`: what service accounts sign in with.

use crate::http::draft::restored;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::access_tokens::{AccessTokensView, MadeToken, TokenForm, access_tokens_page};
use forecourt_app::paths;
use forecourt_app::ui::first_names;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, TokenId};
use forecourt_service::ServiceError;
use forecourt_service::access_token::{self, Created, NewToken};

/// The routes of this file.
pub fn routes() -> Routes {
    let own = Access::Needs(Permission::ManageOwnAccount);
    Routes::new()
        .get("/access-tokens", own, get)
        .post("/access-tokens", own, post)
        .post("/access-tokens/{id}", own, revoke)
}

/// The page; with `revoke`, the question whether to revoke that token.
async fn get(visit: Visit) -> Response {
    let answer = async {
        let mut view = view(&visit).await?;
        if let Some(fields) = restored(&visit).await? {
            view.form = form(&fields);
            view.restored = true;
        }
        let asked = Fields::parse(visit.query.as_bytes());
        if let Some(id) = asked.some("revoke") {
            let id = parse(id)?;
            view.revoking = Some(access_token::find(visit.services(), &visit.context, id).await?);
        }
        Ok::<_, ServiceError>(view)
    };
    match answer.await {
        Ok(view) => show(&visit, StatusCode::OK, view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Makes a token. The secret is on the answer itself, because it must not travel any further.
async fn post(visit: Visit, Form(fields): Form) -> Response {
    let made = make(&visit, &fields).await;
    let mut view = match view(&visit).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let status = match made {
        Ok(created) => {
            view.made = Some(MadeToken {
                name: created.token.name,
                secret: created.secret,
            });
            StatusCode::OK
        }
        Err(error) => {
            view.form = form(&fields);
            match &error {
                ServiceError::Invalid(errors) => view.errors = errors.clone(),
                other => view.problem = Some(other.sentence()),
            }
            status_of(&error)
        }
    };
    show(&visit, status, view)
}

async fn revoke(visit: Visit, Path(id): Path<String>) -> Response {
    let revoked = async {
        let token = access_token::find(visit.services(), &visit.context, parse(&id)?).await?;
        let revoked = access_token::revoke(visit.services(), &visit.context, token.id).await?;
        Ok::<_, ServiceError>((token.name, revoked))
    };
    match revoked.await {
        Ok((name, revoked)) => {
            let words = match revoked {
                None => "was revoked already".to_owned(),
                Some(revoked) if revoked.with_it.is_empty() => "was revoked".to_owned(),
                Some(revoked) => {
                    let names: Vec<_> = revoked.with_it.iter().map(|made| made.name.as_str()).collect();
                    format!("was revoked, with those made with it: {}", first_names(&names))
                }
            };
            see_other(
                &paths::access_tokens(),
                Some(&Flash::text(format!("The access token {name} {words}"))),
            )
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

async fn make(visit: &Visit, fields: &Fields) -> Result<Created, ServiceError> {
    let scopes: Vec<_> = fields.all("scopes").collect();
    let new = NewToken::parse(fields.get("name"), &scopes.join(" "), fields.get("days"))?;
    access_token::create(visit.services(), &visit.context, &new).await
}

fn parse(id: &str) -> Result<TokenId, ServiceError> {
    id.parse()
        .map_err(|_| ServiceError::NotFound { what: "access token" })
}

fn form(fields: &Fields) -> TokenForm {
    TokenForm {
        name: fields.get("name").to_owned(),
        scopes: fields.all("scopes").map(str::to_owned).collect(),
        days: fields.get("days").to_owned(),
    }
}

async fn view(visit: &Visit) -> Result<AccessTokensView, ServiceError> {
    Ok(AccessTokensView {
        tokens: access_token::list(visit.services(), &visit.context).await?,
        own: visit.signed_in.administrator,
        role: visit.signed_in.role,
        now: visit.context.now,
        form: TokenForm::default(),
        errors: FieldErrors::default(),
        problem: None,
        made: None,
        restored: false,
        revoking: None,
    })
}

fn show(visit: &Visit, status: StatusCode, view: AccessTokensView) -> Response {
    page(visit, status, "Access tokens", Place::AccessTokens, |frame| {
        access_tokens_page(frame, view)
    })
}
