//! Read, archive, favorite: each administrator for themselves.

use super::own_view;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::message as store;

/// What an administrator does with a message. The names are Graph's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Mark {
    Read,
    Unread,
    Archive,
    Unarchive,
    Favorite,
    Unfavorite,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 6] = [
        Self::Read,
        Self::Unread,
        Self::Archive,
        Self::Unarchive,
        Self::Favorite,
        Self::Unfavorite,
    ];

    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
            Self::Favorite => "favorite",
            Self::Unfavorite => "unfavorite",
        }
    }

    /// The mark with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }

    /// The words for what was done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Read => "Marked as read.",
            Self::Unread => "Marked as not read.",
            Self::Archive => "Archived, for you only.",
            Self::Unarchive => "Back in your inbox.",
            Self::Favorite => "Added to your favorites.",
            Self::Unfavorite => "Taken out of your favorites.",
        }
    }
}

/// Marks a message for the administrator who asks. Not a change of the organization, so not in the audit trail.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] for whoever is not an administrator;
/// [`ServiceError::NotFound`]; [`ServiceError::Store`].
pub async fn mark(
    services: &Services,
    context: &OpContext,
    id: &str,
    mark: Mark,
) -> Result<(), ServiceError> {
    context.require(Permission::ReadMessages)?;
    let administrator = own_view(context)?;
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    if store::find(&mut connection, context.tenant, id).await?.is_none() {
        return Err(ServiceError::NotFound { what: "message" });
    }
    let before = store::view_point(&mut connection, context.tenant, id, administrator).await?;
    let mut view_point = before;
    match mark {
        Mark::Read | Mark::Unread => view_point.is_read = mark == Mark::Read,
        Mark::Archive | Mark::Unarchive => view_point.is_archived = mark == Mark::Archive,
        Mark::Favorite | Mark::Unfavorite => view_point.is_favorite = mark == Mark::Favorite,
    }
    if view_point != before {
        store::save_view_point(&mut connection, context.tenant, id, administrator, view_point).await?;
        transaction.commit().await?;
    }
    Ok(())
}
