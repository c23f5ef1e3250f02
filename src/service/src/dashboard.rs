//! What the dashboard shows: who can reach whom, what changed, what to look at.

use crate::activity::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{SourceKind, Switches};
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind, PolicyName};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::{change, cohort};

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

/// Something that an administrator may want to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToReview {
    /// Chat is off for the organization while the stored inbound switch is on: turning chat on wakes it.
    OrganizationInboundWaits,
    /// The same in a policy that people have.
    PolicyInboundWaits {
        /// The policy.
        policy: PolicyName,
        /// How many people have it.
        people: u64,
    },
    /// A custom policy allows what Global does not.
    LooserThanGlobal {
        /// The policy.
        policy: PolicyName,
        /// How many people have it.
        people: u64,
    },
    /// A custom policy that nobody has.
    NobodyHas {
        /// The policy.
        policy: PolicyName,
    },
    /// Direct assignments of people who cannot sign in.
    DirectOfDisabled {
        /// How many.
        assignments: u64,
    },
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
    /// What to look at, the most pressing first.
    pub to_review: Vec<ToReview>,
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
    let disabled = cohort::count_direct(&mut connection, context.tenant, false).await?;
    let recent = if context.may(Permission::ReadActivity) {
        let everything = change::Filter::default();
        let changes = change::search(&mut connection, context.tenant, &everything, None, RECENT).await?;
        let entries = changes.into_iter().map(|change| Entry::read(context, change));
        Some(entries.collect::<Result<_, _>>()?)
    } else {
        None
    };
    drop(reader);
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
        to_review: to_review(&snapshot, disabled),
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

fn to_review(snapshot: &Snapshot, disabled: u64) -> Vec<ToReview> {
    let mut list = Vec::new();
    let organization = snapshot.settings.switches();
    if waits(organization) {
        list.push(ToReview::OrganizationInboundWaits);
    }
    let people = |policy: &Policy| snapshot.people_with(policy.id, None);
    let named = |policy: &Policy| (policy.name.clone(), people(policy));
    let custom = || {
        snapshot
            .policies
            .iter()
            .filter(|policy| policy.kind == PolicyKind::Custom)
    };
    if let Some(global) = snapshot.policy(PolicyId::GLOBAL) {
        let of_global = global.settings.switches();
        let looser = |policy: &&Policy| is_looser(policy.settings.switches(), of_global);
        list.extend(
            custom()
                .filter(looser)
                .map(named)
                .map(|(policy, people)| ToReview::LooserThanGlobal { policy, people }),
        );
    }
    let editable = snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::BuiltIn);
    list.extend(
        editable
            .filter(|policy| waits(policy.settings.switches()) && people(policy) > 0)
            .map(named)
            .map(|(policy, people)| ToReview::PolicyInboundWaits { policy, people }),
    );
    if disabled > 0 {
        list.push(ToReview::DirectOfDisabled {
            assignments: disabled,
        });
    }
    let unused = custom().filter(|policy| people(policy) == 0);
    list.extend(unused.map(|policy| ToReview::NobodyHas {
        policy: policy.name.clone(),
    }));
    list
}

/// Whether the inbound switch is stored on under a parent that is off.
fn waits(switches: Switches) -> bool {
    !switches.access && switches.inbound
}

/// Whether a policy lets people do what `global` does not.
fn is_looser(policy: Switches, global: Switches) -> bool {
    let inbound = |switches: Switches| switches.access && switches.inbound;
    (policy.access && !global.access) || (inbound(policy) && !inbound(global))
}
