//! Trying out who is reached: what a chat server would be told, without one.

use super::outside::rules_with;
use super::past::rules_then;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::explain::find_person as lookup;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::decision::{
    DecisionAction, Directory, Identifier, IdentifierKind, Outcome, OutsideClass, Party, Question, Rules,
    Side,
};
use forecourt_model::{FieldErrors, PersonId, PolicyId, Revision};
use forecourt_store::decision_draft;
use forecourt_store::person::Person;
use std::sync::Arc;
use time::OffsetDateTime;

/// The most people of one trial.
const MAXIMUM_PEOPLE: usize = 20;

/// What is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The people inside, one on each line.
    pub people: String,
    /// The address outside.
    pub outside: String,
    /// Who begins.
    pub begun_by: Side,
    /// What they want to do.
    pub action: DecisionAction,
    /// Whether the settings that are tried count instead of those in force.
    pub by_draft: bool,
    /// The moment that is asked about; now when absent. Of the past, what is kept counts as it was then. Of the
    /// future, everything counts as it is now, and only the rollout goes on.
    pub at: Option<OffsetDateTime>,
}

/// What came out, and as of when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedOut {
    /// One answer for each person.
    pub rows: Vec<TrialRow>,
    /// The moment, when it is one of the past.
    pub past: Option<OffsetDateTime>,
}

/// What a moment of the past does not tell, in a sentence: the directory keeps no earlier addresses.
pub const NOT_KEPT: &str = "Settings, policies, assignments, groups and the lists of servers are those of then. Which \
    person has which address is not kept, so people are looked up by the addresses that they have today.";

/// What came out for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their sign-in name.
    pub sign_in_name: String,
    /// The policy that counts.
    pub policy: String,
    /// How many people have that policy; not known of the past.
    pub people_with_policy: Option<u64>,
    /// What was decided.
    pub outcome: Outcome,
    /// What the address outside is taken for.
    pub outside_class: Option<OutsideClass>,
    /// The newest change that the decision knew of.
    pub revision: Revision,
}

/// What decides in a trial.
pub(super) struct Judge {
    pub(super) rules: Arc<Rules>,
    pub(super) directory: Directory,
    pub(super) is_active: bool,
    pub(super) revision: Revision,
}

/// What decides about these people at a moment: what did at one of the past, or what does now, with the rollout of a
/// later one.
async fn judge(
    services: &Services,
    context: &OpContext,
    people: &[Person],
    by_draft: bool,
    at: Option<OffsetDateTime>,
) -> Result<Judge, ServiceError> {
    if let Some(moment) = past(context, at) {
        if by_draft {
            let message =
                "The settings that are tried were not in force then. Leave out the moment, or the settings.";
            return Err(ServiceError::field("draft", "draft-of-the-past", message));
        }
        return rules_then(services, context, moment, people).await;
    }
    let state = services.decision_state().await?;
    Ok(Judge {
        rules: rules(services, context, by_draft).await?,
        directory: state.directory.clone(),
        is_active: state.is_active(at.unwrap_or(context.now)),
        revision: state.revision,
    })
}

/// The moment that is asked about, when it is one of the past.
fn past(context: &OpContext, at: Option<OffsetDateTime>) -> Option<OffsetDateTime> {
    at.filter(|moment| *moment < context.now)
}

/// The rules that count for a trial.
async fn rules(services: &Services, context: &OpContext, by_draft: bool) -> Result<Arc<Rules>, ServiceError> {
    if !by_draft {
        return Ok(Arc::clone(&services.decision_state().await?.rules));
    }
    let mut reader = services.database().read().await?;
    let draft = decision_draft::find(&mut reader.connection(), context.tenant).await?;
    drop(reader);
    let Some(draft) = draft else {
        let message = "No settings are tried at the moment. Ask about those in force.";
        return Err(ServiceError::field("draft", "no-draft", message));
    };
    Ok(Arc::new(rules_with(services, &draft.settings).await?))
}

/// Who is named, one on each line.
///
/// # Errors
/// [`ServiceError::Invalid`] for the field `people` when nobody is named, or too many.
fn named(text: &str) -> Result<Vec<&str>, ServiceError> {
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() || lines.len() > MAXIMUM_PEOPLE {
        let message = format!("Name 1 to {MAXIMUM_PEOPLE} people of the directory, one on each line.");
        return Err(ServiceError::field("people", "people-out-of-range", message));
    }
    Ok(lines)
}

async fn people_of(
    services: &Services,
    context: &OpContext,
    text: &str,
) -> Result<Vec<Person>, ServiceError> {
    let mut errors = FieldErrors::default();
    let lines = named(text)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let mut found = Vec::new();
    for line in lines {
        match lookup(&mut connection, context, "people", line).await? {
            Some(person) => found.push(person),
            None => {
                let message =
                    format!("Nobody in the directory is {line}. Write a sign-in name or an address.");
                errors.push("people", "not-in-directory", message);
            }
        }
    }
    errors.or(found).map_err(ServiceError::from)
}

fn identifier(person: &Person) -> Result<Identifier, ServiceError> {
    Identifier::parse(Some(IdentifierKind::ObjectId), &person.id.to_string())
        .map_err(|error| ServiceError::field("people", error.code(), error.to_string()))
}

