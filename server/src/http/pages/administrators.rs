//! `/administrators`: who signs in here.

mod list;
mod one;

use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use forecourt_app::pages::administrators::MadeUp;
use forecourt_model::authority::Permission;
use forecourt_service::password::Password;
use zeroize::Zeroizing;

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, manage) = (
        Access::Needs(Permission::ReadAdministrators),
        Access::Needs(Permission::ManageAdministrators),
    );
    Routes::new()
        .get("/administrators", read, list::get)
        .post("/administrators", manage, list::post)
        .get("/administrators/{id}", read, one::get)
        .post("/administrators/{id}", manage, one::post)
}

/// Why who looks cannot change administrators.
fn refusal(visit: &Visit) -> Option<String> {
    let permission = Permission::ManageAdministrators;
    (!visit.context.may(permission)).then(|| permission.refusal(visit.signed_in.role))
}

/// The password that was chosen, if one was.
fn chosen(text: &str) -> Option<Password> {
    (!text.is_empty()).then(|| Zeroizing::new(text.to_owned()))
}

fn made_up(name: &str, password: Option<Password>) -> Option<MadeUp> {
    password.map(|password| MadeUp {
        name: name.to_owned(),
        password: password.to_string(),
    })
}
