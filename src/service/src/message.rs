//! The message center: announcements, and what each administrator has done with them.

mod add;
mod body;
mod document;
mod get;
mod list;
mod mark;

pub use add::{Added, add};
pub use document::{Message, MessageDetail};
pub use forecourt_store::message::ViewPoint;
pub use get::{MessageView, get};
pub use list::{Folder, MessageFilter, MessageList, MessageRow, list};
pub use mark::{Mark, mark};

use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::AdministratorId;

/// Whose read marks, archive and favorites are meant. Commands have none.
pub(crate) fn own_view(context: &OpContext) -> Result<AdministratorId, ServiceError> {
    context.administrator().ok_or_else(|| {
        ServiceError::refused(
            "no-view-point",
            "Read marks belong to administrators. Sign in to set them.",
        )
    })
}
