//! Filling an organization that has no people yet.

use super::people::{below, policy_id, sample_people};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::random::Random;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{BuiltIn, Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::{BlockedPerson, DomainMode, OrganizationSettings};
use forecourt_model::{DomainName, FieldErrors, PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::{assignment, person, policy, settings};
use std::collections::BTreeMap;

/// The most people of a sample.
const MAXIMUM_PEOPLE: usize = 200_000;

/// A sample that was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// How many people were added.
    pub people: usize,
    /// The change that added them.
    pub revision: Revision,
}

/// A sample policy: name, description, the two consumer switches, and the departments of which people hold it
/// directly, with how many of a hundred.
type SamplePolicy = (
    &'static str,
    &'static str,
    (bool, bool),
    &'static [(&'static str, u32)],
);

const POLICIES: [SamplePolicy; 3] = [
    (
        "Sales outbound only",
        "Account managers write to customers first; nobody outside finds them.",
        (true, false),
        &[("Sales", 40), ("Marketing", 15)],
    ),
    (
        "No personal accounts",
        "People who handle payments and contracts.",
        (false, true),
        &[("Finance", 80), ("Legal", 60), ("Human resources", 20)],
    ),
    (
        "Customer service",
        "Customers may begin at any time.",
        (true, true),
        &[("Customer service", 70)],
    ),
];

/// Fills the organization with `people` people, some policies and settings, in one change. The same `random` gives the
/// same sample.
///
/// # Errors
/// [`ServiceError::Refused`] when the directory is not empty; [`ServiceError::Invalid`] on `users`;
/// [`ServiceError::Store`].
pub async fn fill(
    services: &Services,
    context: &OpContext,
    random: &dyn Random,
    people: usize,
) -> Result<Filled, ServiceError> {
    context.require(Permission::Import)?;
    if people == 0 || people > MAXIMUM_PEOPLE {
        let message = format!("Write a number of people from 1 to {MAXIMUM_PEOPLE}.");
        return Err(FieldErrors::one("users", "users-out-of-range", message).into());
    }
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = services.snapshot()?;
    if snapshot.people() > 0 {
        let message = "The directory has people already. A sample is filled into an empty one only.";
        return Err(ServiceError::refused("directory-not-empty", message));
    }
    let revision = draft.revision();
    let restored = sample_settings(&snapshot.settings);
    settings::save(
        &mut draft.connection(),
        context.tenant,
        &restored,
        revision,
        context.now,
    )
    .await?;
    let mut ids = Vec::new();
    for (name, description, (access, inbound), departments) in POLICIES {
        let added = Policy {
            id: policy_id(random),
            name: PolicyName::parse(name)
                .map_err(|error| ServiceError::field("name", error.code(), error.to_string()))?,
            kind: PolicyKind::Custom,
            settings: PolicySettings {
                description: description.to_owned(),
                enable_teams_consumer_access: access,
                enable_teams_consumer_inbound: inbound,
                ..PolicySettings::default()
            },
            revision,
        };
        policy::insert(&mut draft.connection(), context.tenant, &added, context.now).await?;
        ids.push((added.id, departments));
    }
    let everybody = sample_people(random, &snapshot.organization.domain, people);
    let mut connection = draft.connection();
    let mut changed = Vec::new();
    let mut given: BTreeMap<PolicyId, Vec<PersonId>> = BTreeMap::new();
    for mut someone in everybody {
        someone.revision = revision;
        let direct = direct_for(random, &ids, someone.department.as_deref().unwrap_or_default());
        person::upsert(&mut connection, context.tenant, &someone, context.now).await?;
        if let Some(policy) = direct {
            given.entry(policy).or_default().push(someone.id);
            changed.push(ChangedPerson {
                person: someone.id,
                before: None,
                after: direct,
            });
        }
    }
    for (policy, people) in given {
        assignment::set_direct(&mut connection, context.tenant, &people, Some(policy), revision).await?;
    }
    let fields = vec![FieldChange::new("People added", None, Some(people.to_string()))];
    let record = Record {
        action: Action::SampleFilled,
        target: Target::new(TargetKind::Directory, "sample", "Sample organization"),
        detail: Detail {
            fields,
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    let revision = draft.commit(record, &changed).await?;
    Ok(Filled { people, revision })
}

/// The direct assignment of somebody in `department`, if they get one. A few hold the built-in policy that used to be
/// assigned to everybody.
fn direct_for(
    random: &dyn Random,
    policies: &[(PolicyId, &'static [(&'static str, u32)])],
    department: &str,
) -> Option<PolicyId> {
    let chance = below(random, 100);
    for (policy, departments) in policies {
        if departments
            .iter()
            .any(|(name, share)| *name == department && chance < *share)
        {
            return Some(*policy);
        }
    }
    (below(random, 100) < 2).then(|| BuiltIn::FederationAndPICDefault.id())
}

/// The settings of the sample: everything about personal accounts as it came, and some domains and people blocked.
fn sample_settings(current: &OrganizationSettings) -> OrganizationSettings {
    let mut sample = current.clone();
    sample.domains.mode = DomainMode::BlockSpecific;
    sample.domains.blocked = ["mail-offers.example", "promo-desk.example", "bücher.example"]
        .into_iter()
        .filter_map(|domain| DomainName::parse(domain).ok())
        .collect();
    sample.block_all_subdomains = true;
    sample.block_external_access_user_access = true;
    sample.blocked_users = BlockedPerson::parse("it-support.desk@mailbox.example")
        .map(|person| vec![person])
        .unwrap_or_default();
    sample
}