fn outside_of(text: &str) -> Result<Identifier, ServiceError> {
    Identifier::parse(None, text)
        .map_err(|error| ServiceError::field("outside", error.code(), error.to_string()))
}

/// Tries out what a chat server would be told, for each person. Of the past, [`NOT_KEPT`] says what the answer leaves
/// out.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `people`, `outside` and `draft`;
/// [`ServiceError::Refused`] for a moment that nothing is kept of, as [`crate::as_of::at`];
/// [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn try_out(
    services: &Services,
    context: &OpContext,
    trial: &Trial,
) -> Result<TriedOut, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let outside = outside_of(&trial.outside)?;
    let people = people_of(services, context, &trial.people).await?;
    let judge = judge(services, context, &people, trial.by_draft, trial.at).await?;
    let past = past(context, trial.at);
    let snapshot = services.snapshot()?;
    let holders = |policy| past.is_none().then(|| snapshot.people_with(policy, None));
    let scene = (&outside, trial.begun_by, trial.action);
    let rows = ask(&judge, scene, &people, holders)?;
    Ok(TriedOut { rows, past })
}

/// Asks about each person: the address outside, who begins, and what they want to do. `holders` says how many people
/// have a policy.
fn ask(
    judge: &Judge,
    (outside, begun_by, action): (&Identifier, Side, DecisionAction),
    people: &[Person],
    holders: impl Fn(PolicyId) -> Option<u64>,
) -> Result<Vec<TrialRow>, ServiceError> {
    let (rules, directory) = (&judge.rules, &judge.directory);
    if rules.party(directory, outside).side() == Side::Inside {
        let message = format!(
            "{} belongs to this organization. Write the address of somebody outside.",
            outside.as_str()
        );
        return Err(ServiceError::field("outside", "not-outside", message));
    }
    let mut rows = Vec::new();
    for person in people {
        let inside = identifier(person)?;
        let (initiator, other) = match begun_by {
            Side::Inside => (&inside, [outside.clone()]),
            Side::Outside => (outside, [inside.clone()]),
        };
        let question = Question {
            action,
            initiator,
            others: &other,
            started_by: None,
        };
        let outcome = rules.decide(directory, &question, judge.is_active);
        let policy = match rules.party(directory, &inside) {
            Party::Inside { policy, .. } => policy,
            _ => rules.policies.number(person.effective_policy),
        };
        rows.push(TrialRow {
            person: person.id,
            name: person.shown_name().to_owned(),
            sign_in_name: person.user_principal_name.clone(),
            policy: rules.policies.name(policy).to_owned(),
            people_with_policy: holders(person.effective_policy),
            outcome,
            outside_class: outcome.outside.map(|_| rules.classify(outside, policy).0),
            revision: judge.revision,
        });
    }
    Ok(rows)
}

/// A canned scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rehearsal {
    /// Somebody with an account of an unmanaged organization writes first.
    Phishing,
    /// Somebody with a personal account looks people up one after another.
    Enumeration,
    /// Somebody with a personal account brings people into a group chat.
    GroupChat,
    /// The people themselves write to a personal account.
    Outward,
}

impl Rehearsal {
    /// Every scene.
    pub const ALL: [Self; 4] = [Self::Phishing, Self::Enumeration, Self::GroupChat, Self::Outward];

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Phishing => "An unmanaged tenant writes first",
            Self::Enumeration => "A personal account looks up names",
            Self::GroupChat => "A personal account adds them to a group chat",
            Self::Outward => "They write to a personal account",
        }
    }

    fn scene(self) -> (&'static str, Side, DecisionAction) {
        match self {
            Self::Phishing => (
                "help-desk@unmanaged-tenant.example",
                Side::Outside,
                DecisionAction::StartChat,
            ),
            Self::Enumeration => ("@collector:matrix.org", Side::Outside, DecisionAction::Discover),
            Self::GroupChat => ("@stranger:matrix.org", Side::Outside, DecisionAction::AddToChat),
            Self::Outward => ("@friend:matrix.org", Side::Inside, DecisionAction::StartChat),
        }
    }
}

/// One person in every scene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RehearsalRow {
    /// Their name.
    pub name: String,
    /// Who.
    pub person: PersonId,
    /// What was decided in each scene, in the order of [`Rehearsal::ALL`].
    pub outcomes: Vec<Outcome>,
}

/// Plays every scene with each person.
///
/// # Errors
/// As [`try_out`].
pub async fn rehearse(
    services: &Services,
    context: &OpContext,
    people: &str,
    by_draft: bool,
    at: Option<OffsetDateTime>,
) -> Result<Vec<RehearsalRow>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let people = people_of(services, context, people).await?;
    let judge = judge(services, context, &people, by_draft, at).await?;
    let mut rows: Vec<_> = people
        .iter()
        .map(|person| RehearsalRow {
            name: person.shown_name().to_owned(),
            person: person.id,
            outcomes: Vec::with_capacity(Rehearsal::ALL.len()),
        })
        .collect();
    for rehearsal in Rehearsal::ALL {
        let (outside, begun_by, action) = rehearsal.scene();
        let outside = outside_of(outside)?;
        let asked = ask(&judge, (&outside, begun_by, action), &people, |_| None)?;
        for (row, asked) in rows.iter_mut().zip(asked) {
            row.outcomes.push(asked.outcome);
        }
    }
    Ok(rows)
}
