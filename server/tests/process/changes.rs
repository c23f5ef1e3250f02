//! Changes that can be made again and again over HTTP: each takes the one before it back.

use crate::client::Client;
use forecourt_model::Revision;
use forecourt_model::settings::OrganizationSettings;
use forecourt_service::organization::save_settings;
use forecourt_service::{OpContext, Services, SystemClock, SystemRandom};
use forecourt_store::Database;
use std::io;
use std::sync::Arc;

/// The settings at odd and at even revisions from [`FIRST`] on.
pub(crate) fn settings_at(revision: i64) -> OrganizationSettings {
    OrganizationSettings {
        allow_teams_sms: revision % 2 != 0,
        ..OrganizationSettings::default()
    }
}

/// The revision of the change that the others take back in turn.
pub(crate) const FIRST: i64 = 2;

/// Makes the first change, on a database that has just been set up.
pub(crate) async fn make_first(database: &str) {
    let database = Database::open(database).await.unwrap();
    let services = Services::start(database, Arc::new(SystemClock), Arc::new(SystemRandom))
        .await
        .unwrap();
    let context = OpContext::command("test", forecourt_service::Clock::now(&SystemClock));
    let saved = save_settings(&services, &context, Revision(1), &settings_at(FIRST), None, None)
        .await
        .unwrap();
    assert_eq!(saved.revision, Revision(FIRST));
    services.database().close().await;
}

/// Takes change `newest` back over HTTP, which is change `newest + 1`.
///
/// # Errors
/// There was no answer, or not all of one: it is not known whether the change was made.
pub(crate) async fn toggle(client: &mut Client, newest: i64) -> io::Result<i64> {
    let path = format!("/activity/{newest}/undo");
    let answer = client.post(&path, &[("acknowledge", "on")]).await?;
    assert_eq!(answer.status, 303, "{}", answer.body);
    Ok(newest + 1)
}
