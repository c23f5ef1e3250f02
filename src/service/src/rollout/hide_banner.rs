//! Putting the banner away, for oneself.

use super::seed::CONSUMER_CHAT;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::message;
use time::{Duration, OffsetDateTime, Time};

/// As good as for ever.
const FOR_GOOD: Duration = Duration::days(36_500);

/// Hides the banner for the administrator who asks: until tomorrow while there is no answer; for good when there is
/// one. A new answer or a move of the dates shows it again. Returns until when, `None` for good.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] for whoever is not an administrator;
/// [`ServiceError::Store`].
pub async fn hide_banner(
    services: &Services,
    context: &OpContext,
) -> Result<Option<OffsetDateTime>, ServiceError> {
    context.require(Permission::ReadMessages)?;
    let administrator = crate::message::own_view(context)?;
    let answered = services
        .snapshot()?
        .rollout
        .as_ref()
        .is_some_and(|stored| stored.answer.is_some());
    let until = if answered {
        context.now + FOR_GOOD
    } else {
        (context.now + Duration::DAY).replace_time(Time::MIDNIGHT)
    };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    let mut view_point =
        message::view_point(&mut connection, context.tenant, CONSUMER_CHAT, administrator).await?;
    view_point.hidden_until = Some(until);
    message::save_view_point(
        &mut connection,
        context.tenant,
        CONSUMER_CHAT,
        administrator,
        view_point,
    )
    .await?;
    transaction.commit().await?;
    Ok((!answered).then_some(until))
}
