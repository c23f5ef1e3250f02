//! The report without names: verdicts, numbers, checkers.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_model::compliance::{Baseline, Checker, Control, Facts, Said, Topic, WhyDifferent};
use forecourt_model::policy::PolicySettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::exception::{self, ListedException};
use serde::Serialize;
use std::collections::BTreeSet;
use time::OffsetDateTime;

/// How far a control is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody can do what it forbids.
    Met,
    /// Nobody without a policy of their own can; some people with one can.
    MetExcept,
    /// Everybody without a policy of their own can.
    NotMet,
}

impl Verdict {
    /// The words on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::MetExcept => "Met, with exceptions",
            Self::NotMet => "Not met",
        }
    }
}

/// People who get around a control by the same policy from the same source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EscapingPolicy {
    /// Its name.
    pub policy: String,
    /// Where they have it from.
    pub source: SourceKind,
    /// How many they are.
    pub people: u64,
}

/// What a checker says of a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckerReport {
    /// Which.
    pub checker: Checker,
    /// What it says.
    pub says: Said,
    /// Why that is not what is so for people without a policy of their own.
    pub differs_because: Option<WhyDifferent>,
    /// The same as a sentence; also when it passes and does not see who gets around it.
    pub why: Option<String>,
}

/// What is so for one control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ControlReport {
    /// Which.
    pub control: Control,
    /// Whose it is.
    pub baseline: Baseline,
    /// How much it weighs there.
    pub weight: &'static str,
    /// What it asks for, in our words.
    pub title: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// How far it is met.
    pub verdict: Verdict,
    /// How many people without a policy of their own can do what it forbids.
    pub open_on_global: u64,
    /// How many people get around it by a policy other than Global.
    pub escaping: u64,
    /// How many of those have an exception with a reason.
    pub with_reason: u64,
    /// By which policies, the most people first.
    pub by_policy: Vec<EscapingPolicy>,
    /// What checkers say.
    pub checkers: Vec<CheckerReport>,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The name of the organization.
    pub organization: String,
    /// When it was made. UTC.
    #[serde(serialize_with = "time::serde::rfc3339::serialize")]
    pub made_at: OffsetDateTime,
    /// The newest change that it knows of.
    pub revision: Revision,
    /// How many people the directory has.
    pub people: u64,
    /// Every control.
    pub controls: Vec<ControlReport>,
}

impl Report {
    /// Whether every control is met for whoever has no policy of their own.
    pub fn is_met(&self) -> bool {
        self.controls
            .iter()
            .all(|control| control.verdict != Verdict::NotMet)
    }

    /// The same, and whoever gets around one has an exception with a reason.
    pub fn is_met_strictly(&self) -> bool {
        self.is_met()
            && self
                .controls
                .iter()
                .all(|control| control.escaping == control.with_reason)
    }
}

/// The policies that let whoever has them around a control about `topic`.
pub(super) fn open_policies(snapshot: &Snapshot, facts: &Facts, topic: Topic) -> BTreeSet<PolicyId> {
    let policies = snapshot.policies.iter().filter(|policy| !policy.name.is_global());
    policies
        .filter(|policy| topic.depends_on_policy() && topic.is_open(facts, &(&policy.settings).into()))
        .map(|policy| policy.id)
        .collect()
}

/// What the organization and Global say.
pub(super) fn facts(snapshot: &Snapshot) -> Facts {
    let defaults = PolicySettings::default();
    let global = snapshot
        .policy(PolicyId::GLOBAL)
        .map_or(&defaults, |policy| &policy.settings);
    Facts::of(&snapshot.settings, global)
}

/// Makes the report as of now.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn report(services: &Services, context: &OpContext) -> Result<Report, ServiceError> {
    context.require(Permission::ReadSettings)?;
    context.require(Permission::ReadPolicies)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let filter = exception::Filter {
        with_reason: true,
        ..exception::Filter::default()
    };
    let reasons = exception::list(&mut reader.connection(), context.tenant, &filter, None, i64::MAX).await?;
    let facts = facts(&snapshot);
    Ok(Report {
        organization: snapshot.organization.name.clone(),
        made_at: context.now,
        revision: snapshot.revision(),
        people: snapshot.people(),
        controls: Control::ALL
            .into_iter()
            .map(|control| of_control(&snapshot, &facts, &reasons, control))
            .collect(),
    })
}

fn of_control(
    snapshot: &Snapshot,
    facts: &Facts,
    reasons: &[ListedException],
    control: Control,
) -> ControlReport {
    let topic = control.topic();
    let open = open_policies(snapshot, facts, topic);
    let mut by_policy: Vec<_> = snapshot
        .counts
        .iter()
        .filter(|count| open.contains(&count.policy) && count.people > 0)
        .map(|count| EscapingPolicy {
            policy: snapshot
                .policy(count.policy)
                .map(|policy| policy.name.to_string())
                .unwrap_or_default(),
            source: count.source,
            people: count.people,
        })
        .collect();
    by_policy.sort_by(|left, right| {
        (right.people, &left.policy, left.source).cmp(&(left.people, &right.policy, right.source))
    });
    let escaping = by_policy.iter().map(|some| some.people).sum();
    let with_reason = reasons
        .iter()
        .filter(|listed| open.contains(&listed.exception.policy))
        .count();
    let is_met = control.is_met(facts);
    let verdict = match (is_met, escaping) {
        (false, _) => Verdict::NotMet,
        (true, 0) => Verdict::Met,
        (true, _) => Verdict::MetExcept,
    };
    ControlReport {
        control,
        baseline: control.baseline(),
        weight: control.weight(),
        title: control.title(),
        topic,
        verdict,
        open_on_global: if is_met {
            0
        } else {
            snapshot.people_with(PolicyId::GLOBAL, None)
        },
        escaping,
        with_reason: u64::try_from(with_reason).unwrap_or_default(),
        by_policy,
        checkers: Checker::ALL
            .into_iter()
            .map(|checker| of_checker(checker, control, facts, escaping))
            .collect(),
    }
}

fn of_checker(checker: Checker, control: Control, facts: &Facts, escaping: u64) -> CheckerReport {
    let says = checker.says(control, facts);
    let differs_because = checker.why_different(control, facts);
    let why = differs_because.map(|why| why.sentence().to_owned()).or_else(|| {
        (says == Said::Pass && escaping > 0).then(|| {
            let people = if escaping == 1 {
                "1 person".to_owned()
            } else {
                format!("{escaping} people")
            };
            format!("It does not read custom policies, so it does not see {people} who get around it.")
        })
    });
    CheckerReport {
        checker,
        says,
        differs_because,
        why,
    }
}
