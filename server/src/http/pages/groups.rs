//! `/groups`: the order of the groups with a policy, all groups, a new one, one group.

mod asked;
mod concerned;
mod list;
mod new;
mod one;
mod perform;
mod question;
mod refused;
mod show;

use crate::http::routes::{Access, Routes};
use forecourt_model::GroupId;
use forecourt_model::authority::Permission;
use forecourt_service::{OpContext, ServiceError};

const LIST: &str = "/groups";
const NEW: &str = "/groups/new";
const ONE: &str = "/groups/{id}";
const CONCERNED: &str = "/groups/{id}/concerned.csv";

/// The share of everybody, in percent, from which a change has to be acknowledged.
const ACKNOWLEDGE_FROM: u64 = 10;

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, change) = (
        Access::Needs(Permission::ReadPeople),
        Access::Needs(Permission::AssignPolicies),
    );
    Routes::new()
        .get(LIST, read, list::get)
        .post(LIST, change, list::post)
        .get(NEW, read, new::get)
        .post(NEW, change, new::post)
        .get(ONE, read, show::get)
        .post(ONE, change, one::post)
        .post(CONCERNED, change, concerned::post)
}

/// Why the role cannot change groups; nothing when it can.
fn locked(context: &OpContext) -> Option<String> {
    let permission = Permission::AssignPolicies;
    (!context.may(permission)).then(|| permission.refusal(context.role()))
}

/// The group in a path or a field; anything else is none.
fn group(text: &str) -> Result<GroupId, ServiceError> {
    text.trim()
        .parse()
        .map_err(|_| ServiceError::NotFound { what: "group" })
}
