//! `/account`: one's own password, sessions and looks.

use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::routes::{Access, Routes};
use crate::http::session::clear_cookie;
use crate::http::visit::{ClientAddress, Visit};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forecourt_app::pages::account::{AccountView, account_page};
use forecourt_app::paths;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Permission;
use forecourt_service::account::{ChangePassword, Preferences, change_password, set_preferences};
use forecourt_service::{ServiceError, session};
use zeroize::Zeroizing;

/// The routes of this file.
pub fn routes() -> Routes {
    let own = Access::Needs(Permission::ManageOwnAccount);
    Routes::new()
        .get("/account", own, get)
        .post("/account", own, post)
}

async fn get(visit: Visit) -> Response {
    show(&visit, StatusCode::OK, |_| ()).await
}

/// Does what the button says.
async fn post(visit: Visit, ClientAddress(address): ClientAddress, Form(fields): Form) -> Response {
    match act(&visit, address, &fields).await {
        Ok(Some(words)) => see_other(&paths::account(), Some(&Flash::text(words))),
        Ok(None) => {
            let mut response = see_other(&paths::sign_in(None, None), None);
            clear_cookie(response.headers_mut(), visit.state.site.secure);
            response
        }
        Err(error) => {
            let change = |view: &mut AccountView| match &error {
                ServiceError::Invalid(errors) => view.errors = errors.clone(),
                other => view.problem = Some(super::sign_in::problem(other, visit.context.now)),
            };
            show(&visit, status_of(&error), change).await
        }
    }
}

/// What was done, in words; `None` when the session in which it was done has ended with it.
async fn act(visit: &Visit, address: String, fields: &Fields) -> Result<Option<String>, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let secret = |name: &str| Zeroizing::new(fields.get(name).to_owned());
    match fields.get("action") {
        "password" => {
            let input = ChangePassword {
                current: secret("current_password"),
                new: secret("password"),
                again: secret("password_again"),
                address,
                session: visit.signed_in.session.clone(),
            };
            change_password(services, context, &input).await?;
            Ok(Some(
                "Your password was changed. All other sessions have ended.".to_owned(),
            ))
        }
        "preferences" => {
            let preferences = Preferences {
                theme: fields.get("theme").to_owned(),
                density: fields.get("density").to_owned(),
            };
            set_preferences(services, context, &preferences).await?;
            Ok(Some("Appearance saved".to_owned()))
        }
        "end_session" => {
            let hash = URL_SAFE_NO_PAD.decode(fields.get("session")).unwrap_or_default();
            session::end_by_hash(services, context, &hash).await?;
            Ok((hash != visit.signed_in.session).then(|| "The session has ended".to_owned()))
        }
        "sign_out_everywhere" => {
            session::end_others(services, context, &[]).await?;
            Ok(None)
        }
        _ => Err(ServiceError::NotFound { what: "action" }),
    }
}

async fn show(visit: &Visit, status: StatusCode, change: impl FnOnce(&mut AccountView)) -> Response {
    let sessions = match session::list(visit.services(), &visit.context).await {
        Ok(sessions) => sessions,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let named = |session: session::Session| (URL_SAFE_NO_PAD.encode(&session.hash), session);
    let mut view = AccountView {
        signed_in: visit.signed_in.clone(),
        sessions: sessions.into_iter().map(named).collect(),
        preferences: visit.signed_in.preferences.clone(),
        errors: FieldErrors::default(),
        problem: None,
    };
    change(&mut view);
    page(visit, status, "Account", Place::Account, |frame| {
        account_page(frame, view)
    })
}
