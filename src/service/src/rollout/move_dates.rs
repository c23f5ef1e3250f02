//! Moving the dates of the rollout.

use super::seed::CONSUMER_CHAT;
use super::{check_acknowledged, check_reason};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, PolicyChange, Switches, impact};
use forecourt_model::authority::Permission;
use forecourt_model::rollout::{Rollout, Window};
use forecourt_model::{FieldErrors, Revision};
use forecourt_store::{message, rollout};
use serde_json::json;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MINUTE: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute][optional [:[second]]]");

/// The dates as they were entered: days as `2021-12-01`, the activation as `2021-12-06T07:00` in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatesInput {
    /// Field `window_start`: the first day of the planned window.
    pub window_start: String,
    /// Field `window_end`: its last day.
    pub window_end: String,
    /// Field `activation`: the moment from which the feature exists here.
    pub activation: String,
}

impl DatesInput {
    /// The dates of a rollout as a form shows them.
    pub fn of(dates: &Rollout) -> Self {
        let day = |day: Date| day.format(DAY).unwrap_or_default();
        let activation = dates.activation;
        let (hour, minute) = (activation.hour(), activation.minute());
        Self {
            window_start: day(dates.window.start),
            window_end: day(dates.window.end),
            activation: format!("{}T{hour:02}:{minute:02}", day(activation.date())),
        }
    }
}

/// Dates that make sense. The activation may lie outside the window: organizations get features early and late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates(Rollout);

impl Dates {
    /// Reads what was entered.
    ///
    /// # Errors
    /// One error for each field that cannot be taken.
    pub fn parse(input: &DatesInput) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut day = |field: &str, text: &str| {
            let day = Date::parse(text.trim(), DAY)
                .ok()
                .filter(|day| (1970..=9000).contains(&day.year()));
            if day.is_none() {
                errors.push(
                    field,
                    "not-a-day",
                    "Enter a day as 2021-12-01, between 1970 and 9000.",
                );
            }
            day
        };
        let start = day("window_start", &input.window_start);
        let end = day("window_end", &input.window_end);
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            errors.push(
                "window_end",
                "end-before-start",
                "The last day is before the first. Enter the same day or a later one.",
            );
        }
        let activation = PrimitiveDateTime::parse(input.activation.trim(), MINUTE)
            .ok()
            .filter(|moment| (1970..=9000).contains(&moment.year()));
        if activation.is_none() {
            errors.push(
                "activation",
                "not-a-moment",
                "Enter a day and a time in UTC, as 2021-12-06T07:00.",
            );
        }
        match (start, end, activation) {
            (Some(start), Some(end), Some(activation)) if errors.is_empty() => Ok(Self(Rollout {
                window: Window { start, end },
                activation: activation.assume_utc(),
            })),
            _ => Err(errors),
        }
    }
}

/// Dates that were moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The number of the change; the current one when nothing differed.
    pub revision: Revision,
    /// What it did to people at once: activation may have come or gone.
    pub impact: Impact,
    /// Whether anything differed at all.
    pub changed: bool,
}

/// What moving the dates would do to people now.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`].
pub fn preview_dates(services: &Services, context: &OpContext, dates: Dates) -> Result<Impact, ServiceError> {
    context.require(Permission::ReadMessages)?;
    let snapshot = services.snapshot()?;
    Ok(impact_of(&snapshot, context.now, &dates.0))
}

/// Moves the dates of the rollout as revision `expected` had written it.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] with field `acknowledge` when activation moves into the
/// future and takes chat from the share of people that the organization has set, or more; [`ServiceError::Conflict`]; [`ServiceError::Store`].
/// Nothing is changed then.
pub async fn move_dates(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    dates: Dates,
    reason: Option<String>,
    undoes: Option<Revision>,
    acknowledged: bool,
) -> Result<Moved, ServiceError> {
    context.require(Permission::AnswerMessages)?;
    check_reason(reason.as_deref())?;
    let Dates(dates) = dates;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let found = rollout::find(&mut connection, context.tenant, CONSUMER_CHAT).await?;
    let before = found.ok_or(ServiceError::NotFound { what: "rollout" })?;
    check_revision(&mut connection, context, expected, before.revision).await?;
    let impact = impact_of(&*services.snapshot()?, context.now, &dates);
    if before.rollout == dates {
        let revision = before.revision;
        return Ok(Moved {
            revision,
            impact,
            changed: false,
        });
    }
    check_acknowledged(&impact, services.snapshot()?.acknowledge_percent(), acknowledged)?;
    let mut now = before.clone();
    now.rollout = dates;
    now.revision = revision;
    rollout::save(&mut connection, context.tenant, &now).await?;
    message::show_banner_again(&mut connection, context.tenant, CONSUMER_CHAT).await?;
    let detail = Detail {
        fields: differences(&before.rollout, &dates),
        impact: Some(impact.clone()),
        before: Some(json!({ "rollout": before })),
        after: Some(json!({ "rollout": now })),
    };
    let record = Record {
        action: Action::RolloutMoved,
        target: Target::new(TargetKind::Rollout, CONSUMER_CHAT, CONSUMER_CHAT),
        detail,
        reason,
        undoes,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(Moved {
        revision,
        impact,
        changed: true,
    })
}

fn impact_of(snapshot: &Snapshot, now: OffsetDateTime, dates: &Rollout) -> Impact {
    let off = Switches {
        access: false,
        inbound: false,
    };
    let cohort = |count: &forecourt_store::cohort::PolicyCount| {
        let switches = snapshot
            .policy(count.policy)
            .map_or(off, |policy| policy.settings.switches());
        Cohort {
            people: count.people,
            source: count.source,
            before: switches,
            after: switches,
            policy: count.policy,
            change: PolicyChange::Same,
        }
    };
    let cohorts: Vec<_> = snapshot.counts.iter().map(cohort).collect();
    let organization = snapshot.settings.switches();
    impact(
        (snapshot.is_active(now), organization),
        (dates.is_active(now), organization),
        &cohorts,
    )
}

fn differences(before: &Rollout, after: &Rollout) -> Vec<FieldChange> {
    let (before, after) = (DatesInput::of(before), DatesInput::of(after));
    let utc = |moment: String| format!("{} UTC", moment.replace('T', " "));
    [
        (
            "First day of the planned window",
            before.window_start,
            after.window_start,
        ),
        (
            "Last day of the planned window",
            before.window_end,
            after.window_end,
        ),
        ("Activation here", utc(before.activation), utc(after.activation)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(name, before, after)| FieldChange::new(name, Some(before), Some(after)))
    .collect()
}
