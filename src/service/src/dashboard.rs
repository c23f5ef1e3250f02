//! What the dashboard shows: who can reach whom, what changed, what to look at.

use crate::activity::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception::{self, Reminder};
use crate::hygiene::{self, Findings};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::Revision;
use forecourt_model::access::{SourceKind, Switches};
use forecourt_model::authority::Permission;
use forecourt_store::change;
use std::sync::Arc;

/// How many changes are shown.
const RECENT: i64 = 5;

/// The people of one source, and how many of them can start chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceReach {
    /// Where their policy comes from.
    pub source: SourceKind,
    /// How many they are.
    pub people: u64,
    /// How many can start chats.
    pub can_start: u64,
    /// How many can be found and contacted.
    pub can_be_contacted: u64,
}

/// Everything on the dashboard.
#[derive(Clone, Debug)]
pub struct DashboardView {
    /// The organization.
    pub organization: String,
    /// As of which change.
    pub revision: Revision,
    /// Whether the feature is here.
    pub activated: bool,
    /// The organization's switches as stored.
    pub switches: Switches,
    /// Everybody in the directory.
    pub people: u64,
    /// How many can start chats.
    pub can_start: u64,
    /// How many can be found and contacted. All of them can start chats too.
    pub can_be_contacted: u64,
    /// The same by source; sources without people are left out.
    pub sources: Vec<SourceReach>,
    /// What can be put right, the most pressing first.
    pub findings: Arc<Findings>,
    /// What ends soon by itself.
    pub reminder: Reminder,
    /// The newest changes, for those who may see them.
    pub recent: Option<Vec<Entry>>,
}

/// What the dashboard shows to the one who asks.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn get(services: &Services, context: &OpContext) -> Result<DashboardView, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let recent = if context.may(Permission::ReadActivity) {
        let everything = change::Filter::default();
        let changes = change::search(&mut connection, context.tenant, &everything, None, RECENT).await?;
        let entries = changes.into_iter().map(|change| Entry::read(context, change));
        Some(entries.collect::<Result<_, _>>()?)
    } else {
        None
    };
    drop(reader);
    let findings = hygiene::findings(services, context).await?;
    let reminder = exception::reminder(services, context).await?;
    let (can_start, can_be_contacted) = snapshot.reach(context.now);
    Ok(DashboardView {
        organization: snapshot.organization.name.clone(),
        revision: snapshot.revision(),
        activated: snapshot.is_active(context.now),
        switches: snapshot.settings.switches(),
        people: snapshot.people(),
        can_start,
        can_be_contacted,
        sources: sources(&snapshot, context),
        findings,
        reminder,
        recent,
    })
}

fn sources(snapshot: &Snapshot, context: &OpContext) -> Vec<SourceReach> {
    // Global first: it decides for most.
    let order = [SourceKind::Global, SourceKind::Group, SourceKind::Direct];
    let reach = |source| {
        let mut reach = SourceReach {
            source,
            people: 0,
            can_start: 0,
            can_be_contacted: 0,
        };
        for count in snapshot.counts.iter().filter(|count| count.source == source) {
            let access = snapshot.access(count.policy, context.now);
            let people = |yes: bool| if yes { count.people } else { 0 };
            reach.people += count.people;
            reach.can_start += people(access.chat);
            reach.can_be_contacted += people(access.inbound);
        }
        reach
    };
    order
        .into_iter()
        .map(reach)
        .filter(|reach| reach.people > 0)
        .collect()
}
