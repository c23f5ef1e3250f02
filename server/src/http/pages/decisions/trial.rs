//! Trying settings, ending it, and putting them in force.

use super::refused;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::response::Response;
use forecourt_app::paths;
use forecourt_model::Revision;
use forecourt_model::settings::{DomainMode, OrganizationSettings};
use forecourt_service::ServiceError;
use forecourt_service::decision::{allow_list_from, end_draft, promote_draft, start_draft};

/// The settings in force with what was picked, and the change that wrote those in force.
fn picked(visit: &Visit, fields: &Fields) -> Result<(OrganizationSettings, Revision), ServiceError> {
    let snapshot = visit.services().snapshot()?;
    let mut settings = snapshot.settings.clone();
    let (access, inbound) = match fields.get("access") {
        "off" => (false, settings.allow_teams_consumer_inbound),
        "inbound_off" => (true, false),
        "on" => (true, true),
        _ => (
            settings.allow_teams_consumer,
            settings.allow_teams_consumer_inbound,
        ),
    };
    settings.allow_teams_consumer = access;
    settings.allow_teams_consumer_inbound = inbound;
    if let Some(mode) = DomainMode::from_code(fields.get("domains")) {
        settings.domains.mode = mode;
    }
    Ok((settings, snapshot.settings_revision))
}

pub(super) async fn draft(visit: Visit, Form(fields): Form) -> Response {
    let (services, context) = (visit.services(), &visit.context);
    let done = match fields.get("do") {
        "promote" => promote_draft(
            services,
            context,
            Revision(fields.get("trial").parse().unwrap_or_default()),
        )
        .await
        .map(|saved| Flash::change("The settings that were tried are in force", saved.revision)),
        "end" => end_draft(services, context)
            .await
            .map(|_| Flash::text("No settings are tried any more. Nothing else has changed.")),
        _ => match picked(&visit, &fields) {
            Ok((settings, made_from)) => start_draft(services, context, &settings, made_from)
                .await
                .map(|_| Flash::text("The settings are tried from now on. They refuse nobody.")),
            Err(error) => Err(error),
        },
    };
    match done {
        Ok(flash) => see_other(&paths::decisions(), Some(&flash)),
        Err(error) => refused(&visit, &error).await,
    }
}

/// Tries an allow list: what is in the list already, and the domains that were ticked.
pub(super) async fn allow_list(visit: Visit, Form(fields): Form) -> Response {
    let domains: Vec<_> = fields.all("domain").map(str::to_owned).collect();
    let made =
        allow_list_from(visit.services(), &visit.context, &domains).map(|(mut settings, made_from)| {
            settings.domains.mode = DomainMode::AllowSpecific;
            (settings, made_from)
        });
    let done = match made {
        Ok((settings, made_from)) => {
            start_draft(visit.services(), &visit.context, &settings, made_from).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => see_other(
            &paths::decisions(),
            Some(&Flash::text(
                "The allow list is tried from now on. It refuses nobody.",
            )),
        ),
        Err(error) => refused(&visit, &error).await,
    }
}
