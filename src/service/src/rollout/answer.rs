//! Answering the notice.

use super::seed::CONSUMER_CHAT;
use super::{check_acknowledged, check_reason};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, organization_values};
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::access::{Impact, Switches};
use forecourt_model::authority::Permission;
use forecourt_model::rollout::Answer;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::rollout::StoredRollout;
use forecourt_store::{message, rollout, settings};
use serde_json::json;

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The number of the change.
    pub revision: Revision,
    /// The answer.
    pub answer: Answer,
    /// What it did to people; before activation, what it will do at its moment.
    pub impact: Impact,
    /// The organization's switches with it. *Keep on* turns nothing on that was off before.
    pub switches: Switches,
    /// Whether the feature is here already; otherwise the answer waits for the activation.
    pub activated: bool,
}

/// The settings of the organization after `answer`. An answer only ever turns off what it names; what is off already
/// stays off.
pub fn settings_after(settings: &OrganizationSettings, answer: Answer) -> OrganizationSettings {
    let mut after = settings.clone();
    match answer {
        Answer::KeepOn => {}
        Answer::OnlyOurPeopleStart => after.allow_teams_consumer_inbound = false,
        Answer::TurnOff => after.allow_teams_consumer = false,
    }
    after
}

/// Records `answer`, made from the rollout as revision `expected` had written it, and changes the settings that it
/// names, in one audited change. Answering again changes the answer. Before activation the settings are staged.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] with field `acknowledge` when it takes something from the share
/// of people that the organization has set, or more, and `acknowledged` is not set; [`ServiceError::Conflict`] when
/// somebody else answered or moved the dates in between; [`ServiceError::Store`]. Nothing is changed then.
pub async fn answer(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    answer: Answer,
    reason: Option<String>,
    undoes: Option<Revision>,
    acknowledged: bool,
) -> Result<Answered, ServiceError> {
    context.require(Permission::AnswerMessages)?;
    context.require(Permission::EditSettings)?;
    check_reason(reason.as_deref())?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let found = rollout::find(&mut connection, context.tenant, CONSUMER_CHAT).await?;
    let before = found.ok_or(ServiceError::NotFound { what: "rollout" })?;
    check_revision(&mut connection, context, expected, before.revision).await?;
    let (settings_before, _) = settings::find(&mut connection, context.tenant)
        .await?
        .unwrap_or_default();
    let settings_now = settings_after(&settings_before, answer);
    let impact = services.snapshot()?.impact_of(&settings_now, &[]);
    let activated = before.rollout.is_active(context.now);
    if activated {
        check_acknowledged(&impact, services.snapshot()?.acknowledge_percent(), acknowledged)?;
    }
    let mut now = before.clone();
    now.answer = Some((answer, context.now, context.actor_name().to_owned()));
    now.revision = revision;
    rollout::save(&mut connection, context.tenant, &now).await?;
    let changed = settings_now != settings_before;
    if changed {
        settings::save(
            &mut connection,
            context.tenant,
            &settings_now,
            revision,
            context.now,
        )
        .await?;
    }
    message::show_banner_again(&mut connection, context.tenant, CONSUMER_CHAT).await?;
    let words = |stored: &StoredRollout| {
        let words = stored
            .answer
            .as_ref()
            .map_or("Not reviewed yet", |(answer, _, _)| answer.label());
        Some(words.to_owned())
    };
    let mut fields = vec![FieldChange::new("Answer", words(&before), words(&now))];
    fields.extend(differences(
        &organization_values(&settings_before),
        &organization_values(&settings_now),
    ));
    let detail = Detail {
        fields,
        impact: Some(impact.clone()),
        before: Some(json!({ "settings": changed.then_some(&settings_before), "rollout": before })),
        after: Some(json!({ "settings": changed.then_some(&settings_now), "rollout": now })),
    };
    let record = Record {
        action: Action::RolloutAnswered,
        target: Target::new(TargetKind::Rollout, CONSUMER_CHAT, CONSUMER_CHAT),
        detail,
        reason,
        undoes,
    };
    let revision = draft.commit(record, &[]).await?;
    let switches = settings_now.switches();
    Ok(Answered {
        revision,
        answer,
        impact,
        switches,
        activated,
    })
}
