//! `/message-center`: the list, one message, its answer and its dates; and the banner for other pages.

mod add;
mod answer;
mod dates;
mod filter;
mod hide;
mod list;
mod mark;
mod message;
mod show;

use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use forecourt_model::authority::Permission;
use forecourt_service::rollout::{self, RolloutView};

/// The routes of this folder.
pub fn routes() -> Routes {
    let (read, answer) = (
        Access::Needs(Permission::ReadMessages),
        Access::Needs(Permission::AnswerMessages),
    );
    Routes::new()
        .get("/message-center", read, list::get)
        .post("/message-center", answer, add::post)
        .get("/message-center/{id}", read, message::get)
        .get("/message-center/{id}/answer", answer, answer::get)
        .post("/message-center/{id}/answer", answer, answer::post)
        .get("/message-center/{id}/dates", answer, dates::get)
        .post("/message-center/{id}/dates", answer, dates::post)
        .get("/message-center/{id}/mark", read, mark::get)
        .post("/message-center/{id}/mark", read, mark::post)
        .get("/message-center/{id}/hide", read, hide::get)
        .post("/message-center/{id}/hide", read, hide::post)
}

/// The rollout for a banner: nothing for those who may not read messages, or who have put it away.
pub(crate) async fn banner_for(visit: &Visit) -> Option<RolloutView> {
    if !visit.context.may(Permission::ReadMessages) {
        return None;
    }
    match rollout::get(visit.services(), &visit.context).await {
        Ok(view) => Some(view).filter(|view| !view.hidden),
        Err(error) => {
            // The page is of use without its banner.
            tracing::warn!(%error, request.id = visit.context.request_id, "the rollout cannot be read for a banner");
            None
        }
    }
}

/// Whether whoever visits may answer a notice; else why not, for the disabled buttons.
pub(crate) fn may_answer(visit: &Visit) -> Result<(), String> {
    let permission = Permission::AnswerMessages;
    if visit.context.may(permission) {
        Ok(())
    } else {
        Err(permission.refusal(visit.context.role()))
    }
}

/// Where to go after a form: the page that it was sent from, or the message.
fn return_path(fields: &crate::http::form::Fields, id: &str) -> String {
    let message = forecourt_app::paths::message(id);
    fields
        .some("return_to")
        .map_or(message, forecourt_app::paths::local)
}

/// Whether a change has to be acknowledged.
fn asks(visit: &Visit, impact: &forecourt_model::access::Impact) -> bool {
    let snapshot = visit.services().snapshot_if_set_up();
    snapshot.is_none_or(|snapshot| impact.needs_acknowledgement(snapshot.acknowledge_percent()))
}
