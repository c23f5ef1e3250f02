//! What was decided, for the page.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{DomainName, Revision};
use forecourt_store::connector::{self, Connector};
use forecourt_store::decision_log::{self as store, DecisionRecord, RecordFilter};
use std::collections::BTreeMap;

/// How many days the charts show.
const DAYS: i64 = 14;

/// How many domains are listed.
const DOMAINS: i64 = 25;

/// How many single decisions are listed.
const RECORDS: i64 = 50;

/// The decisions of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// Days since 1970 in UTC.
    pub day: i64,
    /// How many were allowed.
    pub allowed: u64,
    /// How many were refused.
    pub refused: u64,
}

/// The decisions about a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCount {
    /// The domain.
    pub domain: String,
    /// How many were allowed.
    pub allowed: u64,
    /// How many were refused.
    pub refused: u64,
    /// Whether the organization's allow list has it.
    pub is_listed: bool,
}

/// What was decided lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The last days, the oldest first, days without decisions included.
    pub days: Vec<DayCount>,
    /// The domains that were asked about most in these days.
    pub domains: Vec<DomainCount>,
    /// Decisions of these days that somebody inside began: allowed and refused.
    pub begun_inside: (u64, u64),
    /// The same for somebody outside.
    pub begun_outside: (u64, u64),
    /// Today's decisions by chat server: name, allowed, refused.
    pub connectors_today: Vec<(String, u64, u64)>,
    /// Each chat server that has asked.
    pub connectors: Vec<Connector>,
    /// Single decisions that were kept, the newest first.
    pub records: Vec<DecisionRecord<'static>>,
    /// How many were not written down, because too many waited.
    pub dropped: u64,
}

impl Report {
    /// Today.
    pub fn today(&self) -> DayCount {
        self.days.last().copied().unwrap_or_default()
    }
}

/// What was decided lately. `filter` narrows the single decisions.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn report(
    services: &Services,
    context: &OpContext,
    filter: &RecordFilter,
) -> Result<Report, ServiceError> {
    context.require(Permission::ReadActivity)?;
    let snapshot = services.snapshot()?;
    let today = context.now.unix_timestamp().div_euclid(86_400);
    let since = today - DAYS + 1;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let tenant = context.tenant;
    let mut days: BTreeMap<i64, DayCount> = (since..=today)
        .map(|day| {
            (
                day,
                DayCount {
                    day,
                    ..DayCount::default()
                },
            )
        })
        .collect();
    for (day, allowed, count) in store::by_day(&mut connection, tenant, since).await? {
        if let Some(held) = days.get_mut(&day) {
            let place = if allowed {
                &mut held.allowed
            } else {
                &mut held.refused
            };
            *place += count;
        }
    }
    let listed = &snapshot.settings.domains.allowed;
    let domains = store::by_domain(&mut connection, tenant, since, DOMAINS)
        .await?
        .into_iter()
        .map(|(domain, allowed, refused)| DomainCount {
            is_listed: listed.iter().any(|name| name.as_str() == domain),
            domain,
            allowed,
            refused,
        })
        .collect();
    let mut report = Report {
        days: days.into_values().collect(),
        domains,
        dropped: services.decisions().journal().dropped(),
        ..Report::default()
    };
    for (side, allowed, count) in store::by_side(&mut connection, tenant, since).await? {
        let held = if side == "inside" {
            &mut report.begun_inside
        } else {
            &mut report.begun_outside
        };
        *(if allowed { &mut held.0 } else { &mut held.1 }) += count;
    }
    for (connector, allowed, count) in store::by_connector(&mut connection, tenant, today).await? {
        let (allowed, refused) = if allowed { (count, 0) } else { (0, count) };
        match report.connectors_today.last_mut() {
            Some(last) if last.0 == connector => {
                last.1 += allowed;
                last.2 += refused;
            }
            _ => report.connectors_today.push((connector, allowed, refused)),
        }
    }
    report.connectors = connector::all(&mut connection, tenant).await?;
    let end = context.now + time::Duration::days(1);
    report.records = store::recent(&mut connection, tenant, filter, end, RECORDS).await?;
    Ok(report)
}

/// The settings in force with `domains` added to the allow list. Whoever saves them saves them as any other settings.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], and for the field `domain` what cannot be in the list.
pub fn allow_list_from(
    services: &Services,
    context: &OpContext,
    domains: &[String],
) -> Result<(OrganizationSettings, Revision), ServiceError> {
    context.require(Permission::EditSettings)?;
    let snapshot = services.snapshot()?;
    let mut settings = snapshot.settings.clone();
    for text in domains {
        let domain = DomainName::parse(text)
            .map_err(|error| ServiceError::field("domain", error.code(), error.to_string()))?;
        settings.domains.blocked.retain(|blocked| *blocked != domain);
        if !settings.domains.allowed.contains(&domain) {
            settings.domains.allowed.push(domain);
        }
    }
    settings.check()?;
    Ok((settings, snapshot.settings_revision))
}
